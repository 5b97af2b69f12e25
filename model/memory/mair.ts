import type { MemoryType } from "./memory-type.ts";
export const linuxMair: readonly MemoryType[] = [
  "Normal-WB",
  "Normal-WB",
  "Normal-NC",
  "Device-nGnRnE",
  "Device-nGnRE",
  "Normal-WB",
  "Normal-WB",
  "Normal-WB",
];
