import type { Setting } from "./shared.ts";

/** What may disagree with Arm's published verdict or with herd7. */
export type Subject = "verdict" | "final states" | "flags";

/** Something that walkcheck and herd7 or Arm do not agree on. */
export interface Disagreement {
  /** `vmsa/Sc02.litmus`, `random/G10_43`. */
  readonly test: string;
  readonly setting: Setting;
  readonly subject: Subject;
  readonly reason: string;
}

/**
 * Every disagreement that is known, in docs/warts.md too. The record may only shrink: an entry that agrees again fails the
 * tests, as does a disagreement without an entry.
 */
export const disagreements: readonly Disagreement[] = [
  {
    test: "vmsa/Sc02.litmus",
    setting: "base",
    subject: "flags",
    reason:
      "herd7 flags a pair of descriptors with no invalid one between them, although the TLBI between them has removed " +
      "the first before the second is written; walkcheck flags what a PE may use beside the one in memory",
  },
];
