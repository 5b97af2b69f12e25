import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { compare } from "../../bench/comparison/compare.ts";
import { comparisonTable } from "../../bench/comparison/comparison-table.ts";
import type { Contender, Run } from "../../bench/comparison/contender.ts";
import { peerContenders } from "../../bench/comparison/peers.ts";
import { sizes } from "../../bench/fixmap/sizes.ts";

const bin = fileURLToPath(new URL("../../bin/bench.mjs", import.meta.url));
const bench = (...words: readonly string[]) =>
  spawnSync(process.execPath, [bin, ...words], { encoding: "utf8" });

/** An engine whose runs take so many CPU seconds, one after the other. */
function contender(engine: string, times: readonly number[], changes: Partial<Run> = {}, log: string[] = []) {
  const left = [...times];
  const run = async (): Promise<Run> => {
    log.push(engine);
    const cpuSeconds = left.shift() ?? Number.NaN;
    return { ...sizes.XS.expected, cpuSeconds, wallSeconds: 9, peakMiB: 100.04, ...changes };
  };
  return { engine, run } satisfies Contender;
}

/** Why the others do not take part when these programs are installed and their models are not given. */
async function absentWith(programs: readonly string[]): Promise<readonly string[]> {
  const { PATH: path } = process.env;
  const directory = mkdtempSync(join(tmpdir(), "walkcheck-test-"));
  try {
    for (const program of programs) writeFileSync(join(directory, program), "", { mode: 0o755 });
    process.env["PATH"] = directory;
    const { present, absent } = await peerContenders(null, "XS", directory, () => true);
    expect(present).toEqual([]);
    return absent.map(({ because }) => because);
  } finally {
    process.env["PATH"] = path;
    rmSync(directory, { recursive: true });
  }
}

describe("the comparison of engines", () => {
  it("prints what each engine took as an array of measurements", () => {
    const { stdout, status } = bench("--size", "XS", "--json", "--runs", "1", "--only", "walkcheck");
    expect(status).toBe(0);
    const numbers = { cpuSeconds: expect.any(Number), wallSeconds: expect.any(Number) };
    const measured = { size: "XS", ...sizes.XS.expected, ...numbers, peakMiB: expect.any(Number) };
    const all: unknown = JSON.parse(stdout);
    expect(all).toEqual([
      { engine: "walkcheck-reference", ...measured },
      { engine: "walkcheck-flyweight", ...measured },
    ]);
  });

  it("runs the engines in turn and takes the middle of each measure", async () => {
    const log: string[] = [];
    const all = await compare(
      [contender("a", [3, 1, 2], {}, log), contender("b", [4, 6, 5], {}, log)],
      "XS",
      3,
    );
    expect(log.join("")).toBe("ababab");
    expect(all).toMatchObject([
      { engine: "a", size: "XS", cpuSeconds: 2, wallSeconds: 9, peakMiB: 100 },
      { engine: "b", cpuSeconds: 5 },
    ]);
  });

  it("does not compare an engine that visited something else", async () => {
    const wrong = contender("spin-dfs", [1], { rulesFired: 45_425 });
    await expect(compare([wrong], "XS", 1)).rejects.toThrow(
      "spin-dfs at XS: 9244 states and 45425 firings, not 9244 and 45424",
    );
  });

  it("says how many times less CPU time than the others an engine takes", async () => {
    const all = await compare([contender("walkcheck-flyweight", [2]), contender("rumur", [5])], "XS", 1);
    const [titles, first, second] = comparisonTable(all);
    expect(titles).toMatch(/^engine +states +rules fired +CPU +wall +states\/CPU s +peak +x rumur$/);
    expect(first).toMatch(/^walkcheck-flyweight .* 2\.50$/);
    expect(second).toMatch(/^rumur .* 1\.00$/);
  });

  it("says how to get a model checker that is not installed", async () => {
    expect(await absentWith([])).toEqual([
      "not installed; on Debian: apt-get install rumur gcc",
      "not installed; on Debian: apt-get install spin gcc",
    ]);
  });

  it("says that the models for the others are given by a path", async () => {
    const [rumur, spin] = await absentWith(["rumur", "spin", "gcc"]);
    expect(rumur).toContain("its model fixmap.m is not part of walkcheck: --peers DIR");
    expect(spin).toContain("its model fixmap.pml is not part of walkcheck: --peers DIR");
  });

  it("refuses sizes, engines and options that make no sense", () => {
    expect(bench("--size", "XXL").stderr).toContain("not one of 3321, XS, S, M, L");
    expect(bench("--size", "XS", "quantum").stderr).toContain("reference, flyweight");
    expect(bench("--peers", "somewhere").stderr).toContain("only with --size");
    expect(bench("--catalogue", "--size", "XS").stderr).toContain("not with --size");
  });
});
