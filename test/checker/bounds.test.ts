import { describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import type { Progress } from "../../checker/progress.ts";
import { engines, resultOf } from "./results.ts";
import { becomes, counter, never, reaches } from "./toys/counter.ts";
import { fifo } from "./toys/fifo.ts";

const undecided = (hit: object) => ({ verdict: "UNDECIDED", reason: { kind: "bound", hit } });

describe.each(engines)("with the %s engine", (engine) => {
  test("a bound on depth is exact", async () => {
    const model = counter(9, { properties: [never(3), never(4), reaches(4)] });
    const result = await check(model, { engine, bounds: { depth: 3 } });
    expect(result.statistics).toMatchObject({ states: 4, depth: 3, rulesFired: 3 });
    expect(result).toMatchObject({ exhausted: false, hit: { kind: "depth", limit: 3 } });
    expect(resultOf(result, "never 3").verdict).toBe("REFUTED");
    expect(resultOf(result, "never 4")).toMatchObject(undecided({ kind: "depth", limit: 3 }));
    expect(resultOf(result, "reaches 4")).toMatchObject(undecided({ kind: "depth", limit: 3 }));
  });

  test("a depth of 0 judges the initial states only", async () => {
    const result = await check(counter(9, { properties: [never(0), never(1)] }), {
      engine,
      bounds: { depth: 0 },
    });
    expect(result.properties.map(({ verdict }) => verdict)).toEqual(["REFUTED", "UNDECIDED"]);
    expect(result.statistics).toMatchObject({ states: 1, rulesFired: 0 });
  });

  test("a bound on states is hit by exactly the systems that have more", async () => {
    const model = fifo(5, 2);
    const fits = await check(model, { engine, bounds: { states: 63 } });
    expect(fits).toMatchObject({ exhausted: true, hit: null });
    const tight = await check(model, { engine, bounds: { states: 62 } });
    expect(tight).toMatchObject({ exhausted: false, hit: { kind: "states", limit: 62 } });
  });

  test("a bound on memory ends the search", async () => {
    const model = counter(3000, { properties: [never(2999)] });
    const result = await check(model, { engine, bounds: { memory: 20_000 } });
    expect(resultOf(result, "never 2999")).toMatchObject(undecided({ kind: "memory", limit: 20_000 }));
    expect(result.statistics.states).toBeLessThan(3000);
  });

  test("a bound on time ends the search", async () => {
    const result = await check(counter(3000, { properties: [never(2999)] }), { engine, bounds: { time: 0 } });
    expect(resultOf(result, "never 2999")).toMatchObject(undecided({ kind: "time", limit: 0 }));
  });

  test("an interrupt before the start leaves everything but the initial state open", async () => {
    const result = await check(counter(9, { properties: [never(0), never(1), becomes(1)] }), {
      engine,
      signal: AbortSignal.abort(),
    });
    expect(result.properties.map(({ verdict }) => verdict)).toEqual(["REFUTED", "UNDECIDED", "UNDECIDED"]);
    expect(result.hit).toEqual({ kind: "interrupted" });
  });

  test("an eventually is UNDECIDED when a bound was hit and nothing was found", async () => {
    const model = counter(9, { properties: [becomes(9)] });
    const result = await check(model, { engine, bounds: { depth: 5 } });
    expect(resultOf(result, "becomes 9")).toMatchObject(undecided({ kind: "depth", limit: 5 }));
  });
});

test("a bound on states is overshot by little", async () => {
  const result = await check(fifo(14, 2), { bounds: { states: 10_000 } });
  expect(result.statistics.states).toBeGreaterThan(10_000);
  expect(result.statistics.states).toBeLessThan(10_010);
});

test("an interrupt from outside is seen during the search, and what was found stays", async () => {
  const model = { ...fifo(21, 2), properties: [full(21), full(1)] };
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 100);
  const result = await check(model, { signal: controller.signal });
  expect(result.hit).toEqual({ kind: "interrupted" });
  expect(result.properties.map(({ verdict }) => verdict)).toEqual(["UNDECIDED", "REFUTED"]);
  expect(result.statistics.seconds).toBeLessThan(5);
});

test("progress is reported now and then, and only grows", async () => {
  const reports: Progress[] = [];
  const { statistics } = await check(fifo(17, 2), { onProgress: (progress) => reports.push(progress) });
  expect(reports.length).toBeLessThanOrEqual(Math.ceil(statistics.seconds * 5));
  for (const [index, report] of reports.entries()) {
    const before = reports[index - 1];
    expect(report.frontier).toBeLessThanOrEqual(report.states);
    expect(report.states).toBeGreaterThanOrEqual(before?.states ?? 1);
    expect(report.rulesFired).toBeGreaterThanOrEqual(before?.rulesFired ?? 1);
  }
});

function full(capacity: number) {
  return {
    name: `never ${capacity} items`,
    kind: "always",
    because: "a toy",
    violatedBy: ({ items }: { readonly items: readonly number[] }) =>
      items.length === capacity ? { facts: { capacity } } : null,
  } as const;
}
