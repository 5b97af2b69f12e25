import type { Variant } from "../spec.ts";
import type { NoSnoopSetting, parameters } from "./parameters.ts";

type Part = Partial<NoSnoopSetting>;

/** Patch 4/5: `arch_clean_nonsnoop_dma()` after the pin and before the map, and again before the unpin. */
const patch = { flushAtMap: "after-pin", flushAtUnpin: "before-unpin" } as const satisfies Part;

/** The variants of the brief by letter, and the twins that it leaves unnamed. */
export const variants = {
  "upstream-no-flush": { about: "A: Linux 7.1: nothing is flushed, and the guest may set No Snoop Enable" },
  "flush-at-map-and-unpin": {
    about: "B: patch 4/5: flushed after the pin before the map, and before the unpin",
    setting: patch,
  },
  "flush-at-map-only": {
    about: "C: the patch without the flush at unpin",
    setting: { flushAtMap: "after-pin" },
  },
  "flush-at-unpin-only": {
    about: "D: the patch without the flush at map",
    setting: { flushAtUnpin: "before-unpin" },
  },
  "flush-before-zeroing": {
    about: "E: flushed at map and unpin, but the page is zeroed after the first flush",
    setting: { ...patch, flushAtMap: "before-zeroing" },
  },
  "flush-before-pin": {
    about: "E: flushed at map and unpin, but before it is pinned: the page migrates in between",
    setting: { ...patch, flushAtMap: "before-pin", migrates: "yes" },
  },
  "snoop-enforced": {
    about: "G: the IOMMU enforces coherency, nothing is flushed",
    setting: { enforceSnoop: "yes" },
  },
  "bit-hardwired-to-0": {
    about: "the function's bit is hardwired to 0, nothing is flushed",
    setting: { noSnoopBit: "hardwired-0" },
  },
  "bit-virtualised-to-0": {
    about:
      'I: "virtualize it to be hardwired to zero": the guest writes a virtual bit only, nothing is flushed',
    setting: { noSnoopBit: "virtualised-0" },
  },
  "bit-not-obeyed": {
    about: "J: the same, and the device sends no-snoop requests whatever its bit says",
    setting: { noSnoopBit: "virtualised-0", device: "non-compliant" },
  },
  "virtual-function-without-bit": {
    about: "J: a virtual function that has no such bit, nothing is flushed",
    setting: { function: "virtual" },
  },
  "trap-on-enable": {
    about:
      'K: "trap on setting the bit": all pinned pages are flushed, then the bit is set, then maps and unmaps flush',
    setting: { ...patch, noSnoopBit: "trapped" },
  },
  "trap-without-flush-at-unpin": {
    about: "K as the brief's table has it: without the flush at unpin",
    setting: { flushAtMap: "after-pin", noSnoopBit: "trapped" },
  },
  "hot-add-with-replay-flush": {
    about: "M: a non-coherent group is added to a container; the replay flushes what is pinned",
    setting: { ...patch, hotplug: "added" },
  },
  "hot-add-without-replay-flush": {
    about: "M: the same, and the replay flushes nothing",
    setting: { ...patch, hotplug: "added", replay: "never" },
  },
  "flag-read-outside-lock": {
    about: "P: has_noncoherent_domain is read before iommu->lock is taken",
    setting: { ...patch, hotplug: "added", flagRead: "outside-lock" },
  },
  "group-replaced": {
    about: "N: the non-coherent group goes, another comes: the patch's replay flushes nothing again",
    setting: { ...patch, hotplug: "replaced", driver: "trusts-coherency" },
  },
  "flushed-buffer": {
    about: "the patch, and a driver that flushes its buffer before it starts the device",
    setting: { ...patch, driver: "flushes" },
  },
  "uncached-buffer": {
    about: "the patch, and a driver that keeps its buffer write-combining, as GPU drivers do",
    setting: { ...patch, driver: "uncached", guestAttr: "WC" },
  },
  "pat-ignored": {
    about: "Q: the same driver, and KVM goes on forcing WB on the guest",
    setting: { ...patch, driver: "uncached", guestAttr: "WC", guestPat: "ignored" },
  },
  s2fwb: {
    about: "Q on arm64: the same driver, and FEAT_S2FWB forces write-back on the guest",
    setting: { ...patch, arch: "arm64", driver: "uncached", guestAttr: "WC", s2fwb: "yes" },
  },
  "wbinvd-emulated": {
    about: "the patch, and a driver that flushes by WBINVD after its vCPU has migrated",
    setting: { ...patch, driver: "wbinvd" },
  },
  "wbinvd-not-emulated": {
    about: "R: the guest's WBINVD does nothing",
    setting: { ...patch, driver: "wbinvd", wbinvd: "ignored" },
  },
  "wbinvd-on-this-cpu-alone": {
    about: "R: the vCPU migrates without wbinvd_on_cpu()",
    setting: { ...patch, driver: "wbinvd", wbinvd: "this-cpu" },
  },
  "mmio-not-flushed": {
    about: "the patch on a region with a BAR of another device, whose pages the flush leaves out",
    setting: { ...patch, region: "ram-and-mmio" },
  },
  "mmio-flushed": {
    about: "T: the same, and the flush leaves nothing out",
    setting: { ...patch, region: "ram-and-mmio", mmio: "flushed" },
  },
  "no-linear-map": {
    about: "U: the patch on arm64 pages without a linear mapping: DC CIVAC by its address faults",
    setting: { ...patch, arch: "arm64", region: "no-linear-map" },
  },
} as const satisfies Readonly<Record<string, Variant<typeof parameters>>>;

export type NoSnoopVariant = keyof typeof variants;
