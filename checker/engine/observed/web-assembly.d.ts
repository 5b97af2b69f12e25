// The part of WebAssembly that the observed engine uses. TypeScript has it in the library of browsers only, which
// declares a thousand names that Node does not have.
declare namespace WebAssembly {
  // oxlint-disable-next-line typescript/no-extraneous-class -- it is the platform's, and is only handed on
  class Module {
    constructor(bytes: Uint8Array);
  }

  class Memory {
    constructor(descriptor: { initial: number; maximum: number; shared: true });
    readonly buffer: SharedArrayBuffer;
    /** Adds pages of 64 KiB; throws a RangeError when there is no room. */
    grow(pages: number): number;
  }

  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, unknown>>);
    /** Of a module that takes and gives 32-bit numbers only. */
    readonly exports: Readonly<Record<string, ((...values: number[]) => number) | Global>>;
  }

  interface Global {
    value: number;
  }
}
