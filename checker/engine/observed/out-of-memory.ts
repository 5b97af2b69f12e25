/** A memory of the core cannot grow any more. */
export class OutOfMemory extends Error {
  constructor(limit: number) {
    super(`a WebAssembly memory is full at ${limit} bytes`);
  }
}
