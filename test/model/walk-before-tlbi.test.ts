import { describe, expect, test } from "vitest";
import { dsb, mark, noStaleAfter, str, tlbi } from "../../model/index.ts";
import { Inv, pte, V } from "./litmus.ts";
import { lines, traceOf, walks } from "./trace-of.ts";

const named = { name: "it", because: "" };
const mapping = { page: "x", word: V.x };

// DESIGN, The machine: a hit on an old entry is shown with the walk at the earliest moment that walk could have happened.
describe("the walk that a trace puts back", () => {
  test("comes after a TLBI that would have removed what it cached", async () => {
    const trace = await traceOf(
      {
        pes: {
          P0: [
            tlbi("vmalle1is", null, null, { kernel: "flush" }),
            dsb("ish"),
            str(Inv.x, pte.x, { kernel: "unmap" }),
            dsb("ish"),
            mark("unmapped"),
          ],
          P1: [],
        },
      },
      (m) => noStaleAfter(m, named, [{ after: { pe: "P0", mark: "unmapped" }, mapping }]),
    );
    const [walk] = walks(trace);
    const shown = lines(trace);
    expect(shown.indexOf(walk ?? "")).toBeGreaterThan(shown.indexOf("P0: flush"));
    expect(shown.indexOf(walk ?? "")).toBeLessThan(shown.indexOf("P0: unmap"));
  });
});
