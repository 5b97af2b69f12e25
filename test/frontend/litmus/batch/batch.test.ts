import { describe, expect, it } from "vitest";
import { runBatch } from "../../../../frontend/litmus/batch/batch.ts";
import type { LitmusOptions, LitmusOutcome } from "../../../../frontend/litmus/result.ts";

const judge = new URL("judge.ts", import.meta.url).href;
const litmus: LitmusOptions = {
  features: { ets2: false, ets3: false },
  bound: 5,
  witness: true,
  limits: {},
};

async function all(
  files: readonly string[],
  workers: number,
  more: Partial<LitmusOptions> = {},
  begun: [string, number][] = [],
): Promise<readonly (LitmusOutcome | null)[]> {
  const onBegin = (file: string, ended: number) => void begun.push([file, ended]);
  const outcomes: (LitmusOutcome | null)[] = [];
  for await (const outcome of runBatch(files, { ...litmus, ...more }, { workers, judge, onBegin })) {
    outcomes.push(outcome);
  }
  return outcomes;
}

const names = (outcomes: readonly (LitmusOutcome | null)[]) => outcomes.map((each) => each?.name ?? null);

describe("a batch of litmus tests", () => {
  it("keeps the order of the files, whichever test ends first", async () => {
    const files = ["a/400", "b/1", "c/200", "d/2"];
    const begun: [string, number][] = [];
    expect(names(await all(files, 3, {}, begun))).toEqual(["400", "1", "200", "2"]);
    expect(begun.map(([file]) => file)).toEqual(files);
    // The last one takes the place of the second, while the first still runs.
    expect(begun.map(([, ended]) => ended)).toEqual([0, 0, 0, 1]);
  });

  it("gives the same outcomes with any number of threads, witnesses included", async () => {
    const files = ["3", "1", "2"];
    const alone = await all(files, 1);
    expect(alone[0]).toMatchObject({ finalStates: ["bound=5"], states: 3 });
    for (const workers of [2, 8]) {
      const together = await all(files, workers);
      expect(together).toEqual(alone);
      expect(together[2]?.witness?.initial).toEqual({ text: "2", json: { word: 1n } });
    }
  });

  it.each([1, 2])("names the test in which walkcheck is at fault (%i threads)", async (workers) => {
    await expect(all(["1", "dir/throws", "2"], workers)).rejects.toThrow(
      "internal fault: dir/throws: three is unlucky",
    );
  });

  it("names the test of which a thread dies, after the outcomes before it", async () => {
    const seen: (string | null)[] = [];
    const run = async () => {
      for await (const outcome of runBatch(["300", "dies", "1", "2"], litmus, { workers: 2, judge })) {
        seen.push(outcome?.name ?? null);
      }
    };
    await expect(run()).rejects.toThrow("internal fault: dies: the thread died: it ended with code 7");
    expect(seen).toEqual(["300"]);
  });

  it("names the first test when threads do not come up", async () => {
    const missing = new URL("no-such-judge.ts", import.meta.url).href;
    const batch = runBatch(["1", "2"], litmus, { workers: 2, judge: missing });
    await expect(batch.next()).rejects.toThrow(/internal fault: 1: the thread died: .*no-such-judge/);
  });

  it.each([1, 2])("ends at an interrupt with what is known (%i threads)", async (workers) => {
    const interrupt = new AbortController();
    const options = { ...litmus, signal: interrupt.signal };
    const seen: (string | null)[] = [];
    for await (const outcome of runBatch(["1", "60000", "50000"], options, { workers, judge })) {
      seen.push(outcome?.name ?? null);
      interrupt.abort();
    }
    expect(seen).toEqual(["1", null, null]);
  });
});
