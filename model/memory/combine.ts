import { checkArgument } from "../validate/arguments.ts";
import { programError } from "../validate/place.ts";
import { armMemoryType, armMemoryTypes, type ArmMemoryType } from "./memory-type.ts";
import { forceWriteBack, stage2Type, type ForceWriteBack, type Stage2Type } from "./stage2.ts";

/**
 * The memory type of an access that both stages translate (Arm ARM D8.6, "Combining stage 1 and stage 2 memory type
 * attributes"). Without FWB the stronger wins: a guest can strengthen what the host allows, and weaken nothing. With FWB
 * Normal-WB wins over whatever stage 1 says, Device too; the other types combine as without.
 *
 * @throws Diagnostic (kind "program") for a type that does not exist, and for Normal-WT with FWB, which has no encoding
 * @example combine("Normal-WB", "Normal-NC", { fwb: false }) // "Normal-NC"
 */
export function combine(stage1: ArmMemoryType, stage2: Stage2Type, options: ForceWriteBack): ArmMemoryType {
  checkArgument("combine", "the stage-1 type", stage1, armMemoryType);
  checkArgument("combine", "the stage-2 type", stage2, stage2Type);
  checkArgument("combine", "the last argument", options, forceWriteBack);
  if (stage2 === "as-stage-1") return stage1;
  if (options.fwb && stage2 === "Normal-WT")
    throw programError(
      "stage 2 with FWB",
      "stage 2 cannot say Normal-WT",
      "MemAttr[2:0] has no encoding for it (FEAT_S2FWB)",
      "write Normal-NC, Normal-WB, a Device type, or as-stage-1 where stage 1 says Normal-WT",
    );
  if (options.fwb && stage2 === "Normal-WB") return stage2;
  return stronger(stage1, stage2);
}

/** Device over Normal; among Device types the one that allows less; among Normal types the less cacheable. */
const stronger = (a: ArmMemoryType, b: ArmMemoryType): ArmMemoryType =>
  armMemoryTypes.indexOf(a) <= armMemoryTypes.indexOf(b) ? a : b;
