import { describe, expect, it } from "vitest";
import type { Trace } from "../../checker/result.ts";
import type { Step } from "../../checker/rule.ts";
import { traceRows } from "../../report/terminal/trace-rows.ts";

const step = (lane: string, text: string, position: number, shown?: Step["shown"]): Step => ({
  lane,
  actor: "program",
  text,
  position,
  ...(shown === undefined ? {} : { shown }),
});

const trace = (initialFolded: readonly Step[], ...steps: readonly (readonly Step[])[]): Trace<null> => ({
  initial: null,
  initialFolded,
  steps: steps.map(([own = step("P", "", 0), ...folded]) => ({
    step: own,
    kind: "rule",
    rule: "rule",
    parameters: [],
    folded,
    changes: [],
    state: null,
  })),
  loop: null,
});

/** The texts of each row, by its number. */
const texts = (given: Trace<null>, everything = false): Readonly<Record<number, readonly string[]>> =>
  Object.fromEntries(
    traceRows(given, everything).map(({ number, entries }) => [number, entries.map(({ text }) => text)]),
  );

describe("the rows of a trace", () => {
  const pin = step("P", "pin", 1, "in program order");
  const zero = step("P", "zero", 0);
  const map = step("P", "map", 2);

  it("show a folded step whose moment says nothing after those that stand before it", () => {
    expect(texts(trace([pin], [zero], [map]))).toEqual({ 1: ["zero", "+ pin"], 2: ["map"] });
  });

  it("leave it where it happened as long as nothing before it follows", () => {
    expect(texts(trace([], [zero, pin], [map]))).toEqual({ 1: ["zero", "+ pin"], 2: ["map"] });
    expect(texts(trace([pin], [map]))).toEqual({ 0: ["+ pin"], 1: ["map"] });
  });

  it("do not look at other lanes for its place", () => {
    const other = step("Q", "elsewhere", 0);
    expect(texts(trace([pin], [zero], [other]))).toEqual({ 1: ["zero", "+ pin"], 2: ["elsewhere"] });
  });

  it("put those that land in one row in program order", () => {
    const done = step("P", "done", 2, "in program order");
    expect(texts(trace([done, pin], [zero]))).toEqual({ 1: ["zero", "+ pin", "+ done"] });
  });

  it("leave out a barrier that nothing of its lane follows", () => {
    const barrier = step("P", "barrier", 1, "with what follows");
    const other = step("Q", "elsewhere", 2);
    expect(texts(trace([barrier], [zero], [other]))).toEqual({ 1: ["zero"], 2: ["elsewhere"] });
    expect(texts(trace([barrier], [zero], [map]))).toEqual({ 1: ["zero", "+ barrier"], 2: ["map"] });
  });

  it("leave out what could not have gone another way", () => {
    const walk = step("P", "walks", 0, "in full");
    expect(texts(trace([walk], [zero, walk]))).toEqual({ 1: ["zero"] });
  });

  it("show everything where it happened in a full trace", () => {
    const walk = step("P", "walks", 0, "in full");
    expect(texts(trace([walk, pin], [zero]), true)).toEqual({ 0: ["+ walks", "+ pin"], 1: ["zero"] });
  });

  it("show a step of its own whatever it says of itself", () => {
    expect(texts(trace([], [pin], [zero]))).toEqual({ 1: ["pin"], 2: ["zero"] });
  });
});
