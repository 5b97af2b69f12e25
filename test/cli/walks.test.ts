import { describe, expect, it } from "vitest";
import { fixture, walkcheck, walkcheckJson } from "./walkcheck.ts";

const check = (...words: readonly string[]) =>
  walkcheck(["check", fixture("fixmap"), "--variant", "v4", ...words]);
const withoutTimes = (text: string) => text.replaceAll(/\s+/g, " ").replaceAll(/[\d.]+ s\b/g, "TIME");

describe("--simulate", () => {
  it("gives the same walks for the same seed, whichever engine is asked for", async () => {
    const [first, again, other] = await Promise.all([
      check("--simulate", "50", "--seed", "7"),
      check("--simulate", "50", "--seed", "7", "--engine", "reference"),
      check("--simulate", "50", "--seed", "8"),
    ]);
    const shown = withoutTimes(first.stdout).replace("--engine reference ", "");
    expect(withoutTimes(again.stdout).replace("--engine reference ", "")).toBe(shown);
    expect(withoutTimes(other.stdout)).not.toBe(shown);
    expect(first.code).toBe(1);
    expect(first.stdout).toContain("that need not be the shortest way");
  });

  it("draws a seed when none is given, and says how to take the same walks again", async () => {
    const first = await check("--simulate", "5", "--property", "peer-can-hold");
    expect(first.code).toBe(0);
    const command = /^reproduce +walkcheck (.*)$/m.exec(first.stdout)?.[1] ?? "";
    expect(command).toMatch(/--simulate 5 --seed \d+$/);
    const again = await walkcheck(command.split(" "));
    expect(withoutTimes(again.stdout)).toBe(withoutTimes(first.stdout));
  });

  it("is data, too", async () => {
    const words = ["check", fixture("verdicts"), "--variant", "proved", "--simulate", "20", "--seed", "7"];
    expect(await walkcheckJson([...words, "--depth", "4"])).toMatchObject({
      verdict: "UNDECIDED",
      exitCode: 3,
      reason: { kind: "simulation", walks: 20, seed: 7 },
      exhausted: false,
      explosion: null,
      simulation: { asked: 20, walks: 20, seed: 7, depth: 4, steps: 80, longest: 4, ends: { depth: 20 } },
    });
  });

  it("takes the same seed for every variant", async () => {
    const { stdout } = await walkcheck(["check", fixture("fixmap"), "--simulate", "20"]);
    const seeds = new Set([...stdout.matchAll(/seed (\d+), not every state/g)].map(([, seed]) => seed));
    expect(seeds.size).toBe(1);
    expect(stdout).toContain(`--simulate 20 --seed ${[...seeds][0] ?? ""}`);
  });

  it("is ended by a bound with what is known", async () => {
    const { code, stdout } = await walkcheck([
      "check",
      fixture("big"),
      "--simulate",
      "1000000000",
      "--time",
      "1s",
    ]);
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /time bound 1\.00 s hit: [\d,]+ of 1,000,000,000 random walks of at most 100 steps/,
    );
  });
});

describe("--keep-going", () => {
  const question = [
    "check",
    "pkvm-fixmap",
    "--variant",
    "no-dsb-before-tlbi",
    "--property",
    "no-access-in-flight",
  ];
  const three = [...question, "--keep-going", "3"];

  it("adds a line per further counterexample, or with --trace its lanes, and leaves the first as it is", async () => {
    const [alone, lines, lanes] = await Promise.all([
      walkcheck(question),
      walkcheck(three),
      walkcheck([...three, "--trace", "lanes"]),
    ]);
    const first = alone.stdout.slice(alone.stdout.indexOf("  step"), alone.stdout.indexOf("verdict "));
    expect(first).toContain("REFUTED no-access-in-flight");
    expect(lines.stdout).toContain(first.trimEnd());
    expect(lines.stdout).toContain("counterexample 2: ");
    expect(lines.stdout.match(/^ +step /gm)).toHaveLength(1);
    expect(lanes.stdout.match(/^ +step /gm)).toHaveLength(3);
    expect(lines.stdout).toMatch(/looking for 3\s+different counterexamples/);
    expect(lines.stdout).toContain("--keep-going 3");
  });

  it("is data, too", async () => {
    const result = await walkcheckJson(three);
    expect(result).toHaveProperty("keepGoing", 3);
    expect(result).toHaveProperty("others.length", 2);
    expect(result).toHaveProperty("others.0.trace.steps.0.number", 1);
    expect(result).toHaveProperty("others.0.witness.facts");
  });
});

describe("a bound that is hit", () => {
  it("comes with the rules and fields to blame, and with what is left", async () => {
    const { stdout } = await walkcheck(["check", fixture("big"), "--states", "3000"]);
    expect(stdout).toMatch(/^growth {7}the last levels have [\d,\s]+ new/m);
    expect(stdout).toMatch(/^new states {3}[\d,]+ \(\d+%\) by /m);
    expect(stdout).toMatch(/^fields {7}\d+ fields? with more than one value in a sample of [\d,]+ of/m);
    expect(stdout).toMatch(/^memory {7}[\d.]+ k?B per state, so 1\.0 GB would hold about/m);
    const json = await walkcheckJson(["check", fixture("big"), "--states", "3000"]);
    expect(json).toHaveProperty("explosion.growth");
    expect(json).toHaveProperty("statistics.peakBytes");
  });
});
