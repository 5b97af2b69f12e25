import { checkOptions } from "../../validate/arguments.ts";
import type { Fence } from "../instruction.ts";
import type { At } from "../arm64/operand.ts";

const fence =
  (type: Fence["type"]) =>
  (at: At = {}): Fence => {
    checkOptions(type, at);
    return { kind: "fence", type, kernel: type, ...at };
  };

/** MFENCE, `mb()`: orders loads, stores and cache flushes. */
export const mfence = fence("mfence");

/** SFENCE, `wmb()`: orders stores and cache flushes. */
export const sfence = fence("sfence");

/** LFENCE, `rmb()`: orders loads. */
export const lfence = fence("lfence");
