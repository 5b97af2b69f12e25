import { basename } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isSwitchable, machineRules, switchableRules, type MachineRule } from "../../model/index.ts";
import { judged, ruleFiles, ruleKinds, type RuleFile } from "./rule-files.ts";

const files = ruleFiles();
const rules: Readonly<Record<string, MachineRule>> = machineRules;
const nameOf = ({ path }: RuleFile): string => basename(path, ".litmus");

describe("the table of rules and the files", () => {
  test("every rule has a test, here or with a scenario", () => {
    const cited = new Set(files.map(({ rule }) => rule));
    const untested = Object.entries(rules).filter(
      ([rule, { scenario }]) => cited.has(rule) === (scenario !== undefined),
    );
    expect(untested.map(([rule]) => rule)).toEqual([]);
  });

  test("every test has an expected verdict, and every expected verdict a test", () => {
    const names = files.map(({ litmus }) => litmus.name).toSorted();
    expect(ruleKinds().map((kinds) => kinds.toSorted())).toEqual([names, names]);
  });

  test.each(files.map((file) => [nameOf(file), file] as const))("%s cites its rule", (name, file) => {
    const rule = rules[file.rule];
    expect(rule, `there is no rule ${file.rule}`).toBeDefined();
    expect(file.litmus.name).toBe(name);
    expect(name.replace(/\+.*/, "")).toBe(`rule-${file.rule}`);
    const words = file.text.replaceAll(/\s+/g, " ");
    expect(words).toContain(rule?.says);
    expect(words).toContain(rule?.source);
    expect(words).toContain(rule?.architecture);
    expect(words).toContain(`${file.expected}: `);
  });
});

describe("the machine with all its rules", () => {
  test.each(files.map((file) => [nameOf(file), file] as const))("%s", async (_, file) => {
    const { verdict, noVerdict, assumptions } = await judged(file);
    expect({ verdict, noVerdict }).toEqual({ verdict: file.expected, noVerdict: null });
    expect(assumptions.join()).not.toContain("lacks");
  });
});

describe("with FEAT_ETS2", () => {
  test.each(files.map((file) => [nameOf(file), file] as const))("%s", async (_, file) => {
    const { verdict } = await judged(file, [], true);
    expect(verdict).toBe(file.expectedEts2);
  });
});

describe("a machine without the rule", () => {
  const switchable = files.flatMap((file) =>
    isSwitchable(file.rule) ? [[nameOf(file), file, file.rule] as const] : [],
  );

  test.each(switchable)("%s has another verdict", async (_, file, rule) => {
    const { verdict, noVerdict, assumptions } = await judged(file, [rule]);
    expect(noVerdict).toBeNull();
    expect(verdict).not.toBe(file.expected);
    // Allowed and Required differ in what else there is: the proposition itself must come or go.
    expect([verdict, file.expected]).toContain("Forbidden");
    expect(assumptions).toContain(`the machine lacks the rule ${rule}: ${rules[rule]?.says}`);
  });

  test("has more outcomes if the rule is one of order, and fewer if it is a freedom", async () => {
    const directed = switchableRules.filter((rule) => rules[rule]?.kind !== "effect");
    const outcomes = async (...args: Parameters<typeof judged>): Promise<readonly string[]> =>
      (await judged(...args)).finalStates;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), fc.constantFrom(...directed), async (file, rule) => {
        const [withIt, without] = [await outcomes(file), await outcomes(file, [rule])];
        const isOrder = rules[rule]?.kind === "order";
        const [more, fewer] = isOrder ? [without, withIt] : [withIt, without];
        expect(more, `${nameOf(file)} without ${rule}`).toEqual(expect.arrayContaining([...fewer]));
      }),
      { numRuns: 200 },
    );
  });
});
