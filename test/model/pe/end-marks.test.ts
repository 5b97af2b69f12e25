import { describe, expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import type { EagerMode } from "../../../checker/engine/engine.ts";
import type { Verdict } from "../../../checker/result.ts";
import {
  compile,
  endMark,
  mark,
  mutualExclusion,
  noAccessInFlightAfter,
  noStaleAfter,
  str,
  type Scenario,
} from "../../../model/index.ts";
import { Inv, pte, RO, scenarioOf, V, x, y, type Litmus } from "../litmus.ts";

const named = { name: "it", because: "" };

async function verdict(test: Litmus, property: Scenario["properties"][number], eager: EagerMode) {
  const scenario = scenarioOf({ ...test, scenario: { properties: [property] } });
  const { properties } = await check(compile(scenario), { eager });
  return properties.find((p) => p.property === "it")?.verdict;
}

async function both(
  test: Litmus,
  property: Scenario["properties"][number],
): Promise<readonly (Verdict | undefined)[]> {
  return [await verdict(test, property, "fold"), await verdict(test, property, "off")];
}

// DESIGN, Principles 2: every reduction is exact. A mark, or the completion of a fault, that a property takes as an *end*
// leaves less to judge when it happens early.
describe("an eager step that ends what a property is about", () => {
  test("regions of mutual exclusion overlap whether their last mark is folded or not", async () => {
    const section = [mark("in"), str(1n, y), endMark("out")];
    const property: Scenario["properties"][number] = (m) =>
      mutualExclusion(
        m,
        named,
        ["P0", "P1"].map((pe) => ({ pe, from: "in", to: "out" })),
      );
    expect(await both({ pes: { P0: section, P1: section } }, property)).toEqual(["REFUTED", "REFUTED"]);
  });

  test("a mapping is stale between two marks whether the second is folded or not", async () => {
    const code = [str(Inv.x, pte.x), mark("unmapped"), endMark("again")];
    const property: Scenario["properties"][number] = (m) =>
      noStaleAfter(m, named, [
        {
          after: { pe: "P0", mark: "unmapped" },
          until: { pe: "P0", mark: "again" },
          mapping: { page: "x", word: V.x },
        },
      ]);
    expect(await both({ pes: { P0: code } }, property)).toEqual(["REFUTED", "REFUTED"]);
  });

  test("a permission fault is in flight whether its completion is folded or not", async () => {
    const property: Scenario["properties"][number] = (m) =>
      noAccessInFlightAfter(m, named, [
        { after: { pe: "P0", mark: "unmapped" }, mapping: { page: "x", word: RO.x } },
      ]);
    const test = { ptes: { x: RO.x }, pes: { P0: [str(Inv.x, pte.x), mark("unmapped")], P1: [str(1n, x)] } };
    expect(await both(test, property)).toEqual(["REFUTED", "REFUTED"]);
  });
});
