import { unknownName } from "../../specs/unknown-name.ts";
import type { Counts } from "../comparison/contender.ts";
import type { Space } from "../ways.ts";

/** How large an instance of the protocol is. */
export interface Size {
  readonly pes: number;
  /** Virtual pages: entries of the one table. */
  readonly pages: number;
  /** Physical pages that a mapping may choose from. */
  readonly frames: number;
  /** Remappings per PE. */
  readonly rounds: number;
  /** What every correct engine counts: SPIN counts the initial state as one more firing. */
  readonly expected: Counts;
  /** The same of one state of each class, where PEs, pages and frames are interchangeable. */
  readonly symmetric: Counts;
}

/** The sizes by name; `3321` is named after its parameters: 3 PEs, 3 pages, 2 frames, 1 round. */
export const sizes = {
  XS: {
    pes: 2,
    pages: 2,
    frames: 2,
    rounds: 1,
    expected: { states: 9_244, rulesFired: 45_424 },
    symmetric: { states: 1_226, rulesFired: 5_926 },
  },
  S: {
    pes: 2,
    pages: 3,
    frames: 2,
    rounds: 2,
    expected: { states: 128_241, rulesFired: 643_296 },
    symmetric: { states: 5_658, rulesFired: 27_924 },
  },
  M: {
    pes: 3,
    pages: 2,
    frames: 2,
    rounds: 2,
    expected: { states: 1_572_705, rulesFired: 10_514_088 },
    symmetric: { states: 66_754, rulesFired: 443_480 },
  },
  L: {
    pes: 3,
    pages: 2,
    frames: 2,
    rounds: 4,
    expected: { states: 10_539_095, rulesFired: 70_348_140 },
    symmetric: { states: 445_340, rulesFired: 2_955_463 },
  },
  "3321": {
    pes: 3,
    pages: 3,
    frames: 2,
    rounds: 1,
    expected: { states: 19_445_456, rulesFired: 194_358_348 },
    symmetric: { states: 273_478, rulesFired: 2_730_005 },
  },
} as const satisfies Readonly<Record<string, Size>>;

export type SizeName = keyof typeof sizes;

/** From small to large. */
export const sizeNames: readonly SizeName[] = ["XS", "S", "M", "L", "3321"];

/** The size of a name, which must exist. */
export function sizeNamed(text: string): SizeName {
  const name = sizeNames.find((each) => each === text);
  if (name === undefined) throw unknownName({ what: "size", name: text, among: sizeNames });
  return name;
}

/** What an engine must count at a size. */
export function expectedCounts(size: SizeName, space: Space): Counts {
  const { expected, symmetric } = sizes[size];
  return space === "symmetric" ? symmetric : expected;
}
