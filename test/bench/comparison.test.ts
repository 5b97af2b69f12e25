import { describe, expect, it } from "vitest";
import { compare } from "../../bench/comparison/compare.ts";
import { comparisonTable } from "../../bench/comparison/comparison-table.ts";
import type { Contender, Run } from "../../bench/comparison/contender.ts";
import { sizes } from "../../bench/fixmap/sizes.ts";
import { usageIn } from "../../bench/meter.ts";
import { markdownTable, textTable } from "../../bench/table.ts";
import { ways } from "../../bench/ways.ts";
import { bench } from "./run-bench.ts";

/** An engine whose runs take so many CPU seconds, one after the other. */
function contender(engine: string, times: readonly number[], changes: Partial<Run> = {}, log: string[] = []) {
  const left = [...times];
  const run = async (): Promise<Run> => {
    log.push(engine);
    const cpuSeconds = left.shift() ?? Number.NaN;
    return { ...sizes.XS.expected, cpuSeconds, wallSeconds: 9, peakMiB: 100.04, ...changes };
  };
  return { engine, space: "whole", run } satisfies Contender;
}

describe("the comparison of engines", () => {
  it.each([
    { space: "whole", words: [], counts: sizes.XS.expected },
    { space: "symmetric", words: ["--symmetry"], counts: sizes.XS.symmetric },
  ])(
    "prints what each engine took, and nothing else, as an array ($space space)",
    ({ space, words, counts }) => {
      const { stdout, status } = bench(
        "--size",
        "XS",
        ...words,
        "--json",
        "--runs",
        "1",
        "--only",
        "walkcheck",
      );
      expect(status).toBe(0);
      const number: unknown = expect.any(Number);
      const took = { cpuSeconds: number, wallSeconds: number, peakMiB: number };
      const all: unknown = JSON.parse(stdout);
      expect(all).toEqual(
        ways
          .filter((way) => way.space === space)
          .map(({ name }) => ({ engine: `walkcheck-${name}`, size: "XS", ...counts, ...took })),
      );
    },
  );

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

  it("expects of an engine that reduces by symmetry what Rumur counts with its own reduction", async () => {
    const symmetric = { ...contender("rumur-symmetry", [1, 1]), space: "symmetric" } as const;
    await expect(compare([symmetric], "M", 1)).rejects.toThrow("not 66754 and 443480");
  });

  it("says how many times less CPU time than the others an engine takes, at each size", async () => {
    const all = await compare([contender("walkcheck-flyweight", [2]), contender("rumur", [5])], "XS", 1);
    const more = all.map((one) => ({ ...one, size: "S" as const, cpuSeconds: one.cpuSeconds ** 2 }));
    const [titles, ...lines] = textTable(comparisonTable([...all, ...more]));
    expect(titles).toMatch(
      /^size +engine +states +rules fired +CPU +wall +states\/CPU s +peak +peak\/state +x rumur$/,
    );
    expect(lines[0]).toMatch(/^XS +walkcheck-flyweight .* 2\.50$/);
    expect(lines[1]).toMatch(/^XS +rumur .* 1\.00$/);
    expect(lines[2]).toMatch(/^S +walkcheck-flyweight .* 6\.25$/);
  });

  it("lays a table of a document out as the formatter does", () => {
    const columns = [{ title: "a" }, { title: "number", align: "right" as const }];
    expect(markdownTable({ columns, rows: [["long text", "1"]] })).toEqual([
      "| a         | number |",
      "| --------- | -----: |",
      "| long text |      1 |",
    ]);
  });

  it("reads what a process took from the last line that its launcher wrote", () => {
    const usage = usageIn("a warning\n\n1.500000 0.750000 2048\n");
    expect(usage).toEqual({ cpuSeconds: 1.5, wallSeconds: 0.75, peakMiB: 2 });
    expect(() => usageIn("Segmentation fault\n")).toThrow("but: Segmentation fault");
  });
});
