import { Diagnostic } from "../../../checker/diagnostic.ts";
import { nearest } from "../../../checker/nearest.ts";
import type { Span } from "../syntax.ts";

/** A construct of a litmus file that walkcheck does not run. */
export class Unsupported extends Diagnostic {}

/** Tells what is wrong in a file, and where. */
export class Complaints {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** `file:line`, as the machine's traces show it. */
  source({ line }: Span): string {
    return `${this.#file}:${line}`;
  }

  /** For what the format has and walkcheck has not. `next` says what there is. */
  unsupported(at: Span, what: string, next?: string): Unsupported {
    return new Unsupported({
      kind: "program",
      where: this.#place(at),
      what,
      ...(next === undefined ? {} : { next }),
    });
  }

  /** For what makes no sense. */
  mistake(at: Span, what: string, next?: string): Diagnostic {
    return new Diagnostic({
      kind: "program",
      where: this.#place(at),
      what,
      ...(next === undefined ? {} : { next }),
    });
  }

  #place({ line, column }: Span): string {
    return `${this.#file}:${line}:${column}`;
  }
}

/** `did you mean LDR? there is: LDR, STR`. */
export function whatExists(name: string, exist: readonly string[]): string {
  const guess = nearest(name, exist);
  return `${guess === null ? "" : `did you mean ${guess}? `}there is: ${exist.join(", ")}`;
}
