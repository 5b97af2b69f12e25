import { describe, expect, test } from "vitest";
import {
  breakBeforeMake,
  dsb,
  isb,
  ldr,
  mark,
  noStaleAfter,
  str,
  tlbi,
  usesMapping,
} from "../../model/index.ts";
import { Inv, pte, V, x, y } from "./litmus.ts";
import { lines, traceOf, walks } from "./trace-of.ts";

const named = { name: "it", because: "" };
const mapping = { page: "x", word: V.x };

describe("the walks that the may-be-cached set leaves out are put back into traces", () => {
  test("an entry that is used while it is current needs no walk but that of the access", async () => {
    const trace = await traceOf(
      {
        pes: {
          P0: [str(V.y, pte.x, { kernel: "str pte" })],
          P1: [ldr("r0", y, { order: "acquire" }), isb(), ldr("r1", x, { label: "use" })],
        },
      },
      (m) => usesMapping(m, named, [{ pe: "P1", label: "use", mapping: { page: "x", word: V.y } }]),
    );
    expect(walks(trace)).toEqual([]);
  });

  test("where the old entry is used after the change, the walk is shown before it", async () => {
    const trace = await traceOf(
      {
        pes: {
          P0: [
            str(Inv.x, pte.x, { kernel: "unmap" }),
            dsb("ish"),
            isb(),
            ldr("r1", x, { label: "use", kernel: "use" }),
          ],
        },
      },
      (m) => usesMapping(m, named, [{ pe: "P0", label: "use", mapping: { page: "x", word: V.y } }]),
    );
    expect(lines(trace)).toEqual([
      "(P0: speculative walk of x: caches V(x))",
      "P0: unmap",
      "P0: use: hits old TLB entry V(x) of x",
      "P0: use = 0",
      "(P0: a speculative access of x may still use V(x))",
    ]);
  });

  test("the walk is shown at the earliest moment, not at the last one", async () => {
    const trace = await traceOf(
      {
        pes: {
          P0: [
            str(1n, y, { kernel: "other" }),
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
    expect(lines(trace).slice(0, 3)).toEqual([
      "(P0: speculative walk of x: caches V(x))",
      "P0: other",
      "P0: unmap",
    ]);
  });

  test("an entry that came into being later is walked at the first moment it could be", async () => {
    const trace = await traceOf(
      {
        ptes: { x: Inv.x },
        pes: {
          P0: [
            str(V.x, pte.x, { kernel: "map" }),
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
    expect(lines(trace)).toEqual([
      "P0: map",
      "(P0: speculative walk of x: caches V(x))",
      "P0: unmap",
      "(P0: a speculative access of x may still use V(x))",
    ]);
  });

  test("an entry that only a witness names is shown on the lane of the PE that holds it", async () => {
    const trace = await traceOf(
      {
        pes: {
          P0: [
            str(Inv.x, pte.x, { kernel: "unmap" }),
            dsb("ish"),
            tlbi("vae1", x, null, { kernel: "flush" }),
            dsb("nsh"),
            isb(),
            str(V.y, pte.x, { kernel: "map" }),
          ],
          P1: [],
        },
      },
      (m) => breakBeforeMake(m, named),
    );
    expect(walks(trace)).toEqual(["(P1: speculative walk of x: caches V(x))"]);
    expect(lines(trace)).toEqual([
      "(P1: speculative walk of x: caches V(x))",
      "P0: unmap",
      "P0: flush",
      "P0: dsb(nsh)",
      "P0: map",
      "(P1: a speculative access of x may still use V(x))",
    ]);
  });

  test("with explicit walks nothing is put back: the walk is a step", async () => {
    const trace = await traceOf(
      {
        features: { walks: "explicit" },
        pages: ["x"],
        pes: { P0: [str(Inv.x, pte.x, { kernel: "unmap" }), dsb("ish"), mark("unmapped")], P1: [] },
      },
      (m) => noStaleAfter(m, named, [{ after: { pe: "P0", mark: "unmapped" }, mapping }]),
    );
    expect(walks(trace)).toEqual([]);
    expect(trace.steps.map(({ rule }) => rule)).toContain("speculative walk fills");
  });
});
