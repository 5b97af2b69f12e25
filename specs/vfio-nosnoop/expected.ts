import {
  arm64,
  coherent,
  enforced,
  incoherent,
  leaks,
  neverClear,
  noDriver,
  noFlush,
  row,
  sound,
  twoLines,
  type Row,
} from "./answers.ts";
import { withDriver } from "./expected-with-driver.ts";
import type { NoSnoopVariant } from "./variants.ts";

const zeroesInCache = "the zeroes are in the cache, the secret is in memory, where a no-snoop read finds it";
const zeroesWrittenBack = "the dirty zeroes are written back over what the device wrote";
const staleCopy =
  "a clean copy of before the DMA write answers the first read; evicted, the second comes from memory";

/** The brief's table with its corrections, every cell decided. */
export const expected: Readonly<Record<NoSnoopVariant, Row>> = {
  "upstream-no-flush": row({
    absent: [noDriver, noFlush],
    answers: leaks,
    because: {
      "no-stale-data-after-pin": zeroesInCache,
      "no-divergence-after-unpin": staleCopy,
      "no-resurrection": zeroesWrittenBack,
      "bit-obeyed": "the device is assumed to obey; the guest sets the bit",
    },
    flips: [
      arm64,
      twoLines,
      {
        setting: { bitAtOpen: "set" },
        because: "a reset leaves the bit set: the guest need not even set it",
        answers: neverClear,
      },
      { setting: { guestAttr: "WC" }, because: "the guest's loads see what the device sees", answers: {} },
      { setting: { reader: "ksmd" }, because: "it is another CPU that sees it", answers: {} },
      {
        setting: { arch: "arm64", guestAttr: "WC", s2fwb: "yes" },
        because: "S2FWB forces the types of the guest's accesses, not those of DMA",
        answers: { "pat-consistent": "REFUTED" },
      },
    ],
  }),
  "flush-at-map-and-unpin": row({
    absent: [noDriver],
    because: {
      "flush-only-once-enabled": "every page is flushed, whether or not the guest ever sets the bit",
    },
    flips: [
      arm64,
      twoLines,
      { ...twoLines, setting: { arch: "arm64", lines: "2" } },
      {
        setting: { flushKind: "clean" },
        because: "a clean copy of before the DMA write survives a flush that does not invalidate",
        answers: { "no-divergence-after-unpin": "REFUTED" },
      },
      {
        setting: { flushKind: "clean", arch: "arm64" },
        because: "DC CVAC invalidates nothing either",
        answers: { "no-divergence-after-unpin": "REFUTED" },
      },
      {
        setting: { iotlbMode: "undrained" },
        because: "a DMA write in flight lands after the flush",
        answers: { "no-divergence-after-unpin": "REFUTED" },
      },
      {
        setting: { iotlbMode: "lazy" },
        because: "the device goes on writing by the old IOTLB entry after the flush",
        answers: { "no-divergence-after-unpin": "REFUTED" },
      },
      {
        setting: { flushAtUnpin: "before-sync" },
        because: "the device can use the mapping until the sync: it writes after the flush",
        answers: { "no-divergence-after-unpin": "REFUTED" },
      },
      { setting: { reader: "ksmd" }, because: "the flush is for all CPUs", answers: {} },
      {
        setting: { device: "non-compliant" },
        because: "the flushes do not rely on what the device does with its bit",
        answers: { "bit-obeyed": "REFUTED" },
      },
      {
        setting: { bitAtOpen: "set" },
        because: "nor on who sets the bit; and as it is set from the start, no flush is too many",
        answers: { ...neverClear, "flush-only-once-enabled": "PROVED" },
      },
      { setting: { guestAttr: "WC" }, because: "memory holds the zeroes", answers: {} },
      { setting: { guestAttr: "UC" }, because: "memory holds the zeroes", answers: {} },
      { ...enforced, because: "the flushes are superfluous" },
    ],
  }),
  "flush-at-map-only": row({
    absent: [noDriver],
    answers: { "no-divergence-after-unpin": "REFUTED" },
    because: { "no-divergence-after-unpin": staleCopy },
    flips: [arm64, twoLines],
  }),
  "flush-at-unpin-only": row({
    absent: [noDriver],
    answers: { "no-stale-data-after-pin": "REFUTED", "no-resurrection": "REFUTED" },
    because: {
      "no-stale-data-after-pin": zeroesInCache,
      "no-divergence-after-unpin":
        "the flush leaves no copy behind, if it may have undone the device's write",
      "no-resurrection": zeroesWrittenBack,
    },
    flips: [arm64, twoLines],
  }),
  "flush-before-zeroing": row({
    absent: [noDriver],
    answers: { "no-stale-data-after-pin": "REFUTED", "no-resurrection": "REFUTED" },
    because: { "no-stale-data-after-pin": "the flush even puts the secret into memory" },
    flips: [arm64],
  }),
  "flush-before-pin": row({
    absent: [noDriver],
    answers: { "no-stale-data-after-pin": "REFUTED", "no-resurrection": "REFUTED" },
    because: { "no-stale-data-after-pin": "the page that is pinned is not the one that was flushed" },
    flips: [
      arm64,
      {
        setting: { migrates: "no" },
        because: "the page that was flushed is the one that is pinned",
        answers: { "no-stale-data-after-pin": "PROVED", "no-resurrection": "PROVED" },
      },
    ],
  }),
  "snoop-enforced": row({
    absent: [
      noDriver,
      noFlush,
      {
        "bit-obeyed": "the IOMMU overrides what the device does with the bit",
        "works-while-clear": "the IOMMU overrides what the device does with the bit",
      },
    ],
    answers: coherent,
    because: {
      "every-request-snooped":
        '"It is the most robust case to be sure, and then we don\'t need flushing": so it is',
      "pat-consistent": "no request goes without snooping",
    },
    flips: [
      arm64,
      {
        setting: { device: "non-compliant" },
        because: "the IOMMU overrides what the device asks for: nothing is trusted",
        answers: {},
      },
      {
        setting: { guestAttr: "WC" },
        because: "a domain that enforces coherency is not registered with KVM, which forces WB on the guest",
        answers: {},
      },
      {
        setting: { guestAttr: "WC", guestPat: "always" },
        because:
          "a guest whose PAT is honoured nevertheless reads the secret itself: hence KVM's condition that the CPU self-snoops",
        answers: { "no-stale-data-after-pin": "REFUTED" },
      },
      {
        setting: { enforceSnoop: "late" },
        because: "until the mapping is rewritten the device can read memory past the caches",
        answers: incoherent,
      },
    ],
  }),
  "bit-hardwired-to-0": row({
    absent: [noDriver, noFlush],
    answers: coherent,
    because: { "pat-consistent": "no request goes without snooping" },
    flips: [
      arm64,
      {
        setting: { device: "non-compliant" },
        because: "a device that says it never uses No Snoop, and does",
        answers: { ...incoherent, "bit-obeyed": "REFUTED" },
      },
    ],
  }),
  "bit-virtualised-to-0": row({
    absent: [noDriver, noFlush],
    answers: coherent,
    because: {
      "no-stale-data-after-pin":
        "as the entire solution it rests on the device alone, which must obey its bit",
      "pat-consistent": "no request goes without snooping",
    },
    flips: [
      arm64,
      {
        setting: { bitAtOpen: "set" },
        because: "a reset leaves the function's own bit set: vfio has to clear it, not just hide it",
        answers: { ...incoherent, ...neverClear },
      },
    ],
  }),
  "bit-not-obeyed": row({
    absent: [noDriver, noFlush],
    answers: { ...leaks, "bit-obeyed": "REFUTED" },
    because: { "bit-obeyed": "what the claim rests on; such devices would need a quirk in vfio" },
    flips: [arm64, enforced],
  }),
  "virtual-function-without-bit": row({
    absent: [
      noDriver,
      noFlush,
      {
        "bit-obeyed": "a virtual function has no such bit",
        "works-while-clear": "a virtual function has no such bit",
      },
    ],
    answers: leaks,
    flips: [arm64, enforced],
  }),
  "trap-on-enable": row({
    absent: [noDriver],
    answers: { "flush-only-once-enabled": "PROVED" },
    because: {
      "flush-only-once-enabled": "a guest that never sets the bit costs nothing",
      "no-divergence-after-unpin": "with the flush at unpin, which the brief's table leaves out",
    },
    flips: [
      arm64,
      {
        setting: { trap: "set-then-flush" },
        because: "between the two the device may read what is not flushed yet",
        answers: { "no-stale-data-after-pin": "REFUTED", "no-resurrection": "REFUTED" },
      },
      {
        setting: { device: "non-compliant" },
        because: "the device does not wait for its bit",
        answers: { ...leaks, "bit-obeyed": "REFUTED" },
      },
      {
        setting: { bitAtOpen: "set" },
        because: "a reset leaves the function's own bit set: nothing traps, vfio has to clear it first",
        answers: { ...leaks, ...neverClear },
      },
      {
        setting: { flagRead: "outside-lock" },
        because: "a mapping that looked before the trap is not flushed by either",
        answers: leaks,
      },
    ],
  }),
  "trap-without-flush-at-unpin": row({
    absent: [noDriver],
    answers: { "no-divergence-after-unpin": "REFUTED", "flush-only-once-enabled": "PROVED" },
    because: { "no-divergence-after-unpin": staleCopy },
  }),
  "hot-add-with-replay-flush": row({
    absent: [noDriver],
    flips: [
      arm64,
      { setting: { replay: "always" }, because: "what was not flushed is flushed either way", answers: {} },
    ],
  }),
  "hot-add-without-replay-flush": row({
    absent: [noDriver],
    answers: { "no-stale-data-after-pin": "REFUTED", "no-resurrection": "REFUTED" },
    because: {
      "no-stale-data-after-pin": "what was mapped for coherent devices alone was never flushed",
      "no-divergence-after-unpin": "the replay has set the flag: the unpin flushes",
    },
  }),
  "flag-read-outside-lock": row({
    absent: [noDriver],
    answers: leaks,
    because: {
      "no-stale-data-after-pin":
        "the group is attached between the look and the lock: the replay finds nothing, the map flushes nothing",
      "no-divergence-after-unpin": "dma->cache_flush_required is not set either",
    },
  }),
  ...withDriver,
  "mmio-not-flushed": row({ absent: [noDriver] }),
  "mmio-flushed": row({
    absent: [noDriver],
    answers: { "no-flush-of-mmio": "REFUTED" },
    because: { "no-flush-of-mmio": "patch 1/3 tells such pages by pat_pfn_immune_to_uc_mtrr()" },
  }),
  "no-linear-map": row({
    absent: [noDriver],
    answers: {
      ...leaks,
      "no-flush-of-mmio": "VACUOUS",
      "flush-only-once-enabled": "VACUOUS",
      flushes: "REFUTED",
    },
    because: {
      "no-stale-data-after-pin": "there is no address to flush by: the DC faults",
      flushes: "there is no address to flush by: the DC faults",
    },
    flips: [
      { setting: { region: "ram" }, because: "by the linear map it can be flushed", answers: sound },
      enforced,
    ],
  }),
};
