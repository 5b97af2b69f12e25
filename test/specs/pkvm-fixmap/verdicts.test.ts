import { describe, expect, test } from "vitest";
import { check, type CheckResult, type CheckOptions } from "../../../checker/index.ts";
import { compile, type MachineState, type Scenario } from "../../../model/index.ts";
import { expectedVerdict } from "../../../specs/expected.ts";
import { pkvmFixmap } from "../../../specs/pkvm-fixmap/index.ts";
import type { FixmapSetting } from "../../../specs/pkvm-fixmap/parameters.ts";
import { fixmapScenario } from "../../../specs/pkvm-fixmap/scenario.ts";
import { planVariant } from "../../../specs/plan.ts";
import { isUnexpected, rowsOf } from "../../../specs/row.ts";
import { execute } from "../../../specs/run.ts";
import { unexpectedRows } from "../unexpected-rows.ts";
import { settingOf, variantNames } from "./settings.ts";

type Result = CheckResult<MachineState>;

function checkFixmap(
  variant: (typeof variantNames)[number],
  changes: Partial<FixmapSetting> = {},
  options: CheckOptions & { readonly walks?: Scenario["features"]["walks"] } = {},
): Promise<Result> {
  const scenario = fixmapScenario(variant, settingOf(variant, changes));
  const walks = options.walks ?? "may-be-cached";
  return check(compile({ ...scenario, features: { ...scenario.features, walks } }), options);
}

const verdictOf = (result: Result, name: string) =>
  result.properties.find((p) => p.property === name)?.verdict;

const verdictsOf = (result: Result) =>
  result.properties.map(({ property, verdict }) => `${property} ${verdict}`);

describe("the matrix of the brief", () => {
  test.each(variantNames)(
    "%s gives the expected verdicts at every setting that the matrix names",
    async (variant) => {
      expect(await unexpectedRows(pkvmFixmap, variant)).toEqual([]);
    },
  );

  test("an unexpected verdict is noticed", async () => {
    const [run] = planVariant(pkvmFixmap, "merged");
    if (run === undefined) throw new Error("no run");
    const wrong = { ...run, variant: "v4-as-posted" };
    expect(
      rowsOf({ ...(await execute(run)), run: wrong })
        .filter(isUnexpected)
        .map((row) => row.property),
    ).toEqual(["break-before-make", "no-wrong-address", "no-stale-after-unmap", "no-access-in-flight"]);
  });

  test("what FEAT_BBM level 2 would relax of v4 is answered: at best the bogus address goes, the stale access stays", () => {
    const at = (property: string, changes: Partial<FixmapSetting>) =>
      expectedVerdict(pkvmFixmap, "v4-as-posted", property, settingOf("v4-as-posted", changes))?.verdict;
    expect(at("no-wrong-address", { bbmLevel: "2" })).toBe("REFUTED");
    expect(at("no-wrong-address", { bbmLevel: "noabort", bbmCoversOA: "yes" })).toBe("PROVED");
    expect(at("break-before-make", { bbmLevel: "noabort", bbmCoversOA: "yes" })).toBe("REFUTED");
    expect(at("no-stale-after-unmap", { bbmLevel: "noabort", bbmCoversOA: "yes" })).toBe("REFUTED");
  });
});

describe("traces", () => {
  test("v4 as posted is refuted within twelve printed steps that show the stale access", async () => {
    const result = await checkFixmap("v4-as-posted");
    for (const name of ["break-before-make", "no-wrong-address", "no-stale-after-unmap"]) {
      const trace = result.properties.find((p) => p.property === name)?.trace;
      const steps = trace?.steps ?? [];
      expect(steps.length).toBeLessThanOrEqual(12);
      const peer = steps.filter(({ step }) => step.lane === "PE1").map(({ step }) => step.text);
      expect(peer[0]).toBe("speculative walk of slot0: caches V(A)");
      expect(peer.at(-1)).toBe("a speculative access of slot0 may still use V(A)");
    }
  });

  test("the missing isb() after map is a fault latched before the store and taken after it, unless FEAT_ETS2", async () => {
    const result = await checkFixmap("merged");
    const trace = result.properties.find((p) => p.property === "no-spurious-fault")?.trace;
    expect(trace?.steps.map(({ step, folded }) => [step.text, ...folded.map(({ text }) => text)])).toEqual([
      ["ldr [slot0]: walks slot0: Inv, translation fault latched"],
      [
        "WRITE_ONCE(*ptep, pte)",
        "dsb(ishst)",
        "map A has returned",
        "ldr [slot0]: takes the translation fault",
        "ldr [slot0]: the fault is complete",
      ],
    ]);
    expect(verdictOf(await checkFixmap("merged", { ets2: "yes" }), "no-spurious-fault")).toBe("PROVED");
    expect(verdictOf(await checkFixmap("merged-with-isb-in-map"), "no-spurious-fault")).toBe("PROVED");
  });
});

describe("reductions and engines change no verdict", () => {
  test.each(variantNames)("%s", async (variant) => {
    const erratum = { tlbiDrainsOldAccesses: "no" } as const;
    const reduced = await checkFixmap(variant, erratum);
    const unreduced = await checkFixmap(variant, erratum, { walks: "explicit" });
    expect(verdictsOf(unreduced)).toEqual(verdictsOf(reduced));
    expect(unreduced.statistics.states).toBeGreaterThan(reduced.statistics.states);
    const reference = await checkFixmap(variant, {}, { engine: "reference" });
    const flyweight = await checkFixmap(variant);
    expect(verdictsOf(reference)).toEqual(verdictsOf(flyweight));
    expect(reference.statistics.rules).toEqual(flyweight.statistics.rules);
    expect(reference.statistics.levels).toEqual(flyweight.statistics.levels);
  });
});
