import { describe, expect, it } from "vitest";
import { differences } from "./differences.ts";
import { run, runUnreduced } from "./run.ts";
import { isShared, litmusAt } from "./shared.ts";

/** Kernel-like tests with three or four PEs, and the states that a study of the machine needed with its reductions. */
const scenarios = [
  ["s1", "base", 327],
  ["s1", "ETS2", 327],
  ["s2", "base", 22_640],
  ["s2", "ETS2", 14_991],
  ["s3", "base", 19_128],
  ["s3", "ETS2", 16_640],
  ["s4", "base", 177_203],
  ["s4", "ETS2", 177_203],
] as const;

/** The unreduced machine has millions of states of it. */
const large = "s4";

describe.skipIf(!isShared)("larger tests", () => {
  it.each(scenarios)("%s (%s) takes no more than %i states", async (name, setting, most) => {
    const outcome = await run(litmusAt(`scaling/${name}.litmus`), setting);
    expect(outcome.noVerdict).toBeNull();
    expect(outcome.states).toBeLessThanOrEqual(most);
  });

  const comparable = scenarios.filter(([name]) => name !== large);
  it.each(comparable)("%s (%s) ends in the same states where no step is shared", async (name, setting) => {
    const test = litmusAt(`scaling/${name}.litmus`);
    const { finalStates } = await run(test, setting);
    const unreduced = await runUnreduced(test, setting, 1_000_000);
    expect(unreduced, "too many states").not.toBeNull();
    expect(differences(finalStates, unreduced ?? [], { missing: "lost", extra: "made up" })).toEqual([]);
    expect(finalStates.length).toBeGreaterThan(0);
  });
});
