import { describe, expect, it } from "vitest";
import { nearest } from "../../checker/nearest.ts";
import { expectedVerdict, settingsOf } from "../../specs/expected.ts";
import { planRun, planVariant } from "../../specs/plan.ts";
import { isUnexpected, type Row } from "../../specs/row.ts";
import { settingFrom, variantSetting } from "../../specs/setting.ts";
import { runSuite } from "../../specs/suite.ts";
import { counterSpec as spec } from "./catalogue-fixture.ts";

async function rowsOfVariant(variant: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const run of runSuite(planVariant(spec, variant))) rows.push(...run.rows);
  return rows;
}

describe("a setting", () => {
  it("is the defaults, then what the variant sets, then what is asked for", () => {
    expect(variantSetting(spec, "free")).toEqual({ step: "1", goal: "4" });
    expect(variantSetting(spec, "short")).toEqual({ step: "2", goal: "4" });
    expect(settingFrom(spec, "short", { step: "1" })).toEqual({ step: "1", goal: "4" });
  });

  it("with a name or value that does not exist is refused", () => {
    expect(() => settingFrom(spec, "free", { stap: "1" })).toThrow(
      /unknown parameter "stap".*did you mean "step"/s,
    );
    expect(() => settingFrom(spec, "free", { step: "3" })).toThrow(/unknown value "3".*1, 2/s);
    expect(() => variantSetting(spec, "freee")).toThrow(/did you mean "free"/);
    expect(() => variantSetting(spec, "toString")).toThrow(/unknown variant/);
  });
});

describe("the expected matrix", () => {
  it("says where the suite runs a variant", () => {
    expect(settingsOf(spec, "free")).toEqual([
      { step: "1", goal: "4" },
      { step: "2", goal: "5" },
      { step: "2", goal: "4" },
    ]);
  });

  it("is read at the most specific setting", () => {
    const at = (step: string, goal: string) =>
      expectedVerdict(spec, "free", "reached", { step, goal })?.verdict;
    expect([at("1", "4"), at("2", "4"), at("2", "5")]).toEqual(["PROVED", "PROVED", "REFUTED"]);
    expect(expectedVerdict(spec, "free", "reached", { step: "2", goal: "5" })?.because).toBe("5 is odd");
  });

  it("keeps the verdict of a cell that does not mention the setting", () => {
    expect(expectedVerdict(spec, "free", "small", { step: "2", goal: "5" })?.verdict).toBe("PROVED");
  });

  it("says nothing about settings that the suite does not run", () => {
    expect(expectedVerdict(spec, "free", "reached", { step: "1", goal: "5" })).toBeNull();
  });
});

describe("the suite", () => {
  it("runs a variant once per setting, all properties in one search", async () => {
    const rows = await rowsOfVariant("free");
    expect(rows.map(({ parameters, property }) => [parameters, property])).toEqual([
      [{}, "reached"],
      [{}, "small"],
      [{ step: "2", goal: "5" }, "reached"],
      [{ step: "2", goal: "5" }, "small"],
      [{ step: "2" }, "reached"],
      [{ step: "2" }, "small"],
    ]);
    expect(rows.filter(isUnexpected)).toEqual([]);
  });

  it("gives the depth of the trace where there is one, else of the search", async () => {
    expect(await rowsOfVariant("free")).toMatchObject([{ depth: 4 }, { depth: 6 }, {}, {}, {}, {}]);
  });

  it("does not run what is not applicable, and expects no dead ends where the model looks for them", async () => {
    const rows = await rowsOfVariant("short");
    expect(rows).toMatchObject([
      { kind: "judged", property: "reached", verdict: "REFUTED", expected: "REFUTED" },
      { kind: "not-applicable", property: "small", reason: "it is always small" },
      { kind: "judged", property: "no-deadlock", verdict: "REFUTED", expected: "PROVED" },
    ]);
    expect(rows.map(isUnexpected)).toEqual([false, false, true]);
  });

  it("does not build what is pending", async () => {
    expect(await rowsOfVariant("later")).toMatchObject([
      { kind: "pending", property: "reached", until: "there are clocks" },
      { kind: "pending", property: "small" },
    ]);
  });

  it("stops when it is asked to, between runs", async () => {
    const signal = AbortSignal.abort();
    for await (const run of runSuite(planVariant(spec, "free"), { signal })) expect(run).toBeNull();
  });
});

describe("a run of some properties", () => {
  it("leaves the others out and refuses unknown ones", () => {
    const own = variantSetting(spec, "free");
    expect(planRun(spec, "free", own, ["small", "small"]).properties).toEqual(["small"]);
    expect(() => planRun(spec, "free", own, ["smal"])).toThrow(
      /unknown property "smal".*did you mean "small"/s,
    );
  });
});

describe("a property that is not applicable to a variant as it is", () => {
  const run = (step: string, asked: readonly string[]) =>
    planRun(spec, "short", settingFrom(spec, "short", { step }), asked);

  it("is judged under another setting, if asked for by name", () => {
    expect(run("1", ["small"]).properties).toEqual(["small"]);
    expect(run("1", []).properties).toEqual(["reached"]);
    expect(run("2", ["small"]).properties).toEqual([]);
  });
});

describe("the nearest name", () => {
  it("allows for a typo, a swap, another case", () => {
    const names = ["pkvm-fixmap", "calibration"];
    expect(nearest("pkvm-fixmpa", names)).toBe("pkvm-fixmap");
    expect(nearest("Calibration", names)).toBe("calibration");
    expect(nearest("calibratoin", names)).toBe("calibration");
  });

  it("is no wild guess", () => {
    expect(nearest("smmu", ["pkvm-fixmap", "calibration"])).toBeNull();
    expect(nearest("c", ["pkvm-fixmap", "calibration"])).toBeNull();
    expect(nearest("x", [])).toBeNull();
  });
});
