import { entryAt, type Stage } from "./entry.ts";

/**
 * What may not change between two valid descriptors without break-before-make (Arm ARM D8.17.1, "Using break-before-make
 * when updating translation table entries"). Permission, access-flag and dirty-bit changes are exempt.
 */
export type BbmDifference = "output-address" | "memory-type" | "shareability" | "contiguous" | "nG";

/** FEAT_BBM as the core has it; "noabort" is level 2 on a core of Linux's bbml2_noabort list, which never aborts. */
export type BbmLevel = "0" | "1" | "2" | "noabort";

/** What a lookup may give while two conflicting entries can be held. */
export type ConflictOutcome =
  /** One of the entries, whole. */
  | "entry"
  /** An address that is in neither. */
  | "amalgamation"
  /** A TLB conflict abort. */
  | "abort";

export interface BbmFeature {
  readonly level: BbmLevel;
  /** Whether the level's promises extend to changes of the output address. The architecture does not say: [UNV]. */
  readonly coversOa: boolean;
}

/** Why two cacheable descriptors of a stage must not be usable at the same time; empty where they may. */
export function bbmDifferences(one: bigint, other: bigint, stage: Stage): readonly BbmDifference[] {
  const a = entryAt(stage, one);
  const b = entryAt(stage, other);
  const found: BbmDifference[] = [];
  if (a.oa !== b.oa) found.push("output-address");
  if (a.attributes !== b.attributes) found.push("memory-type");
  if (a.shareability !== b.shareability) found.push("shareability");
  if (a.contiguous !== b.contiguous) found.push("contiguous");
  if (a.nonGlobal !== b.nonGlobal) found.push("nG");
  return found;
}

/**
 * FEAT_BBM relaxes the requirement itself for changes of size alone: of the block size, and of the contiguous bit,
 * the one such change a single level has (Arm ARM D8.17.2, "Support levels for changing block size").
 */
const relaxedBy = (level: BbmLevel): readonly BbmDifference[] => (level === "0" ? [] : ["contiguous"]);

/** Whether usable entries `one` and `other` violate break-before-make on this core. */
export function violatesBbm(one: bigint, other: bigint, feature: BbmFeature, stage: Stage): boolean {
  const relaxed = relaxedBy(feature.level);
  return bbmDifferences(one, other, stage).some((difference) => !relaxed.includes(difference));
}

/**
 * What a lookup that meets both entries may give. Level 0 may amalgamate; levels 1 and 2 give one of the entries or an
 * abort (DDI0487 RNGLXZ, RJQQTC, as cited by Linux arch/arm64/mm/contpte.c); a "noabort" core one of the entries.
 * Those rules speak of size changes with a consistent output address; `coversOa` extends them.
 */
export function conflictOutcomes(
  one: bigint,
  other: bigint,
  feature: BbmFeature,
  stage: Stage,
): readonly ConflictOutcome[] {
  const differences = bbmDifferences(one, other, stage);
  if (differences.length === 0) return ["entry"];
  const covered = differences.every((d) => relaxedBy(feature.level).includes(d) || promised(d, feature));
  if (!covered) return ["entry", "amalgamation", "abort"];
  return feature.level === "noabort" ? ["entry"] : ["entry", "abort"];
}

const promised = (difference: BbmDifference, feature: BbmFeature): boolean =>
  difference === "output-address" && feature.coversOa && feature.level !== "0";
