import { InternalFault } from "../../internal-fault.ts";

// The part of WebAssembly that the observed engine uses. TypeScript has it in the library of browsers only, which
// declares a thousand names that Node does not have; a project that uses walkcheck may have that library or not.

/** Compiled code; it is only handed on. */
export interface WasmModule {
  readonly [Symbol.toStringTag]?: string;
}

export interface WasmMemory {
  readonly buffer: SharedArrayBuffer;
  /** Adds pages of 64 KiB; throws a RangeError when there is no room. */
  grow(pages: number): number;
}

export interface WasmInstance {
  /** Of a module that takes and gives 32-bit numbers only. */
  readonly exports: Readonly<Record<string, ((...values: number[]) => number) | WasmGlobal>>;
}

export interface WasmGlobal {
  value: number;
}

interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Memory: new (descriptor: { initial: number; maximum: number; shared: true }) => WasmMemory;
  readonly Instance: new (
    module: WasmModule,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => WasmInstance;
}

/** What the platform offers. */
export const webAssembly: WebAssemblyApi = offered(Reflect.get(globalThis, "WebAssembly"));

function offered(api: unknown): WebAssemblyApi {
  if (isWebAssembly(api)) return api;
  throw new InternalFault("this JavaScript has no WebAssembly; --engine=flyweight does without");
}

function isWebAssembly(api: unknown): api is WebAssemblyApi {
  return (
    typeof api === "object" && api !== null && ["Module", "Memory", "Instance"].every((name) => name in api)
  );
}
