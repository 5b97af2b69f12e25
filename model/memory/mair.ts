import { checkArgument } from "../validate/arguments.ts";
import { integer, word } from "../validate/checks.ts";
import { programError } from "../validate/place.ts";
import type { ArmMemoryType, DeviceType } from "./memory-type.ts";

/**
 * MAIR_EL1 as Linux sets it (arch/arm64/mm/proc.S, MAIR_EL1_SET; indices in arch/arm64/include/asm/memory.h): MT_NORMAL,
 * MT_NORMAL_TAGGED, MT_NORMAL_NC, MT_DEVICE_nGnRnE, MT_DEVICE_nGnRE. Linux leaves the other three attributes 0x00.
 */
export const linuxMair: readonly ArmMemoryType[] = [
  "Normal-WB",
  "Normal-WB",
  "Normal-NC",
  "Device-nGnRnE",
  "Device-nGnRE",
  "Device-nGnRnE",
  "Device-nGnRnE",
  "Device-nGnRnE",
];

type NormalType = Exclude<ArmMemoryType, DeviceType>;

const exist =
  "there is: 0x00 Device-nGnRnE, 0x04 Device-nGnRE, 0x08 Device-nGRE, 0x0c Device-GRE, 0x44 Normal-NC, " +
  "0xbb Normal-WT, 0xff Normal-WB, 0xf0 Normal-WB tagged; hints may differ";

/**
 * The memory type of an attribute of MAIR_ELx (Arm ARM D24.2, "MAIR_EL1"). Allocation and transient hints are dropped,
 * and so are the tags of 0xf0 (FEAT_MTE2), which is Normal-WB.
 *
 * @throws Diagnostic (kind "program") for an encoding that is reserved, one with XS of 0 (FEAT_XS: no nXS maintenance
 * is modelled), and one whose inner and outer cacheability differ: the caches are modelled as one level, in which neither
 * could win without inventing or losing copies
 */
export function decodeMairAttribute(attribute: number): ArmMemoryType {
  checkArgument("decodeMairAttribute", "the attribute", attribute, integer(0, 0xff));
  if (attribute === 0xf0) return "Normal-WB";
  if (attribute === 0x40 || attribute === 0xa0 || (attribute & 0xf3) === 1)
    throw mistake(attribute, "it has XS of 0 (FEAT_XS), which is not modelled");
  const outer = attribute >> 4;
  if (outer === 0) return deviceType(attribute);
  const inner = normalType(attribute & 0xf);
  if (inner === null) throw mistake(attribute, "it is reserved");
  if (inner !== normalType(outer))
    throw mistake(attribute, "inner and outer cacheability differ: the model has one level of caches");
  return inner;
}

/**
 * The memory types of a value of MAIR_ELx, by AttrIndx.
 *
 * @throws Diagnostic (kind "program") where decodeMairAttribute does
 */
export function decodeMair(mair: bigint): readonly ArmMemoryType[] {
  checkArgument("decodeMair", "the register", mair, word);
  const attribute = (index: number): number => Number((mair >> BigInt(8 * index)) & 0xffn);
  return Array.from({ length: 8 }, (_, index) => decodeMairAttribute(attribute(index)));
}

/** 0b0000dd00. */
function deviceType(attribute: number): DeviceType {
  switch (attribute) {
    case 0x00:
      return "Device-nGnRnE";
    case 0x04:
      return "Device-nGnRE";
    case 0x08:
      return "Device-nGRE";
    case 0x0c:
      return "Device-GRE";
    default:
      throw mistake(attribute, "it is reserved");
  }
}

/** 0b0100 is non-cacheable, x0RW write-through, x1RW write-back; bit 3 and RW are hints. 0b0000 is none of Normal. */
function normalType(half: number): NormalType | null {
  if (half === 0) return null;
  if (half === 0b0100) return "Normal-NC";
  return (half & 0b0100) === 0 ? "Normal-WT" : "Normal-WB";
}

const mistake = (attribute: number, why: string) =>
  programError(
    "MAIR",
    `the attribute 0x${attribute.toString(16).padStart(2, "0")} is no memory type`,
    why,
    exist,
  );
