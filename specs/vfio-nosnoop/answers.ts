import type { Verdict } from "../../checker/result.ts";
import {
  matrixRow,
  type Answers as AnyAnswers,
  type Flip as AnyFlip,
  type Reasons as AnyReasons,
  type Row as AnyRow,
  type RowParts,
} from "../matrix-row.ts";
import type { parameters } from "./parameters.ts";
import type { NoSnoopProperty } from "./properties.ts";

export type Row = AnyRow<typeof parameters, NoSnoopProperty>;
export type Answers = AnyAnswers<NoSnoopProperty>;
export type Reasons = AnyReasons<NoSnoopProperty>;
export type Flip = AnyFlip<typeof parameters, NoSnoopProperty>;

/** With the patch, where the device may make no-snoop requests. */
export const sound: Readonly<Record<NoSnoopProperty, Verdict>> = {
  "no-stale-data-after-pin": "PROVED",
  "no-divergence-after-unpin": "PROVED",
  "no-resurrection": "PROVED",
  "every-request-snooped": "REFUTED",
  "pat-consistent": "PROVED",
  "no-flush-of-mmio": "PROVED",
  "latest-guest-data": "PROVED",
  "bit-obeyed": "PROVED",
  "flush-only-once-enabled": "REFUTED",
  "device-reads": "PROVED",
  "device-writes": "PROVED",
  "host-sees-dma": "PROVED",
  flushes: "PROVED",
  "works-while-clear": "PROVED",
  "guest-shares": "PROVED",
  "buffer-read": "PROVED",
};

export const noDriver: Reasons = {
  "latest-guest-data": "the guest hands no buffer to the device",
  "buffer-read": "the guest hands no buffer to the device",
};

export const atWork: Reasons = {
  "no-divergence-after-unpin": "while its driver is at work the buffer stays pinned",
  "host-sees-dma": "while its driver is at work the buffer stays pinned",
};

export const bitSetFirst: Reasons = {
  "bit-obeyed": "the device starts when the bit is set",
  "works-while-clear": "the device starts when the bit is set",
};

export const overwritten: Reasons = {
  "no-stale-data-after-pin": "the guest has overwritten it, cache and memory, before the device starts",
};

export const noFlush: Reasons = {
  "no-flush-of-mmio": "VFIO flushes nothing",
  "flush-only-once-enabled": "VFIO flushes nothing",
  flushes: "VFIO flushes nothing",
};

/** Without any coherency: whatever is not flushed shows. */
export const leaks: Answers = {
  "no-stale-data-after-pin": "REFUTED",
  "no-divergence-after-unpin": "REFUTED",
  "no-resurrection": "REFUTED",
};

/** Where no request goes without snooping: nothing is lost, and the guest's memory types do not matter. */
export const coherent: Answers = {
  "no-stale-data-after-pin": "PROVED",
  "no-divergence-after-unpin": "PROVED",
  "no-resurrection": "PROVED",
  "every-request-snooped": "PROVED",
  "pat-consistent": "VACUOUS",
  "latest-guest-data": "PROVED",
  "bit-obeyed": "PROVED",
  "guest-shares": "REFUTED",
};

/** The reverse of `coherent`, where nothing is flushed. */
export const incoherent: Answers = {
  ...leaks,
  "every-request-snooped": "REFUTED",
  "pat-consistent": "PROVED",
  "guest-shares": "PROVED",
};

/** Where the function's bit is set from the start. */
export const neverClear: Answers = { "bit-obeyed": "VACUOUS", "works-while-clear": "REFUTED" };

export const arm64: Flip = { setting: { arch: "arm64" }, because: "as on x86", answers: {} };

/** The assumption that one line stands for all, tried. */
export const twoLines: Flip = {
  setting: { lines: "2" },
  because: "a second line changes nothing: each is flushed, or not",
  answers: {},
};

export const enforced: Flip = {
  setting: { enforceSnoop: "yes" },
  because: "the IOMMU overrides what the device asks for",
  answers: coherent,
};

/** What a row is made of: its differences from `sound`, and what makes no sense for the variant. */
export interface Given extends Omit<RowParts<typeof parameters, NoSnoopProperty>, "notApplicable"> {
  readonly absent: readonly Reasons[];
}

/** A row of the matrix: the answers at the variant's own setting, and what other settings change. */
export const row = ({ absent, ...parts }: Given): Row =>
  matrixRow(sound, {
    ...parts,
    notApplicable: absent.reduce<Reasons>((all, some) => ({ ...all, ...some }), {}),
  });
