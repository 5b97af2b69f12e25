import type { MemoryType } from "./memory-type.ts";
export const linuxPat: readonly MemoryType[] = ["WB", "WC", "UC-", "UC", "WB", "WP", "UC-", "WT"];
