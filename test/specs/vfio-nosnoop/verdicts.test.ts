import { describe, expect, test } from "vitest";
import { check, type CheckOptions, type CheckResult } from "../../../checker/index.ts";
import { compile, type MachineState, type Scenario } from "../../../model/index.ts";
import type { NoSnoopSetting } from "../../../specs/vfio-nosnoop/parameters.ts";
import { vfioNoSnoop } from "../../../specs/vfio-nosnoop/index.ts";
import { noSnoopScenario } from "../../../specs/vfio-nosnoop/scenario.ts";
import { unexpectedRows } from "../unexpected-rows.ts";
import { settingOf, variantNames } from "./settings.ts";

type Result = CheckResult<MachineState>;

function checkNoSnoop(
  variant: (typeof variantNames)[number],
  changes: Partial<NoSnoopSetting> = {},
  options: CheckOptions & { readonly caches?: Scenario["features"]["caches"] } = {},
): Promise<Result> {
  const scenario = noSnoopScenario(variant, settingOf(variant, changes));
  const caches = options.caches ?? "may-hold";
  return check(compile({ ...scenario, features: { ...scenario.features, caches } }), options);
}

const verdictsOf = (result: Result) =>
  result.properties.map(({ property, verdict }) => `${property} ${verdict}`);

const traceOf = (result: Result, name: string): readonly string[] =>
  (result.properties.find((p) => p.property === name)?.trace?.steps ?? []).map(({ step, folded }) =>
    [`${step.lane}: ${step.text}`, ...folded.map(({ text }) => text)].join(" | "),
  );

describe("the matrix of the brief", () => {
  test.each(variantNames)(
    "%s gives the expected verdicts at every setting that the matrix names",
    async (variant) => {
      expect(await unexpectedRows(vfioNoSnoop, variant)).toEqual([]);
    },
  );
});

describe("traces", () => {
  test("the leak reads as the brief has it, in at most eight printed steps", async () => {
    const trace = traceOf(await checkNoSnoop("upstream-no-flush"), "no-stale-data-after-pin");
    expect(trace.length).toBeLessThanOrEqual(8);
    expect(trace).toMatchInlineSnapshot(`
      [
        "host: write SECRET to page",
        "vCPU: guest sets PCI_EXP_DEVCTL_NOSNOOP_EN: leaves for device (not posted on path config)",
        "cache: page: dirty SECRET is written back",
        "host: clear_page(page) | folio_ref_add() | pin_user_pages_remote()",
        "host: iommu_map(A)",
        "device: DEVCTL.NoSnoopEn := 1 arrives (from vCPU)",
        "device: DMA read of IOVA A, no snoop is sent",
        "device: DMA read of page, no snoop = SECRET (memory; the cache holds dirty 0)",
      ]
    `);
  });

  test("the divergence reads as the brief has it", async () => {
    const trace = traceOf(await checkNoSnoop("upstream-no-flush"), "no-divergence-after-unpin");
    expect(trace).toMatchInlineSnapshot(`
      [
        "host: write SECRET to page",
        "host: clear_page(page) | folio_ref_add() | pin_user_pages_remote()",
        "host: iommu_map(A)",
        "host: memslot = 1",
        "host: iommu_unmap_fast(A)",
        "vCPU: guest sets PCI_EXP_DEVCTL_NOSNOOP_EN: leaves for device (not posted on path config)",
        "cache: page: dirty 0 is written back",
        "device: DEVCTL.NoSnoopEn := 1 arrives (from vCPU)",
        "device: DMA write of IOVA A, no snoop := DMA-DATA is sent",
        "host: iommu_iotlb_sync()",
        "device: DMA write of page, no snoop := DMA-DATA | unpin_user_pages_dirty_lock()",
        "host: read page = DMA-DATA",
        "host: read page again = 0, a stale copy in the cache",
      ]
    `);
  });
});

describe("witnesses", () => {
  const witnessOf = async (variant: (typeof variantNames)[number], name: string) =>
    (await checkNoSnoop(variant)).properties.find((p) => p.property === name)?.witness?.facts;

  test("say who, what and where", async () => {
    expect(await witnessOf("upstream-no-flush", "no-stale-data-after-pin")).toEqual({
      reader: "device",
      value: "SECRET",
      after: "pinned",
    });
    const { first, second, pe } = (await witnessOf("upstream-no-flush", "no-divergence-after-unpin")) ?? {};
    expect(pe).toBe("host");
    expect(new Set([first, second])).toEqual(new Set(["0", "DMA-DATA"]));
    expect(await witnessOf("upstream-no-flush", "no-resurrection")).toEqual({ page: "page", memory: "0" });
    expect(await witnessOf("upstream-no-flush", "every-request-snooped")).toEqual({
      device: "device",
      request: "IOVA A",
    });
    expect(await witnessOf("bit-not-obeyed", "bit-obeyed")).toEqual({
      device: "device",
      request: "IOVA A",
      "DEVCTL.NoSnoopEn": 0,
    });
    expect(await witnessOf("pat-ignored", "pat-consistent")).toEqual({
      pe: "vCPU",
      page: "guest page",
      entry: "V(page) WB",
      asked: "V(page) WC",
    });
    expect(await witnessOf("mmio-flushed", "no-flush-of-mmio")).toEqual({
      pe: "host",
      flush: "clflushopt(BAR)",
      device: "peer",
      register: "BAR0",
    });
    expect(await witnessOf("flush-at-map-and-unpin", "flush-only-once-enabled")).toEqual({
      pe: "host",
      flush: "clflushopt(page)",
      "still 0": "config space",
    });
  });
});

describe("reductions and engines change no verdict", () => {
  // The unreduced spaces of the variants with locks are large, and have the same lines.
  const small = variantNames.filter((name) => !/^(?:hot-add|flag-read|trap|no-linear)/.test(name));

  test.each(small)("%s with caches that fetch and evict step by step", async (variant) => {
    const reduced = await checkNoSnoop(variant);
    const unreduced = await checkNoSnoop(variant, {}, { caches: "explicit" });
    expect(verdictsOf(unreduced)).toEqual(verdictsOf(reduced));
    expect(unreduced.statistics.states).toBeGreaterThan(reduced.statistics.states);
  });

  test.each(["flush-at-map-and-unpin", "group-replaced", "s2fwb", "wbinvd-emulated"] as const)(
    "%s on the reference engine",
    async (variant) => {
      const observed = await checkNoSnoop(variant);
      const reference = await checkNoSnoop(variant, {}, { engine: "reference" });
      expect(verdictsOf(reference)).toEqual(verdictsOf(observed));
      expect(reference.statistics.levels).toEqual(observed.statistics.levels);
    },
  );
});
