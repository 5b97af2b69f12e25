import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../docs/reader.ts";
import { documentText } from "../docs/renewed.ts";
import { tableOf } from "../docs/table.ts";
import { differences } from "./differences.ts";
import { run, runUnreduced } from "./run.ts";
import { isShared, litmusAt, settings, type Setting } from "./shared.ts";

/** The states that a study of the machine needed with its reductions; null: it does not say. */
interface Studied {
  readonly name: string;
  readonly states: Readonly<Record<Setting, number | null>>;
}

/** Kernel-like tests with three or four PEs. */
const scenarios: readonly Studied[] = [
  { name: "s1", states: { base: 327, ETS2: null } },
  { name: "s2", states: { base: 22_640, ETS2: 14_991 } },
  { name: "s3", states: { base: 19_128, ETS2: 16_640 } },
  { name: "s4", states: { base: 177_203, ETS2: null } },
];

const counts = new Map<string, string>();
const count = (states: number | null): string => states?.toLocaleString("en-US") ?? "";

describe.skipIf(!isShared)("larger tests", () => {
  describe.each(settings)("(%s)", (setting) => {
    it.each(scenarios)("$name takes no more states than the study, for the same ends", async (scenario) => {
      const { name, states } = scenario;
      const test = litmusAt(`scaling/${name}.litmus`);
      const outcome = await run(test, setting);
      expect(outcome.noVerdict).toBeNull();
      // FEAT_ETS2 takes orders away.
      expect(outcome.states).toBeLessThanOrEqual(states[setting] ?? states.base ?? 0);
      const unreduced = await runUnreduced(test, setting, 2_000_000);
      if (unreduced === null) throw new Error("the unreduced machine has too many states");
      const ends = differences(outcome.finalStates, unreduced.finalStates, {
        missing: "lost",
        extra: "made up",
      });
      expect(ends).toEqual([]);
      expect(outcome.finalStates.length).toBeGreaterThan(0);
      counts.set(`${name} ${setting}`, count(outcome.states));
      counts.set(`${name} ${setting} unreduced`, count(unreduced.states));
    });
  });

  it("are as large as docs/machine.md says", async () => {
    const name = "docs/machine.md";
    const rows = scenarios.map((scenario) => [scenario.name, ...settings.flatMap((s) => cells(scenario, s))]);
    const head = settings.flatMap((setting) => titles.map((title) => `${title}${suffix[setting]}`));
    const table = tableOf(["", ...head], rows, (column) => column > 0);
    const [begin, end] = ["<!-- scaling: begin -->\n", "<!-- scaling: end -->"];
    const [before = "", rest = ""] = documentText(name).split(begin);
    const renewed = `${before}${begin}\n${table}\n\n${end}${rest.split(end)[1] ?? ""}`;
    await expect(renewed).toMatchFileSnapshot(join(root, name));
  });
});

const titles = ["study", "walkcheck", "unreduced"];
const suffix: Readonly<Record<Setting, string>> = { base: "", ETS2: ", ETS2" };

function cells({ name, states }: Studied, setting: Setting): readonly string[] {
  const key = `${name} ${setting}`;
  return [count(states[setting]), counts.get(key) ?? "", counts.get(`${key} unreduced`) ?? ""];
}
