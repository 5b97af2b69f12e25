import { Diagnostic } from "../../checker/diagnostic.ts";
import type { NoSnoopSetting } from "./parameters.ts";

/** A combination of parameters that says nothing. */
interface Nonsense {
  readonly holds: (setting: NoSnoopSetting) => boolean;
  /** The parameters that contradict each other. */
  readonly of: readonly (keyof NoSnoopSetting)[];
  readonly why: string;
  readonly next: string;
}

const flushesNothing = ({ flushAtMap, flushAtUnpin, driver }: NoSnoopSetting): boolean =>
  flushAtMap === "no" && flushAtUnpin === "no" && driver !== "flushes";

const nonsense: readonly Nonsense[] = [
  {
    holds: (s) => s.lines === "2" && s.driver !== "none",
    of: ["lines", "driver"],
    why: "the buffer that the driver fills is one line",
    next: "leave driver or lines out",
  },
  {
    holds: (s) => s.flushKind === "clean" && flushesNothing(s),
    of: ["flushKind", "flushAtMap", "flushAtUnpin"],
    why: "nothing is flushed, so that it makes no difference how",
    next: "give flushAtMap or flushAtUnpin, or leave flushKind out",
  },
  {
    holds: (s) => s.function === "virtual" && s.noSnoopBit !== "writable",
    of: ["function", "noSnoopBit"],
    why: "a virtual function has no No Snoop Enable that could be hardwired, virtualised or trapped: the bit is reserved",
    next: "leave noSnoopBit out, or give function=physical",
  },
  {
    holds: (s) => s.function === "virtual" && s.device === "non-compliant",
    of: ["function", "device"],
    why: "a virtual function has no No Snoop Enable that it could disobey",
    next: "leave device out, or give function=physical",
  },
  {
    holds: (s) => s.bitAtOpen === "set" && (s.noSnoopBit === "hardwired-0" || s.function === "virtual"),
    of: ["bitAtOpen", "noSnoopBit", "function"],
    why: "a bit that is hardwired to 0, or that does not exist, cannot be set when the guest gets the function",
    next: "leave bitAtOpen out",
  },
  {
    holds: (s) => s.trap !== "flush-then-set" && s.noSnoopBit !== "trapped",
    of: ["trap", "noSnoopBit"],
    why: "no write is trapped",
    next: "give noSnoopBit=trapped, or leave trap out",
  },
  {
    holds: (s) => s.noSnoopBit === "trapped" && s.driver === "wbinvd",
    of: ["noSnoopBit", "driver"],
    why: "the driver that migrates sets the bit on its second CPU, where the trap is not modelled",
    next: "give another driver, or leave noSnoopBit out",
  },
  {
    holds: (s) => s.enforceSnoop === "late" && s.arch === "arm64",
    of: ["enforceSnoop", "arch"],
    why: "SMMUv3 has no bit in its descriptors that forces snooping: CANWBS is a promise of the root complex",
    next: "give enforceSnoop=yes, or arch=x86",
  },
  ...(["guestPat", "registration", "wbinvd"] as const).map((parameter): Nonsense => ({
    holds: (s) =>
      s.arch === "arm64" &&
      (parameter === "guestPat"
        ? s.guestPat !== "honoured"
        : parameter === "registration"
          ? s.registration !== "before-map"
          : s.wbinvd !== "dirty-mask"),
    of: [parameter, "arch"],
    why: "KVM on arm64 knows no PAT, no WBINVD and no registration of non-coherent DMA",
    next: `leave ${parameter} out, or give arch=x86; what arm64 has in its place is s2fwb`,
  })),
  {
    holds: (s) => s.guestPat !== "honoured" && s.guestAttr === "WB",
    of: ["guestPat", "guestAttr"],
    why: "the guest asks for WB, which is what it gets either way",
    next: "give guestAttr=WC or guestAttr=UC, or leave guestPat out",
  },
  {
    holds: (s) => s.registration !== "before-map" && (s.guestAttr === "WB" || s.guestPat !== "honoured"),
    of: ["registration", "guestAttr", "guestPat"],
    why: "it makes a difference to a guest that asks for another type than WB, and where KVM honours its PAT for it",
    next: "give guestAttr=WC, or leave registration out",
  },
  {
    holds: (s) => s.registration !== "before-map" && s.enforceSnoop === "yes",
    of: ["registration", "enforceSnoop"],
    why: "a domain that enforces coherency is not registered with KVM",
    next: "leave registration or enforceSnoop out",
  },
  {
    holds: (s) => s.arch === "arm64" && s.driver === "wbinvd",
    of: ["driver", "arch"],
    why: "arm64 has no WBINVD",
    next: "give driver=flushes, or arch=x86",
  },
  {
    holds: (s) => s.s2fwb === "yes" && s.arch === "x86",
    of: ["s2fwb", "arch"],
    why: "FEAT_S2FWB is a feature of arm64",
    next: "give arch=arm64; what x86 has in its place is guestPat",
  },
  {
    holds: (s) => s.wbinvd !== "dirty-mask" && s.driver !== "wbinvd",
    of: ["wbinvd", "driver"],
    why: "the guest executes no WBINVD",
    next: "give driver=wbinvd, or leave wbinvd out",
  },
  {
    holds: (s) => s.replay !== "unless-flushed" && s.hotplug === "none",
    of: ["replay", "hotplug"],
    why: "no group is attached later, so that nothing is replayed",
    next: "give hotplug=added or hotplug=replaced, or leave replay out",
  },
  {
    holds: (s) => s.flagRead === "outside-lock" && s.hotplug !== "added" && s.noSnoopBit !== "trapped",
    of: ["flagRead", "hotplug", "noSnoopBit"],
    why: "nobody changes the flag while a page is mapped",
    next: "give hotplug=added or noSnoopBit=trapped, or leave flagRead out",
  },
  {
    holds: (s) => s.hotplug === "replaced" && s.driver === "none",
    of: ["hotplug", "driver"],
    why: "the second group comes when the guest has filled its buffer, and no driver does",
    next: "give driver=trusts-coherency or driver=flushes",
  },
  {
    holds: (s) => s.hotplug === "replaced" && (s.driver === "wbinvd" || s.noSnoopBit === "trapped"),
    of: ["hotplug", "driver", "noSnoopBit"],
    why: "the guest sets no bit and runs no WBINVD before the second group is there",
    next: "give driver=trusts-coherency or driver=flushes, and leave noSnoopBit out",
  },
  {
    holds: (s) => s.driver !== "none" && s.hotplug !== "replaced" && s.iotlbMode !== "strict",
    of: ["iotlbMode", "driver"],
    why: "while a driver is at work its buffer stays mapped",
    next: "leave driver or iotlbMode out",
  },
  {
    holds: (s) => s.driver !== "none" && s.reader === "ksmd",
    of: ["reader", "driver"],
    why: "while a driver is at work its buffer stays pinned, and KSM leaves it alone",
    next: "leave driver or reader out",
  },
  {
    holds: (s) => s.driver === "uncached" && s.guestAttr === "WB",
    of: ["driver", "guestAttr"],
    why: "a driver that keeps its buffer uncached maps it so",
    next: "give guestAttr=WC or guestAttr=UC",
  },
  {
    holds: (s) => s.guestAttr === "UC" && s.arch === "arm64",
    of: ["guestAttr", "arch"],
    why: "arm64 has no UC; drivers there map memory Normal-NC, which is guestAttr=WC",
    next: "give guestAttr=WC, or arch=x86",
  },
  {
    holds: (s) => s.mmio === "flushed" && s.region !== "ram-and-mmio",
    of: ["mmio", "region"],
    why: "there is no BAR in the region",
    next: "give region=ram-and-mmio, or leave mmio out",
  },
  {
    holds: (s) => s.mmio === "flushed" && s.flushAtMap !== "after-pin" && s.flushAtUnpin === "no",
    of: ["mmio", "flushAtMap", "flushAtUnpin"],
    why: "what is pinned is not flushed, the BAR neither",
    next: "give flushAtMap=after-pin or flushAtUnpin=before-unpin",
  },
];

/**
 * Refuses settings whose parameters contradict each other.
 *
 * @throws Diagnostic (kind "usage") that names the parameters, why, and what to give instead
 */
export function checkCombination(setting: NoSnoopSetting): void {
  const found = nonsense.find(({ holds }) => holds(setting));
  if (found === undefined) return;
  throw new Diagnostic({
    kind: "usage",
    where: `parameters ${found.of.map((name) => `${name}=${setting[name]}`).join(", ")}`,
    what: "they make no sense together",
    why: found.why,
    next: found.next,
  });
}
