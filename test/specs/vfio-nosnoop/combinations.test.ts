import { describe, expect, test } from "vitest";
import { Diagnostic } from "../../../checker/index.ts";
import type { NoSnoopSetting } from "../../../specs/vfio-nosnoop/parameters.ts";
import { noSnoopScenario } from "../../../specs/vfio-nosnoop/scenario.ts";
import type { NoSnoopVariant } from "../../../specs/vfio-nosnoop/variants.ts";
import { settingOf } from "./settings.ts";

const A = "upstream-no-flush";
const B = "flush-at-map-and-unpin";

const nonsense: readonly (readonly [NoSnoopVariant, Partial<NoSnoopSetting>, RegExp])[] = [
  [A, { flushKind: "clean" }, /flushKind=clean, flushAtMap=no, flushAtUnpin=no: .*\n.*nothing is flushed/],
  [A, { function: "virtual", noSnoopBit: "trapped" }, /no No Snoop Enable that could be .* trapped/],
  [A, { function: "virtual", device: "non-compliant" }, /no No Snoop Enable that it could disobey/],
  [A, { function: "virtual", bitAtOpen: "set" }, /cannot be set/],
  [A, { noSnoopBit: "hardwired-0", bitAtOpen: "set" }, /hardwired to 0.* cannot be set/],
  [A, { trap: "set-then-flush" }, /no write is trapped/],
  ["wbinvd-emulated", { noSnoopBit: "trapped" }, /driver that migrates/],
  [A, { arch: "arm64", enforceSnoop: "late" }, /SMMUv3 has no bit/],
  [A, { arch: "arm64", guestPat: "ignored" }, /arm64 knows no PAT[^]*s2fwb/],
  [A, { arch: "arm64", registration: "after-map" }, /no registration/],
  [A, { arch: "arm64", wbinvd: "ignored" }, /no WBINVD/],
  [A, { guestPat: "ignored" }, /asks for WB/],
  [A, { registration: "after-map" }, /give guestAttr=WC/],
  ["snoop-enforced", { guestAttr: "WC", registration: "dropped-early" }, /not registered with KVM/],
  ["wbinvd-emulated", { arch: "arm64" }, /arm64 has no WBINVD/],
  [A, { s2fwb: "yes" }, /feature of arm64[^]*guestPat/],
  [A, { wbinvd: "ignored" }, /executes no WBINVD/],
  [A, { replay: "never" }, /nothing is replayed/],
  [B, { flagRead: "outside-lock" }, /nobody changes the flag/],
  [B, { hotplug: "replaced" }, /no driver does/],
  ["group-replaced", { noSnoopBit: "trapped" }, /before the second group is there/],
  ["flushed-buffer", { iotlbMode: "lazy" }, /stays mapped/],
  ["flushed-buffer", { reader: "ksmd" }, /KSM leaves it alone/],
  [B, { driver: "uncached" }, /guestAttr=WC or guestAttr=UC/],
  [B, { arch: "arm64", guestAttr: "UC" }, /arm64 has no UC/],
  [B, { mmio: "flushed" }, /no BAR in the region/],
  [A, { region: "ram-and-mmio", mmio: "flushed" }, /the BAR neither/],
  ["flushed-buffer", { lines: "2" }, /buffer that the driver fills is one line/],
];

describe("parameters that make no sense together", () => {
  test.each(nonsense)(
    "%s with %o is refused, with the reason and what to give instead",
    (variant, changes, message) => {
      const build = (): unknown => noSnoopScenario(variant, settingOf(variant, changes));
      expect(build).toThrow(Diagnostic);
      expect(build).toThrow(message);
      expect(build).toThrow(/parameters .*=.*: they make no sense together\n {2}.+\n {2}(?:give|leave) /);
    },
  );
});
