import { DomainError } from "./domain-error.ts";
import { ListIterator } from "./list-iterator.ts";
import type { ArrayPlace, QueuePlace } from "./place.ts";

/** An element, as `Cell` gives it. */
export interface Element {
  get(): unknown;
  set(value: unknown): void;
}

/** The list as a whole, as `Row` gives it. */
export interface Store {
  plain(place: ArrayPlace | QueuePlace): unknown;
  assign(place: ArrayPlace | QueuePlace, value: unknown): void;
}

type Visit<R> = (value: unknown, index: number, list: ListView) => R;

/**
 * The accessors of an array or a queue: reads and writes like an array, except that `Array.isArray` says no. The
 * methods that guards use are written out, because those of `Array.prototype` go through the index accessors, which
 * are slow; the others are borrowed below.
 */
export abstract class ListView implements Iterable<unknown> {
  readonly place: ArrayPlace | QueuePlace;
  protected readonly store: Store;
  protected readonly elements: readonly Element[];

  constructor(place: ArrayPlace | QueuePlace, store: Store, elements: readonly Element[]) {
    this.place = place;
    this.store = store;
    this.elements = elements;
    defineIndices(elements.length);
  }

  abstract get length(): number;

  abstract set length(length: number);

  /** The element, or undefined beyond the end. */
  get(index: number): unknown {
    return index < this.length ? this.elements[index]?.get() : undefined;
  }

  set(index: number, value: unknown): void {
    const element = index < this.length ? this.elements[index] : undefined;
    if (element === undefined) throw this.outside(String(index), value);
    element.set(value);
  }

  /** The error of a write to an element that does not exist. */
  outside(name: string, value: unknown): DomainError {
    const { path, domain } = this.place;
    return new DomainError(
      `${path}[${name}]`,
      value,
      this.length === 0 ? domain : `the indices 0..${this.length - 1}`,
    );
  }

  /** Applies a method of arrays that changes them. */
  rewrite(change: (plain: unknown) => unknown): unknown {
    const plain = this.store.plain(this.place);
    const result = change(plain);
    this.store.assign(this.place, plain);
    return result === plain ? this : result;
  }

  at(index: number): unknown {
    return this.get(index < 0 ? this.length + index : index);
  }

  values(): IterableIterator<unknown> {
    return new ListIterator(this);
  }

  [Symbol.iterator](): IterableIterator<unknown> {
    return new ListIterator(this);
  }

  forEach(visit: Visit<void>): void {
    for (let index = 0; index < this.length; index++) visit(this.get(index), index, this);
  }

  findIndex(test: Visit<unknown>): number {
    const length = this.length;
    for (let index = 0; index < length; index++) if (test(this.get(index), index, this)) return index;
    return -1;
  }

  find(test: Visit<unknown>): unknown {
    return this.get(this.findIndex(test));
  }

  some(test: Visit<unknown>): boolean {
    const length = this.length;
    for (let index = 0; index < length; index++) if (test(this.get(index), index, this)) return true;
    return false;
  }

  every(test: Visit<unknown>): boolean {
    const length = this.length;
    for (let index = 0; index < length; index++) if (!test(this.get(index), index, this)) return false;
    return true;
  }

  indexOf(value: unknown): number {
    const length = this.length;
    for (let index = 0; index < length; index++) if (this.get(index) === value) return index;
    return -1;
  }

  includes(value: unknown): boolean {
    return this.indexOf(value) >= 0;
  }

  map(of: Visit<unknown>): unknown[] {
    return Array.from(this, (value, index) => of(value, index, this));
  }

  filter(test: Visit<unknown>): unknown[] {
    const kept: unknown[] = [];
    for (let index = 0; index < this.length; index++) {
      const value = this.get(index);
      if (test(value, index, this)) kept.push(value);
    }
    return kept;
  }

  /** Like `Array.prototype.reduce`: without `initial`, starts with the first element. */
  reduce(
    step: (sum: unknown, ...element: Parameters<Visit<unknown>>) => unknown,
    ...initial: unknown[]
  ): unknown {
    if (initial.length === 0 && this.length === 0)
      throw new TypeError("Reduce of empty array with no initial value");
    let sum = initial.length === 0 ? this.get(0) : initial[0];
    for (let index = 1 - Math.min(initial.length, 1); index < this.length; index++) {
      sum = step(sum, this.get(index), index, this);
    }
    return sum;
  }
}

const readers =
  "concat entries findLast findLastIndex flatMap join keys lastIndexOf reduceRight slice toReversed toSorted toSpliced with";

for (const name of readers.split(" ")) {
  const method = Object.getOwnPropertyDescriptor(Array.prototype, name);
  if (method !== undefined) Object.defineProperty(ListView.prototype, name, method);
}

// These move elements about, which belong to their positions here: they work on a plain copy that is then assigned,
// and a length that does not fit is found by that. `QueueView` has its own push and shift.
for (const name of "copyWithin fill pop push reverse shift sort splice unshift".split(" ")) {
  const method: unknown = Object.getOwnPropertyDescriptor(Array.prototype, name)?.value;
  if (isMethod(method)) Object.defineProperty(ListView.prototype, name, { value: rewriter(method) });
}

type Method = (...values: unknown[]) => unknown;

function isMethod(value: unknown): value is Method {
  return typeof value === "function";
}

function rewriter(method: Method): Method {
  return function (this: ListView, ...values: readonly unknown[]): unknown {
    return this.rewrite((plain) => Reflect.apply(method, plain, values));
  };
}

Object.defineProperty(ListView.prototype, Symbol.isConcatSpreadable, { value: true });

/** How many index accessors `ListView.prototype` has: as many as the longest list needs. */
let indices = 0;

function defineIndices(length: number): void {
  for (; indices < length; indices++) {
    const index = indices;
    Object.defineProperty(ListView.prototype, index, {
      get(this: ListView): unknown {
        return this.get(index);
      },
      set(this: ListView, value: unknown): void {
        this.set(index, value);
      },
    });
  }
}

// Names that are neither methods nor indices of the longest list end here; see `RecordView`.
Object.setPrototypeOf(
  ListView.prototype,
  new Proxy(Object.prototype, {
    set(_target, name, value, list): boolean {
      if (!(list instanceof ListView)) throw new DomainError(String(name), value, "the indices of the list");
      if (isIndex(name)) {
        list.set(Number(name), value);
        return true;
      }
      throw list.outside(String(name), value);
    },
  }),
);

function isIndex(name: string | symbol): boolean {
  return typeof name === "string" && /^(0|[1-9]\d*)$/.test(name);
}
