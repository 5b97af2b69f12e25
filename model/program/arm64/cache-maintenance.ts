import { checkArgument, checkOptions } from "../../validate/arguments.ts";
import { oneOf } from "../../validate/checks.ts";
import type { Dc } from "../instruction.ts";
import { operand, type At, type Operand } from "./operand.ts";

const operations = oneOf<Dc["operation"]>({ cvac: true, ivac: true, civac: true });

/** `dc("civac", va)`: DC CVAC, IVAC or CIVAC. A DSB makes it complete. */
export const dc = (operation: Dc["operation"], address: Operand, at: At = {}): Dc => {
  checkArgument("dc", "the operation", operation, operations);
  checkOptions("dc", at);
  return { kind: "dc", operation, address: operand(address), kernel: `dc ${operation}`, ...at };
};
