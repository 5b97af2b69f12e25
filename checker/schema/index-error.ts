import { DomainError } from "./domain-error.ts";

/** An index at which there is no element. The path is null for a plain array or a draft, which do not know theirs. */
export class IndexError extends DomainError {
  constructor(path: string | null, index: number, length: number) {
    const indices = length === 0 ? "an empty list" : `0..${length - 1}`;
    super(path ?? "", index, indices);
    this.name = "IndexError";
    this.message = `${path === null ? "" : `field ${path}: `}index ${index} is outside ${indices}`;
  }
}
