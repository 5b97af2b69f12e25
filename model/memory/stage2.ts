import { checkArgument } from "../validate/arguments.ts";
import { among, flag, integer } from "../validate/checks.ts";
import { programError, type Check } from "../validate/place.ts";
import { record } from "../validate/record.ts";
import { armMemoryTypes, type ArmMemoryType } from "./memory-type.ts";

/** What a stage-2 descriptor says: a memory type, or that of stage 1 (Linux MT_S2_AS_S1, MT_S2_FWB_AS_S1). */
export type Stage2Type = ArmMemoryType | "as-stage-1";

/** HCR_EL2.FWB (FEAT_S2FWB): stage 2 can force write-back. */
export interface ForceWriteBack {
  readonly fwb: boolean;
}

/** Checks what a stage-2 descriptor says. */
export const stage2Type: Check = among([...armMemoryTypes, "as-stage-1"]);

/** Checks the last argument of those who need to know whether write-back is forced. */
export const forceWriteBack: Check = record("an object", { fwb: flag }, () => "");

/** MemAttr[3:0] as Linux writes it without FWB (arch/arm64/include/asm/memory.h). */
export const MT_S2 = { NORMAL: 0xf, NORMAL_NC: 0x5, DEVICE_nGnRE: 0x1, AS_S1: 0xf } as const;

/** MemAttr[3:0] as Linux writes it with FWB (arch/arm64/include/asm/memory.h). */
export const MT_S2_FWB = { NORMAL: 6, NORMAL_NC: 5, DEVICE_nGnRE: 1, AS_S1: 7 } as const;

const devices = ["Device-nGnRnE", "Device-nGnRE", "Device-nGRE", "Device-GRE"] as const;

/** By MemAttr[3:0]; MemAttr[3:2] is the outer, MemAttr[1:0] the inner cacheability. */
const withoutFwb: readonly (Stage2Type | "reserved" | "mixed")[] = [
  ...devices,
  "reserved",
  "Normal-NC",
  "mixed",
  "mixed",
  "reserved",
  "mixed",
  "Normal-WT",
  "mixed",
  "reserved",
  "mixed",
  "mixed",
  "Normal-WB",
];

/** By MemAttr[2:0]; MemAttr[3] is RES0. "Normal-WB" is what combine() then forces. */
const withFwb: readonly (Stage2Type | "reserved")[] = [
  ...devices,
  "reserved",
  "Normal-NC",
  "Normal-WB",
  "as-stage-1",
];

const exist = {
  withoutFwb:
    "there is: 0x0 to 0x3 Device-nGnRnE, nGnRE, nGRE, GRE, 0x5 Normal-NC, 0xa Normal-WT, 0xf Normal-WB",
  withFwb:
    "there is: 0x0 to 0x3 Device-nGnRnE, nGnRE, nGRE, GRE, 0x5 Normal-NC, 0x6 Normal-WB whatever stage 1 says, " +
    "0x7 as stage 1 says",
};

/**
 * What MemAttr[3:0] of a stage-2 descriptor says (Arm ARM D8.6, "Stage 2 memory attributes").
 *
 * @throws Diagnostic (kind "program") for an encoding that is reserved (those that FEAT_MTE_PERM gives a meaning too),
 * and for one whose inner and outer cacheability differ, which one level of caches cannot follow
 */
export function decodeStage2(memAttr: number, options: ForceWriteBack): Stage2Type {
  checkArgument("decodeStage2", "MemAttr", memAttr, integer(0, 0xf));
  checkArgument("decodeStage2", "the last argument", options, forceWriteBack);
  const found = (options.fwb ? withFwb : withoutFwb)[memAttr] ?? "reserved";
  if (found !== "reserved" && found !== "mixed") return found;
  throw programError(
    options.fwb ? "stage 2 with FWB" : "stage 2",
    `MemAttr 0x${memAttr.toString(16)} is no memory type`,
    found === "mixed"
      ? "inner and outer cacheability differ: the model has one level of caches"
      : "it is reserved",
    options.fwb ? exist.withFwb : exist.withoutFwb,
  );
}
