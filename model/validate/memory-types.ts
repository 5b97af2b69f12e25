import { armMemoryTypes, x86MemoryTypes, type MemoryType } from "../memory/memory-type.ts";
import type { PeConfiguration } from "../scenario.ts";
import { programError } from "./place.ts";

/** MAIR_EL1 and the PAT have eight entries each: an attribute index has three bits. */
const ENTRIES = 8;

/** Checks that `memoryTypes` of a PE has an entry for every attribute index, of types that its architecture has. */
export function checkMemoryTypes(
  { memoryTypes, architecture = "arm64" }: PeConfiguration,
  where: string,
): void {
  if (memoryTypes === undefined) return;
  const register = architecture === "x86" ? "the PAT" : "MAIR_EL1";
  if (memoryTypes.length !== ENTRIES)
    throw programError(
      where,
      `memoryTypes has ${memoryTypes.length} entries`,
      `it stands for ${register}, which has ${ENTRIES}`,
      `give ${ENTRIES} memory types, or leave it out for what Linux sets up`,
    );
  const known: readonly MemoryType[] = architecture === "x86" ? x86MemoryTypes : armMemoryTypes;
  const foreign = memoryTypes.find((type) => !known.includes(type));
  if (foreign !== undefined)
    throw programError(
      where,
      `memoryTypes has ${foreign}`,
      `${register} of an ${architecture} PE gives none but the types of its architecture`,
      `there is: ${known.join(", ")}`,
    );
}
