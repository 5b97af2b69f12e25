import { checkOptions } from "../../validate/arguments.ts";
import type { Clflush, Wbinvd } from "../instruction.ts";
import { operand, type At, type Operand } from "../arm64/operand.ts";

const flush =
  (form: Clflush["form"]) =>
  (address: Operand, at: At = {}): Clflush => {
    checkOptions(form, at);
    return { kind: "clflush", form, address: operand(address), kernel: `${form}()`, ...at };
  };

/** CLFLUSH: writes a line back and invalidates it everywhere. Ordered with stores and with other CLFLUSHes. */
export const clflush = flush("clflush");

/** CLFLUSHOPT: the same, ordered by fences and with stores to its line alone. */
export const clflushopt = flush("clflushopt");

/** CLWB: writes a line back and may keep it. Ordered like CLFLUSHOPT. */
export const clwb = flush("clwb");

/** WBINVD: writes back and invalidates what the caches of this CPU hold. */
export const wbinvd = (at: At = {}): Wbinvd => {
  checkOptions("wbinvd", at);
  return { kind: "wbinvd", kernel: "wbinvd()", ...at };
};
