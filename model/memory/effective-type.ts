import { at } from "../../checker/schema/access.ts";
import type { Pe } from "../machine/machine.ts";
import { decode, isValid } from "../mmu/descriptor.ts";
import { decodeStage2Descriptor } from "../mmu/stage2-descriptor.ts";
import { combine } from "./combine.ts";
import type { MemoryType } from "./memory-type.ts";
import { decodeStage2 } from "./stage2.ts";

/**
 * The memory type of an access that a descriptor translates. Of a guest: what the guest's stage 1 gives the virtual page,
 * combined with what the descriptor of stage 2 says (Arm ARM D8.6).
 */
export function effectiveType(
  { memoryTypes, stage, stage1, fwb }: Pick<Pe, "memoryTypes" | "stage" | "stage1" | "fwb">,
  word: bigint,
  page: number,
): MemoryType {
  if (stage === 1) return at(memoryTypes, decode(word).attributes);
  // An invalid word may hold anything, an owner say (KVM_INVALID_PTE_OWNER_MASK): nothing is combined.
  if (!isValid(word)) return at(stage1, page);
  const options = { fwb };
  return combine(at(stage1, page), decodeStage2(decodeStage2Descriptor(word).memAttr, options), options);
}
