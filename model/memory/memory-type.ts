export const allMemoryTypes = [
  "Device-nGnRnE",
  "Device-nGnRE",
  "Device-nGRE",
  "Device-GRE",
  "Normal-NC",
  "Normal-WT",
  "Normal-WB",
  "UC",
  "UC-",
  "WC",
  "WT",
  "WP",
  "WB",
] as const;
export type MemoryType = (typeof allMemoryTypes)[number];
