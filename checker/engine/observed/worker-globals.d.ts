import type { WasmInstance, WasmModule } from "./web-assembly.ts";

// What worker.mjs uses of WebAssembly, which TypeScript knows in the library of browsers only: see web-assembly.ts.
declare global {
  namespace WebAssembly {
    const Instance: new (
      module: WasmModule,
      imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
    ) => WasmInstance;
  }
}
