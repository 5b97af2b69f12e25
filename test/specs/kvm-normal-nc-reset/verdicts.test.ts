import { describe, expect, test } from "vitest";
import { check, type CheckOptions, type CheckResult } from "../../../checker/index.ts";
import { compile, type Features, type MachineState } from "../../../model/index.ts";
import { kvmNormalNcReset } from "../../../specs/kvm-normal-nc-reset/index.ts";
import { resetScenario } from "../../../specs/kvm-normal-nc-reset/scenario.ts";
import type { ResetVariant } from "../../../specs/kvm-normal-nc-reset/variants.ts";
import { unexpectedRows } from "../unexpected-rows.ts";
import { settingOf, variantNames } from "./settings.ts";

type Result = CheckResult<MachineState>;

function checkReset(
  variant: ResetVariant,
  changes: Readonly<Record<string, string>> = {},
  options: CheckOptions & { readonly walks?: Features["walks"] } = {},
): Promise<Result> {
  const { walks = "may-be-cached", ...others } = options;
  const scenario = resetScenario(variant, settingOf(variant, changes));
  return check(compile({ ...scenario, features: { ...scenario.features, walks } }), others);
}

const verdictOf = (result: Result, name: string) =>
  result.properties.find((p) => p.property === name)?.verdict;

const verdictsOf = (result: Result) =>
  result.properties.map(({ property, verdict }) => `${property} ${verdict}`);

describe("the matrix of the brief", () => {
  test.each(variantNames)(
    "%s gives the expected verdicts at every setting that the matrix names",
    async (variant) => {
      expect(await unexpectedRows(kvmNormalNcReset, variant)).toEqual([]);
    },
  );

  test("of what a setting does not have nothing is proved", async () => {
    const absent = [
      [{ vmm: "emulates" }, "no-write-in-reset"],
      [{ vmm: "emulates" }, "revoked-before-reset"],
      [{ memoryLock: "no" }, "no-write-under-way-after-dsb"],
      [{ vmaType: "cacheable", fwb: "yes", cacheDic: "yes" }, "no-write-in-reset"],
      [{ resetPath: "command" }, "no-write-in-reset"],
      [{ ats: "no" }, "no-translation-in-reset"],
      [{ vcpus: "1" }, "no-fault-maps-in-reset"],
      [{ vmm: "idle" }, "aliases-in-order"],
    ] as const;
    for (const [changes, property] of absent) {
      expect(verdictOf(await checkReset("merged-flr", changes), property), property).toBe("VACUOUS");
    }
  });
});

describe("traces", () => {
  /** The steps of a counterexample in order, "lane: text". */
  async function trace(variant: ResetVariant, property: string): Promise<readonly string[]> {
    const result = await checkReset(variant, {}, { properties: [property] });
    const { trace: found } = result.properties.find((p) => p.property === property) ?? {};
    return (found?.steps ?? []).map(({ step }) => `${step.lane}: ${step.text}`);
  }

  test("B: the write leaves, the mappings go with their DSBs, the config write overtakes it, and it arrives in reset", async () => {
    const steps = await trace("separate-ecam", "no-write-in-reset");
    const story = [
      /^vCPU0: str \[BAR\.descriptor\]: leaves for device/,
      /^host: kvm_clear_pte/,
      /^host: __tlbi\(vmalle1is\)/,
      /^host: ptep_get_and_clear/,
      /^host: pci_write_config_word\(DEVCTL, BCR_FLR\): leaves for device/,
      /^device: DEVCTL\.BCR_FLR := 1 arrives/,
      /^device: descriptor := 1 arrives \(from vCPU0\)/,
    ];
    const places = story.map((line) => steps.findIndex((step) => line.test(step)));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(steps.length).toBe(13);
  });

  test("G: a write of the guest and the reset, each leaving and arriving", async () => {
    expect(await trace("platform-reset-ioctl", "no-write-in-reset")).toEqual([
      "vCPU0: str [BAR.descriptor]: leaves for device (posted on path to the BAR)",
      "host: AML of _RST: RSET = 1: leaves for reset block (posted on path to the reset)",
      "reset block: RESET := 1 arrives (from host)",
      "device: descriptor := 1 arrives (from vCPU0)",
    ]);
  });

  test("the control of P6: the device sees a read that no program has", async () => {
    expect(await trace("guest-maps-nc", "no-unissued-read")).toEqual([
      "device: speculative read of doorbell arrives (from vCPU0)",
    ]);
  });
});

describe("reductions and engines change no verdict", () => {
  // With a second vCPU the unreduced spaces are large; and evictions, which are not fair, starve a walk for ever.
  const small = variantNames.filter(
    (variant) => variant !== "iomem-probing" && settingOf(variant).vcpus === "1",
  );

  test.each(small)("%s", async (variant) => {
    const reduced = await checkReset(variant);
    const unreduced = await checkReset(variant, {}, { walks: "explicit" });
    expect(verdictsOf(unreduced)).toEqual(verdictsOf(reduced));
  });

  test.each(small)("%s, by the reference engine", async (variant) => {
    const observed = await checkReset(variant);
    const reference = await checkReset(variant, {}, { engine: "reference" });
    expect(verdictsOf(reference)).toEqual(verdictsOf(observed));
    expect(reference.statistics.levels).toEqual(observed.statistics.levels);
  });

  test.each(variantNames.filter((variant) => settingOf(variant).vcpus === "2"))(
    "%s, by the reference engine in one of 64 states",
    async (variant) => {
      const sampled = await checkReset(variant, {}, { sample: 64 });
      expect(verdictsOf(sampled)).toEqual(verdictsOf(await checkReset(variant)));
    },
  );
});
