import { check } from "../../checker/check.ts";
import type { Trace } from "../../checker/result.ts";
import { compile, type MachineState, type Scenario } from "../../model/index.ts";
import { scenarioOf, type Litmus } from "./litmus.ts";

/** The trace of the property named `it`. */
export async function traceOf(
  test: Litmus,
  property: Scenario["properties"][number],
): Promise<Trace<MachineState>> {
  const scenario = scenarioOf({ ...test, scenario: { ...test.scenario, properties: [property] } });
  const { properties } = await check(compile(scenario), { properties: ["it"] });
  const trace = properties[0]?.trace ?? null;
  if (trace === null) throw new Error("there is no trace");
  return trace;
}

/** Lane and text of every printed step, implied ones in brackets. */
export const lines = ({ steps }: Trace<MachineState>): readonly string[] =>
  steps.map(({ step, kind }) => {
    const line = `${step.lane}: ${step.text}`;
    return kind === "implied" ? `(${line})` : line;
  });

/** The walks that were put back. */
export const walks = (trace: Trace<MachineState>) =>
  lines(trace).filter((line) => line.startsWith("(") && line.includes("walk"));
