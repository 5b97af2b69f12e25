import { describe, expect, it } from "vitest";
import { traceLines } from "../../report/terminal/trace.ts";
import { canvas, counterexample, detail, lasso, refuted } from "./fixtures.ts";

function text(width: number, mode: "lanes" | "diff" | "full", colour = false): string {
  return `${traceLines(counterexample, refuted.witness, detail({ trace: mode }), canvas(width, colour)).join("\n")}\n`;
}

describe("a trace in lanes", () => {
  it("has a column per PE and the sources at the right", async () => {
    await expect(text(100, "lanes")).toMatchFileSnapshot("golden/trace-lanes.txt");
  });

  it("shows what changed, and marks what the witness names", async () => {
    await expect(text(100, "diff")).toMatchFileSnapshot("golden/trace-diff.txt");
  });

  it("shows whole states", async () => {
    await expect(text(100, "full")).toMatchFileSnapshot("golden/trace-full.txt");
  });

  it("moves sources beneath their steps where there is no room beside them", async () => {
    await expect(text(60, "lanes")).toMatchFileSnapshot("golden/trace-narrow.txt");
  });

  it("names the lane in every text where lanes do not fit side by side", async () => {
    await expect(text(36, "lanes")).toMatchFileSnapshot("golden/trace-one-column.txt");
  });

  it("brackets the cycle of a lasso and sorts PE10 behind PE2", async () => {
    const lines = traceLines(lasso, null, detail(), canvas(100));
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("golden/trace-lasso.txt");
  });

  it("never exceeds the width it is given", () => {
    for (const mode of ["lanes", "diff", "full"] as const) {
      for (let width = 36; width <= 140; width++) {
        for (const line of text(width, mode).split("\n")) expect(line.length).toBeLessThanOrEqual(width);
      }
    }
  });

  it("says the same with and without colour", () => {
    const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");
    const coloured = text(100, "lanes", true);
    expect(coloured).toMatch(escapes);
    const trimmed = coloured.replaceAll(escapes, "").replaceAll(/ +$/gm, "");
    expect(trimmed).toBe(text(100, "lanes"));
  });

  it("tells hardware from program without colour", () => {
    expect(text(100, "lanes")).toContain("~ walk slot0");
  });

  it("has no lanes and no steps when the initial state is the counterexample", () => {
    const empty = { ...counterexample, steps: [] };
    expect(traceLines(empty, null, detail(), canvas(100)).join("\n")).toContain("the initial state");
  });
});
