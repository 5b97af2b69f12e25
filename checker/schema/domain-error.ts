import type { Domain } from "./domain.ts";
import { domainText } from "./domain-text.ts";
import { valueText } from "./value-text.ts";

/** A value outside the finite domain of its field. An engine adds the rule and makes a `Diagnostic` of it. */
export class DomainError extends Error {
  /** The field, in the notation of `Change.path`: `pes[0].pc`. Empty for the state itself. */
  readonly path: string;
  /** The offending value, as text. */
  readonly value: string;
  /** What it could have been, as text. */
  readonly domain: string;

  constructor(path: string, value: unknown, domain: Domain | string) {
    const shown = cut(typeof value === "string" ? JSON.stringify(value) : valueText(value));
    const allowed = typeof domain === "string" ? domain : domainText(domain);
    super(`${path === "" ? "the state" : `field ${path}`}: value ${shown} is outside ${allowed}`);
    this.name = "DomainError";
    this.path = path;
    this.value = shown;
    this.domain = allowed;
  }
}

/** An error is one line: of a large structure, the beginning must do. */
function cut(text: string): string {
  const longest = 200;
  return text.length <= longest ? text : `${text.slice(0, longest - 3)}...`;
}
