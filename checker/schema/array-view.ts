import { DomainError } from "./domain-error.ts";
import { ListView } from "./list-view.ts";

/** The accessors of an array: a list that never changes its length. */
export class ArrayView extends ListView {
  get length(): number {
    return this.elements.length;
  }

  set length(length: number) {
    if (length === this.elements.length) return;
    throw new DomainError(`${this.place.path}.length`, length, `${this.elements.length}, which is fixed`);
  }
}
