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
  readonly expected: { readonly states: number; readonly rulesFired: number };
}

/** The sizes by name; `3321` is named after its parameters: 3 PEs, 3 pages, 2 frames, 1 round. */
export const sizes = {
  XS: { pes: 2, pages: 2, frames: 2, rounds: 1, expected: { states: 9_244, rulesFired: 45_424 } },
  S: { pes: 2, pages: 3, frames: 2, rounds: 2, expected: { states: 128_241, rulesFired: 643_296 } },
  M: { pes: 3, pages: 2, frames: 2, rounds: 2, expected: { states: 1_572_705, rulesFired: 10_514_088 } },
  L: { pes: 3, pages: 2, frames: 2, rounds: 4, expected: { states: 10_539_095, rulesFired: 70_348_140 } },
  "3321": {
    pes: 3,
    pages: 3,
    frames: 2,
    rounds: 1,
    expected: { states: 19_445_456, rulesFired: 194_358_348 },
  },
} as const satisfies Readonly<Record<string, Size>>;

export type SizeName = keyof typeof sizes;

/** The size of a name, which must exist. */
export function sizeNamed(text: string): SizeName {
  const names = Object.keys(sizes).filter(isSizeName);
  const name = names.find((each) => each === text);
  if (name === undefined) throw new Error(`--size ${text}: not one of ${names.join(", ")}`);
  return name;
}

function isSizeName(text: string): text is SizeName {
  return Object.hasOwn(sizes, text);
}
