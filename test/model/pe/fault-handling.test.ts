import { describe, expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import { adr, compile, dmb, eret, ldr, mark, mov, msrElr, reaches, str } from "../../../model/index.ts";
import type { Instruction, Machine } from "../../../model/index.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import { binary, constant, register } from "../../../model/program/expression.ts";
import { cbnz } from "../instructions.ts";
import { traceOf } from "../trace-of.ts";
import { allows, endsOf, Inv, outcomesOf, pte, RO, scenarioOf, V, x, y, z, type Litmus } from "../litmus.ts";

const use = ldr("r1", x, { label: "use" });
const retry = { P0: { onFault: "retry" } } as const;
const skip = { P0: { onFault: "skip" } } as const;

const ends = (litmus: Litmus, ...names: readonly string[]): readonly string[] =>
  [
    ...new Set(outcomesOf(litmus).map((o) => names.map((name) => `${name}=${o[name] ?? "-"}`).join(" "))),
  ].toSorted();

describe("retrying a fault", () => {
  test("succeeds where another PE has repaired the descriptor", () => {
    const litmus: Litmus = {
      ptes: { x: Inv.x },
      memory: { x: 5n },
      pe: retry,
      pes: { P0: [mov("r1", 1n), use, mov("r2", "r1")], P1: [str(V.x, pte.x)] },
    };
    expect(ends(litmus, "P0:use", "P0:r2")).toEqual(["P0:use=- P0:r2=5", "P0:use=translation P0:r2=5"]);
  });

  test("of a page that stays invalid has no end at all", () => {
    const litmus: Litmus = { ptes: { x: Inv.x }, pe: retry, pes: { P0: [use] } };
    expect(outcomesOf(litmus)).toEqual([]);
    expect(endsOf(litmus)).toEqual(["abandoned"]);
    expect(compile(scenarioOf(litmus)).assumptions).toEqual([
      "P0: it faults once at most, and then tries again; a path on which it faults twice is left out",
    ]);
  });

  test("is allowed to a thread once, at any of its accesses", () => {
    const litmus: Litmus = {
      ptes: { x: Inv.x, y: Inv.y },
      pe: retry,
      pes: {
        P0: [use, ldr("r2", y, { label: "other" })],
        P1: [str(V.x, pte.x), dmb("ish"), str(V.y, pte.y)],
      },
    };
    expect(ends(litmus, "P0:use", "P0:other")).toEqual([
      "P0:use=- P0:other=-",
      "P0:use=- P0:other=translation",
      "P0:use=translation P0:other=-",
    ]);
    expect(buildMachine(scenarioOf(litmus)).pes[0]?.slots).toHaveLength(2 + 2);
  });

  test("is allowed in any iteration of a loop", () => {
    const count = mov("r4", binary("add", register("r4"), constant(1n)));
    const loop = [use, count, cbnz(binary("ne", register("r4"), constant(2n)), "use", 1)];
    const flip = [str(Inv.x, pte.x), str(V.x, pte.x)];
    const litmus: Litmus = { ptes: { x: V.x }, pages: ["x"], pe: retry, pes: { P0: loop, P1: flip } };
    const machine = buildMachine(scenarioOf(litmus));
    const tried = machine.labelled("P0", "use").filter(({ onFault }) => onFault?.kind === "goes on");
    expect(tried.map(({ index }) => index)).toEqual([0, 3]);
    expect(ends(litmus, "P0:use", "P0:r4")).toEqual(["P0:use=- P0:r4=2", "P0:use=translation P0:r4=2"]);
  });

  test("is a new translation after exception entry: older accesses are looked at by nobody", () => {
    // The retried load reads what P1 wrote before it repaired the page: the walk is after, and so is the read.
    const litmus: Litmus = {
      ptes: { x: Inv.x },
      pe: retry,
      pes: { P0: [use], P1: [str(1n, z), dmb("ish"), str(V.z, pte.x)] },
    };
    expect(ends(litmus, "P0:use", "P0:r1")).toEqual(["P0:use=- P0:r1=1", "P0:use=translation P0:r1=1"]);
  });
});

describe("a store-exclusive that is tried again", () => {
  const load = (label: string): Instruction => ({ ...ldr("r0", x, { label }), exclusive: true });
  const store: Instruction = {
    kind: "store-exclusive",
    status: "r2",
    address: constant(x),
    value: constant(2n),
    order: "plain",
    kernel: "stxr",
    label: "store",
  };
  const litmus: Litmus = {
    ptes: { x: RO.x },
    memory: { x: 5n },
    pe: retry,
    pes: { P0: [load("load"), store], P1: [str(V.x, pte.x)] },
  };

  test("takes the reservation that it had the first time", () => {
    expect(allows(litmus, { "P0:store": "permission", "P0:r2": 0, x: 2 })).toBe(true);
    expect(allows(litmus, { "P0:store": "permission", "P0:r2": 1, x: 5 })).toBe(true);
  });

  test("does not succeed where another PE has written since the load", () => {
    const between = {
      ...litmus,
      pes: { ...litmus.pes, P1: [str(7n, y), dmb("ish"), str(V.x, pte.x)] },
      ptes: { x: RO.x, y: V.x },
    };
    expect(allows(between, { "P0:r0": 7, "P0:r2": 0, x: 2 })).toBe(true);
    expect(allows(between, { "P0:r0": 5, "P0:r2": 0, "P0:store": "permission" })).toBe(false);
    expect(allows(between, { "P0:r0": 5, "P0:r2": 1, "P0:store": "permission" })).toBe(true);
  });
});

describe("a trace", () => {
  test("says what a fault leads to, and where an eret goes", async () => {
    const at: Litmus = {
      ptes: { x: Inv.x },
      pes: { P0: [use, mov("r2", 1n, { label: "on" }), mark("done")] },
      handlers: { P0: [adr("r9", "on"), msrElr("r9"), eret()] },
    };
    const reached = (m: Machine) => reaches(m, { name: "it", because: "" }, [{ pe: "P0", mark: "done" }]);
    const { steps } = await traceOf(at, reached);
    const shown = steps
      .flatMap(({ step, folded }) => [step, ...folded])
      .map(({ text, note }) => (note === undefined ? text : `${text} (${note})`));
    expect(shown).toEqual([
      "ldr r1: walks x: Inv(x), translation fault latched",
      "ldr r1: takes the translation fault (enters the handler)",
      "ldr r1: the fault is complete",
      "eret (returns to on: mov r2)",
      "done",
    ]);
  });
});

describe("skipping a fault", () => {
  test("keeps the destination register, and goes on with the next instruction", () => {
    const litmus: Litmus = {
      ptes: { x: Inv.x },
      memory: { x: 5n },
      pe: skip,
      pes: { P0: [mov("r1", 3n), use, mov("r2", "r1"), str("r1", y)] },
    };
    expect(ends(litmus, "P0:use", "P0:r2", "y")).toEqual(["P0:use=translation P0:r2=3 y=3"]);
  });

  test("may happen at every access, the last instruction too", async () => {
    const litmus: Litmus = {
      ptes: { x: Inv.x },
      pe: skip,
      pes: { P0: [use, str(1n, x, { label: "store" }), ldr("r2", x, { label: "last" })] },
    };
    const labels = ["P0:use", "P0:store", "P0:last"];
    expect(ends(litmus, ...labels)).toEqual([labels.map((label) => `${label}=translation`).join(" ")]);
    expect(endsOf(litmus)).toEqual(["final"]);
    const result = await check(compile(scenarioOf(litmus)), { properties: ["no-deadlock"] });
    expect(result.properties[0]?.verdict).toBe("PROVED");
    expect(compile(scenarioOf(litmus)).assumptions).toEqual([]);
  });
});
