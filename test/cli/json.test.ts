import { describe, expect, it } from "vitest";
import { fixture, walkcheckJson } from "./walkcheck.ts";

const rowKeys = ["depth", "expected", "parameters", "property", "rulesFired", "seconds", "spec", "states"];

describe("--json", () => {
  it("of a variant is one object that speaks of the worst property", async () => {
    const result = await walkcheckJson(["check", fixture("fixmap"), "--variant", "v4"]);
    expect(result).toMatchObject({
      spec: "toy-fixmap",
      variant: "v4",
      parameters: {},
      property: "break-before-make",
      verdict: "REFUTED",
      expected: "REFUTED",
      states: 15,
      rulesFired: 15,
      depth: 7,
      exitCode: 1,
      exhausted: true,
      hit: null,
      bounds: { depth: null, states: null, memory: null, time: null },
      assumptions: ["PE1 never touches the slot architecturally"],
      properties: [
        { property: "break-before-make", reason: { kind: "counterexample" } },
        { property: "peer-can-hold", verdict: "PROVED", depth: 2 },
        { property: "remapped", verdict: "PROVED", trace: null },
      ],
    });
    expect(result).toHaveProperty("trace.steps.2.lane", "PE1");
    expect(result).toHaveProperty("trace.steps.2.actor", "hardware");
    expect(result).toHaveProperty("trace.steps.6.state.cached.1", ["V(A)"]);
  });

  it("of one property has that property at the top", async () => {
    const words = ["check", fixture("fixmap"), "--variant", "v4", "--property", "peer-can-hold"];
    expect(await walkcheckJson(words)).toMatchObject({
      property: "peer-can-hold",
      verdict: "PROVED",
      depth: 2,
    });
  });

  it("of several variants is an array of such objects", async () => {
    expect(await walkcheckJson(["check", fixture("fixmap")])).toMatchObject([
      { variant: "v4", verdict: "REFUTED" },
      { variant: "merged", verdict: "PROVED" },
    ]);
  });

  it("of a spec with one variant is an object", async () => {
    const result = await walkcheckJson(["check", fixture("big"), "--states", "100"]);
    expect(result).toMatchObject({
      variant: "only",
      verdict: "UNDECIDED",
      hit: { kind: "states", limit: 100 },
    });
  });

  it("of a run with parameters names those that differ", async () => {
    const words = ["check", fixture("fixmap"), "--variant", "v4", "--param", "peers=no"];
    expect(await walkcheckJson(words)).toMatchObject({
      parameters: { peers: "no" },
      setting: { peers: "no" },
    });
  });

  it("of the suite is an array of rows", async () => {
    const rows = await walkcheckJson(["suite", fixture("fixmap")]);
    if (!Array.isArray(rows)) throw new Error("not an array");
    expect(rows).toHaveLength(11);
    expect(Object.keys(rows[0]).toSorted()).toEqual([...rowKeys, "variant", "verdict"].toSorted());
    expect(rows[4]).toMatchObject({ parameters: { peers: "no" }, verdict: "VACUOUS", expected: "VACUOUS" });
    expect(rows[3]).toMatchObject({ property: "locked", verdict: null, notApplicable: "one slot per CPU" });
    expect(rows[10]).toMatchObject({ property: "locked", verdict: null, pending: "needs locks" });
  });

  it("of the list is an array", async () => {
    expect(Array.isArray(await walkcheckJson(["list"]))).toBe(true);
  });
});

describe("the engines", () => {
  it("agree", async () => {
    const words = ["check", fixture("fixmap"), "--variant", "v4", "--engine"];
    const [reference, flyweight] = await Promise.all([
      walkcheckJson([...words, "reference"]),
      walkcheckJson([...words, "flyweight"]),
    ]);
    expect(reference).toMatchObject({ engine: "reference", states: 15, rulesFired: 15, depth: 7 });
    expect(flyweight).toMatchObject({ engine: "flyweight", states: 15, rulesFired: 15, depth: 7 });
  });
});
