import { among } from "../validate/checks.ts";
import type { Check } from "../validate/place.ts";

/**
 * The memory types of the Arm architecture, strongest first (Arm ARM B2.10, "Memory types and attributes"). Device:
 * (n)G gathering, (n)R reordering, (n)E early write acknowledgement. Normal: the cacheability, the same for the inner
 * and the outer caches. Allocation and transient hints are no types: hardware may ignore them.
 */
export const armMemoryTypes = [
  "Device-nGnRnE",
  "Device-nGnRE",
  "Device-nGRE",
  "Device-GRE",
  "Normal-NC",
  "Normal-WT",
  "Normal-WB",
] as const;

/** The memory types of the x86 architecture (Intel SDM vol. 3, 12.3, "Methods of caching available"). */
export const x86MemoryTypes = ["UC", "UC-", "WC", "WT", "WP", "WB"] as const;

/** Every memory type. */
export const allMemoryTypes = [...armMemoryTypes, ...x86MemoryTypes] as const;

export type ArmMemoryType = (typeof armMemoryTypes)[number];
export type X86MemoryType = (typeof x86MemoryTypes)[number];
export type MemoryType = ArmMemoryType | X86MemoryType;

/** The Device types among those of the Arm architecture. */
export type DeviceType = Extract<ArmMemoryType, `Device-${string}`>;

/** Whether it is one of the four Device types: x86 has none, its UC is a cacheability. */
export const isDevice = (type: MemoryType): type is DeviceType => type.startsWith("Device-");

/** Checks the name of a memory type. */
export const memoryType: Check = among(allMemoryTypes);

/** Checks the name of a memory type of the Arm architecture. */
export const armMemoryType: Check = among(armMemoryTypes);

/** Checks the name of a memory type of the x86 architecture. */
export const x86MemoryType: Check = among(x86MemoryTypes);
