/** Goes over a list as it is while it is gone over, like the iterator of an array. */
export class ListIterator implements IterableIterator<unknown> {
  readonly #list: Listed;
  #index = 0;

  constructor(list: Listed) {
    this.#list = list;
  }

  next(): IteratorResult<unknown> {
    const index = this.#index++;
    if (index < this.#list.length) return { done: false, value: this.#list.get(index) };
    return { done: true, value: undefined };
  }

  [Symbol.iterator](): this {
    return this;
  }
}

interface Listed {
  readonly length: number;
  get(index: number): unknown;
}
