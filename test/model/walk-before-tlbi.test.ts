import { describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import type { Trace } from "../../checker/result.ts";
import {
  compile,
  dsb,
  mark,
  noStaleAfter,
  str,
  tlbi,
  type MachineState,
  type Scenario,
} from "../../model/index.ts";
import { Inv, pte, scenarioOf, V, type Litmus } from "./litmus.ts";

async function traceOf(test: Litmus, property: Scenario["properties"][number]): Promise<Trace<MachineState>> {
  const scenario = scenarioOf({ ...test, scenario: { properties: [property] } });
  const { properties } = await check(compile(scenario), { properties: ["it"] });
  const trace = properties[0]?.trace ?? null;
  if (trace === null) throw new Error("there is no trace");
  return trace;
}

/** Lane and text of every printed step, implied ones in brackets. */
const lines = ({ steps }: Trace<MachineState>): readonly string[] =>
  steps.map(({ step, kind }) => {
    const line = `${step.lane}: ${step.text}`;
    return kind === "implied" ? `(${line})` : line;
  });

const walks = (trace: Trace<MachineState>) =>
  lines(trace).filter((line) => line.startsWith("(") && line.includes("walk"));

const named = { name: "it", because: "" };
const mapping = { page: "x", word: V.x };

// DESIGN, The machine: a hit on an old entry is shown with the walk at the earliest moment that walk could have happened.
describe("the walk that a trace puts back", () => {
  test("comes after a TLBI that would have removed what it cached", async () => {
    const trace = await traceOf(
      {
        pes: {
          P0: [
            tlbi("vmalle1is", null, null, { kernel: "flush" }),
            dsb("ish"),
            str(Inv.x, pte.x, { kernel: "unmap" }),
            dsb("ish"),
            mark("unmapped"),
          ],
          P1: [],
        },
      },
      (m) => noStaleAfter(m, named, [{ after: { pe: "P0", mark: "unmapped" }, mapping }]),
    );
    const [walk] = walks(trace);
    const shown = lines(trace);
    expect(shown.indexOf(walk ?? "")).toBeGreaterThan(shown.indexOf("P0: flush"));
    expect(shown.indexOf(walk ?? "")).toBeLessThan(shown.indexOf("P0: unmap"));
  });
});
