import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { median } from "../../bench/measurement.ts";

const bin = fileURLToPath(new URL("../../bin/bench.mjs", import.meta.url));
const bench = (...words: readonly string[]) =>
  spawnSync(process.execPath, [bin, ...words], { encoding: "utf8" });

describe("the benchmark", () => {
  it("prints one measurement per engine, which agree on what they visited", () => {
    const only = "pkvm-fixmap/v4-as-posted";
    const { stdout, stderr, status } = bench("--json", "--runs", "1", "--largest", "30", "--only", only);
    expect([status, stderr]).toEqual([0, ""]);
    const [reference, flyweight, ...others]: unknown[] = JSON.parse(stdout);
    const measured = {
      engine: "reference",
      spec: "pkvm-fixmap",
      variant: "v4-as-posted",
      states: expect.any(Number),
      rulesFired: expect.any(Number),
      seconds: expect.any(Number),
      peakMiB: expect.any(Number),
    };
    expect(reference).toEqual(measured);
    const { seconds, peakMiB } = measured;
    expect(flyweight).toEqual({ ...Object(reference), engine: "flyweight", seconds, peakMiB });
    expect(others).toEqual([]);
  });

  it("prints a table and how long a user waits for a verdict", () => {
    const { stdout, status } = bench("--runs", "1", "--largest", "1", "--only", "calibration/");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^engine +spec +variant +states +rules fired +time +states\/s +peak\n/);
    expect(stdout).toMatch(/\ntime to first verdict: \d+\.\d\d s for walkcheck check /);
  });

  it("refuses what it does not know", () => {
    expect(bench("--engine", "quantum").status).not.toBe(0);
    expect(bench("quantum", "pkvm-fixmap", "merged").stderr).toContain("reference, flyweight");
  });

  it("takes the middle of its runs", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2);
  });
});
