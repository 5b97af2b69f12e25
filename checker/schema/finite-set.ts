import { immerable } from "immer";

/**
 * A set of scalars as it appears in a plain state. It keeps its items sorted by value (numbers numerically, names by
 * code unit, false before true), so that equal sets are deeply equal and a recipe meets the items in the same order in
 * every engine. Unlike a `Set` it needs no plugin of immer.
 */
export class FiniteSet<T> {
  readonly [immerable] = true;
  /** Replaced, never changed in place: an iteration in progress goes on over the items it began with. */
  private items: readonly T[] = [];

  static of<const T>(...values: readonly T[]): FiniteSet<T> {
    const set = new FiniteSet<T>();
    set.items = [...new Set(values)].toSorted(compareValues);
    return set;
  }

  get size(): number {
    return this.items.length;
  }

  has(value: T): boolean {
    return this.items.includes(value);
  }

  add(value: T): this {
    if (!this.has(value)) this.items = [...this.items, value].toSorted(compareValues);
    return this;
  }

  /** Whether it was there. */
  delete(value: T): boolean {
    if (!this.has(value)) return false;
    this.items = this.items.filter((item) => item !== value);
    return true;
  }

  clear(): void {
    this.items = [];
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.items[Symbol.iterator]();
  }
}

/** The order of the items of a set: the same for every engine, whatever order the domain lists its values in. */
export function compareValues<T>(a: T, b: T): number {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}
