import { at } from "../../checker/schema/access.ts";
import { decode } from "../mmu/descriptor.ts";
import type { Pe } from "../machine/machine.ts";
import type { MemoryType } from "./memory-type.ts";

/** The memory type of an access that a descriptor translates. */
export const effectiveType = ({ memoryTypes }: Pick<Pe, "memoryTypes">, word: bigint): MemoryType =>
  at(memoryTypes, decode(word).attributes);
