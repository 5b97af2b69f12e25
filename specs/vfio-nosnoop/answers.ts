import type { Verdict } from "../../checker/result.ts";
import type { Expected } from "../spec.ts";
import type { NoSnoopSetting, parameters } from "./parameters.ts";
import type { NoSnoopProperty } from "./properties.ts";

type Cell = Expected<typeof parameters>;
/** The cells of a variant. */
export type Row = Readonly<Record<NoSnoopProperty, Cell>>;
/** The answers of some properties. */
export type Answers = Readonly<Partial<Record<NoSnoopProperty, Verdict>>>;
/** Why some properties are as they are, or make no sense. */
export type Reasons = Readonly<Partial<Record<NoSnoopProperty, string>>>;

/** A setting that changes some answers of a variant; those not named stay. */
export interface Flip {
  readonly setting: Partial<NoSnoopSetting>;
  readonly because: string;
  readonly answers: Answers;
}

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

export const enforced: Flip = {
  setting: { enforceSnoop: "yes" },
  because: "the IOMMU overrides what the device asks for",
  answers: coherent,
};

/** What a row is made of. */
export interface Given {
  /** The answers at the variant's own setting where they are not `sound`. */
  readonly answers?: Answers;
  /** Why, where it does not go without saying. */
  readonly because?: Reasons;
  readonly flips?: readonly Flip[];
  /** Properties that make no sense for the variant. */
  readonly absent: readonly Reasons[];
}

/** A row of the matrix: the answers at the variant's own setting, and what other settings change. */
export function row({ answers = {}, because = {}, flips = [], absent }: Given): Row {
  const base = { ...sound, ...answers };
  const reasons = absent.reduce<Reasons>((all, some) => ({ ...all, ...some }), {});
  const cell = (property: NoSnoopProperty): Cell => {
    const notApplicable = reasons[property];
    if (notApplicable !== undefined) return { notApplicable };
    const reason = because[property];
    const when = flips.map(({ setting, because: why, answers: changed }) => ({
      setting,
      verdict: changed[property] ?? base[property],
      because: why,
    }));
    return { verdict: base[property], when, ...(reason === undefined ? {} : { because: reason }) };
  };
  return {
    "no-stale-data-after-pin": cell("no-stale-data-after-pin"),
    "no-divergence-after-unpin": cell("no-divergence-after-unpin"),
    "no-resurrection": cell("no-resurrection"),
    "every-request-snooped": cell("every-request-snooped"),
    "pat-consistent": cell("pat-consistent"),
    "no-flush-of-mmio": cell("no-flush-of-mmio"),
    "latest-guest-data": cell("latest-guest-data"),
    "bit-obeyed": cell("bit-obeyed"),
    "flush-only-once-enabled": cell("flush-only-once-enabled"),
    "device-reads": cell("device-reads"),
    "device-writes": cell("device-writes"),
    "host-sees-dma": cell("host-sees-dma"),
    flushes: cell("flushes"),
    "works-while-clear": cell("works-while-clear"),
    "guest-shares": cell("guest-shares"),
    "buffer-read": cell("buffer-read"),
  };
}
