import { describe, expect, test } from "vitest";
import { compile, descriptor, dmb, dsb, ldr, mov, str, takeIpi } from "../../../model/index.ts";
import { adr, b, eret, ELR, msrElr, tlbi, type Instruction } from "../../../model/index.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import { binary, constant, register } from "../../../model/program/expression.ts";
import { check } from "../../../checker/check.ts";
import { after, cbnz } from "../instructions.ts";
import { allows, endsOf, Inv, outcomesOf, pte, RO, scenarioOf, V, x, y, z, type Litmus } from "../litmus.ts";

const use = ldr("r1", x, { label: "use" });
const at = (label: string): Instruction => mov("at", 0n, { label });

/** What each end has for these names, each combination once. */
const ends = (litmus: Litmus, ...names: readonly string[]): readonly string[] =>
  [
    ...new Set(outcomesOf(litmus).map((o) => names.map((name) => `${name}=${o[name] ?? "-"}`).join(" "))),
  ].toSorted();

describe("a handler", () => {
  test("runs after the fault, and without an eret the thread ends there", () => {
    const litmus = {
      ptes: { x: Inv.x },
      pes: { P0: [use, str(1n, y)] },
      handlers: { P0: [mov("r2", 7n), str(2n, z)] },
    };
    expect(ends(litmus, "P0:use", "P0:r2", "y", "z")).toEqual(["P0:use=translation P0:r2=7 y=0 z=2"]);
    expect(endsOf(litmus)).toEqual(["final"]);
  });

  test("is not there where nothing can fault", () => {
    const without = { pes: { P0: [use, str(1n, y)] } };
    const handlers = { P0: [str(2n, z), eret()] };
    const slots = (litmus: Litmus) => buildMachine(scenarioOf(litmus)).pes.map((pe) => pe.slots);
    expect(slots({ ...without, handlers })).toEqual(slots(without));
    expect(slots({ ...without, pe: { P0: { onFault: "retry" } } })).toEqual(slots(without));
    expect(slots({ ...without, ptes: { x: Inv.x }, handlers })[0]?.length).toBeGreaterThan(2);
  });

  test("returns to the instruction that faulted, which then uses what the handler repaired", () => {
    const litmus = {
      ptes: { x: Inv.x },
      memory: { x: 5n },
      pes: { P0: [use, mov("r3", "r1")] },
      handlers: { P0: [str(V.x, pte.x), dsb("ish"), eret()] },
    };
    expect(ends(litmus, "P0:use", "P0:r1", "P0:r3")).toEqual(["P0:use=translation P0:r1=5 P0:r3=5"]);
  });

  test("returns to a label that it writes to ELR_EL1", () => {
    const litmus = {
      ptes: { x: Inv.x },
      pes: { P0: [use, str(1n, y), at("on"), str(1n, z)] },
      handlers: { P0: [adr("r9", "on"), msrElr("r9"), eret()] },
    };
    expect(ends(litmus, "P0:use", "y", "z")).toEqual(["P0:use=translation y=0 z=1"]);
    // The access in front of the label is not in the copy that execution resumes in, so that there is no second handler.
    const [pe] = buildMachine(scenarioOf(litmus)).pes;
    expect(pe?.slots.map(({ handler }) => (handler ? "h" : "m")).join("")).toBe("mmmmhhhmm");
  });

  test("may return to a label before the fault, and to the end", () => {
    const back = {
      ptes: { x: Inv.x },
      memory: { x: 4n },
      pes: { P0: [mov("r0", 1n, { label: "again" }), use, mov("r5", "r0")] },
      handlers: {
        P0: [str(V.x, pte.x), dsb("ish"), mov("r0", 2n), adr("r9", "again"), msrElr("r9"), eret()],
      },
    };
    expect(ends(back, "P0:r1", "P0:r5")).toEqual(["P0:r1=4 P0:r5=1"]);
    const end = { ...back, handlers: { P0: [adr("r9", "end"), msrElr("r9"), eret()] } };
    expect(ends(end, "P0:r1", "P0:r5")).toEqual(["P0:r1=- P0:r5=-"]);
    expect(endsOf(end)).toEqual(["final"]);
  });

  test("may count ELR_EL1 on: instructions have four bytes", () => {
    const litmus = {
      ptes: { x: Inv.x },
      pes: { P0: [use, str(1n, y), ldr("r1", x, { label: "also" }), str(1n, z)] },
      handlers: { P0: [msrElr(binary("add", register(ELR), constant(4n))), eret()] },
    };
    expect(ends(litmus, "P0:use", "P0:also", "y", "z")).toEqual([
      "P0:use=translation P0:also=translation y=1 z=1",
    ]);
  });

  test("shares the registers of the program; an access that faulted has written none", () => {
    const litmus = {
      ptes: { x: Inv.x },
      memory: { x: 5n },
      pes: { P0: [mov("r1", 3n), mov("r4", 8n), use, at("on"), mov("r6", "r1"), mov("r7", "r4")] },
      handlers: { P0: [mov("r5", "r1"), mov("r4", 9n), adr("r9", "on"), msrElr("r9"), eret()] },
    };
    expect(ends(litmus, "P0:r5", "P0:r6", "P0:r7")).toEqual(["P0:r5=3 P0:r6=3 P0:r7=9"]);
  });

  test("reads the older value of the register that the access would have written, whichever faults", () => {
    const litmus = {
      ptes: { x: Inv.x, y: Inv.y },
      pes: { P0: [mov("r1", 3n), use, ldr("r2", y)] },
      handlers: { P0: [mov("r5", "r1")] },
    };
    expect(ends(litmus, "P0:r5")).toEqual(["P0:r5=3"]);
  });

  test("is entered again by a fault after its return, up to the bound; beyond, the path is cut", async () => {
    const code = [
      ldr("r1", x, { label: "one" }),
      ldr("r2", x, { label: "two" }),
      ldr("r3", x, { label: "three" }),
    ];
    const handler = [msrElr(binary("add", register(ELR), constant(4n))), eret()];
    const litmus = (faults: number): Litmus => ({
      ptes: { x: Inv.x },
      pes: { P0: code },
      handlers: { P0: handler },
      pe: { P0: { faults } },
    });
    expect(ends(litmus(3), "P0:one", "P0:two", "P0:three")).toEqual([
      "P0:one=translation P0:two=translation P0:three=translation",
    ]);
    expect(outcomesOf(litmus(2))).toEqual([]);
    const cut = await check(compile(scenarioOf(litmus(2))), { properties: ["no-deadlock"] });
    expect(cut.properties[0]?.reason).toEqual({
      kind: "bound",
      hit: { kind: "loop", where: "P0: the fault of ldr r3" },
    });
    const whole = await check(compile(scenarioOf(litmus(3))), { properties: ["no-deadlock"] });
    expect(whole.properties[0]?.verdict).toBe("PROVED");
    expect(compile(scenarioOf(litmus(2))).assumptions).toEqual([
      "P0: at most 2 faults are taken; a path that needs more is UNDECIDED",
    ]);
    expect(compile(scenarioOf(litmus(3))).assumptions).toEqual([]);
  });

  test("does not fault itself: such paths are left out, and that is an assumption", () => {
    const litmus = {
      ptes: { x: Inv.x, y: Inv.y },
      pes: { P0: [use], P1: [str(V.y, pte.y)] },
      handlers: { P0: [ldr("r2", y, { label: "inner" })] },
    };
    expect(ends(litmus, "P0:use", "P0:inner", "P0:r2")).toEqual(["P0:use=translation P0:inner=- P0:r2=0"]);
    const always = { ...litmus, pes: { P0: [use] } };
    expect(outcomesOf(always)).toEqual([]);
    expect(endsOf(always)).toEqual(["abandoned"]);
    expect(compile(scenarioOf(litmus)).assumptions).toEqual([
      "P0: its handler does not fault; a path on which it does is left out",
    ]);
  });

  test("may have loops and branches of its own", () => {
    const litmus = {
      ptes: { x: Inv.x },
      pes: { P0: [use, at("on"), mov("r8", "r4")] },
      handlers: {
        P0: [
          mov("r4", binary("add", register("r4"), constant(1n)), { label: "loop" }),
          cbnz(binary("ne", register("r4"), constant(3n)), "loop", 4),
          adr("r9", "on"),
          msrElr("r9"),
          eret(),
        ],
      },
    };
    expect(ends(litmus, "P0:r8")).toEqual(["P0:r8=3"]);
  });

  test("returns into the iteration of a loop that faulted", () => {
    const litmus = {
      ptes: { x: Inv.x },
      pes: {
        P0: [
          mov("r4", binary("add", register("r4"), constant(1n)), { label: "loop" }),
          use,
          mov("r5", binary("add", register("r5"), constant(1n)), { label: "on" }),
          cbnz(binary("ne", register("r4"), constant(2n)), "loop", 1),
        ],
      },
      handlers: { P0: [adr("r9", "on"), msrElr("r9"), eret()] },
    };
    expect(ends(litmus, "P0:r4", "P0:r5")).toEqual(["P0:r4=2 P0:r5=2"]);
  });

  test("that ends without an eret ends what waits for its thread too; one that waits is a deadlock", () => {
    const litmus = {
      ptes: { x: Inv.x },
      pes: { P0: [use], P1: [takeIpi()] },
      handlers: { P0: [mov("r2", 7n)] },
    };
    expect(endsOf(litmus)).toEqual(["final"]);
    expect(endsOf({ ...litmus, handlers: { P0: [takeIpi()] } })).toEqual(["deadlock"]);
    expect(endsOf({ ...litmus, handlers: { P0: [adr("r9", "end"), msrElr("r9"), eret()] } })).toEqual([
      "deadlock",
    ]);
  });
});

describe("the order of a handler", () => {
  const fault = str(1n, x, { label: "use" });
  const flag = (value: bigint) => str(value, z);

  test("exception entry does not wait for the fault to be complete, whatever barriers are before it", () => {
    // Store buffering with the second load in the handler: a DMB ST orders the store before the fault, not the entry.
    const litmus = (between: readonly Instruction[]): Litmus => ({
      ptes: { x: RO.x },
      pes: { P0: [str(1n, y), ...between, fault], P1: [str(1n, z), dmb("ish"), ldr("r1", y)] },
      handlers: { P0: [ldr("r2", z)] },
    });
    const reordered = { "P0:r2": 0, "P1:r1": 0 };
    expect(allows(litmus([]), reordered)).toBe(true);
    expect(allows(litmus([dmb("ishst")]), reordered)).toBe(true);
    expect(allows(litmus([dmb("ish")]), reordered)).toBe(false);
    expect(allows(litmus([dsb("ishst")]), reordered)).toBe(false);
  });

  test("exception entry waits for branches and translations before it", () => {
    // Message passing: the handler's load may not be early, although nothing orders the two loads but the entry.
    const litmus = (first: readonly Instruction[]): Litmus => ({
      ptes: { x: Inv.x },
      pes: { P0: [...first, use], P1: [str(1n, y), dmb("ish"), flag(1n)] },
      handlers: { P0: [ldr("r3", y)] },
    });
    const stale = { "P0:r2": 1, "P0:r3": 0 };
    expect(allows(litmus([ldr("r2", z)]), stale)).toBe(true);
    expect(allows(litmus([ldr("r2", z), cbnz("r2", "use")]), stale)).toBe(false);
    expect(allows(litmus([ldr("r2", z), ldr("r4", after(z, "r2"))]), stale)).toBe(false);
    expect(allows(litmus([ldr("r2", z, { order: "acquire" })]), stale)).toBe(false);
  });

  test("barriers before the fault order accesses after it", () => {
    const litmus = (...barrier: readonly Instruction[]): Litmus => ({
      ptes: { x: Inv.x },
      pes: { P0: [str(1n, y), ...barrier, use], P1: [ldr("r2", z), dmb("ish"), ldr("r3", y)] },
      handlers: { P0: [flag(1n)] },
    });
    const stale = { "P1:r2": 1, "P1:r3": 0 };
    expect(allows(litmus(), stale)).toBe(true);
    expect(allows(litmus(dmb("ishld")), stale)).toBe(true);
    expect(allows(litmus(dmb("ishst")), stale)).toBe(false);
    expect(allows(litmus(dmb("ish")), stale)).toBe(false);
  });

  test("a barrier that the fault threw away orders nothing", () => {
    const litmus = {
      ptes: { x: Inv.x },
      pes: { P0: [str(1n, y), use, dmb("ish")], P1: [ldr("r2", z), dmb("ish"), ldr("r3", y)] },
      handlers: { P0: [flag(1n)] },
    };
    expect(allows(litmus, { "P1:r2": 1, "P1:r3": 0 })).toBe(true);
  });

  test("the walks of a handler come after exception entry, and those of what it returns to after the eret", () => {
    // P1 unmaps y completely before it sets the flag. Where P0 saw it, a walk after the exception must not use the old entry.
    const litmus = (
      entryExitCse: boolean,
      main: readonly Instruction[],
      handler: readonly Instruction[],
    ): Litmus => ({
      // With CVE-2025-10263 the DSB does not wait for an access that has been translated, so that its age shows.
      features: { entryExitCse, tlbiDrainsOldAccesses: false },
      ptes: { x: Inv.x },
      memory: { x: 1n },
      pes: { P0: main, P1: [str(V.x, pte.y), dsb("ish"), tlbi("vae1is", y), dsb("ish"), str(1n, z)] },
      handlers: { P0: handler },
    });
    const seen = ldr("r2", z);
    const through = [cbnz("r2", "use"), b("end")];
    const inHandler = (cse: boolean) => litmus(cse, [seen, ...through, use], [ldr("r3", y)]);
    // P0 reads y through its old mapping (0) although it has seen that the page was moved to x (1).
    const old = { "P0:r2": 1, "P0:r3": 0 };
    expect(allows(inHandler(true), old)).toBe(false);
    expect(allows(inHandler(false), old)).toBe(true);
    const back = [adr("r9", "on"), msrElr("r9"), seen, cbnz("r2", "back"), b("end"), eret({ label: "back" })];
    const afterwards = (cse: boolean) => litmus(cse, [use, ldr("r3", y, { label: "on" })], back);
    expect(allows(afterwards(true), old)).toBe(false);
    expect(allows(afterwards(false), old)).toBe(true);
  });

  test("without context synchronisation nothing but translation is ahead of exception entry", () => {
    const litmus = {
      features: { entryExitCse: false },
      ptes: { x: Inv.x },
      pes: { P0: [ldr("r2", z), cbnz("r2", "use"), b("end"), use], P1: [str(1n, y), dmb("ish"), flag(1n)] },
      handlers: { P0: [ldr("r3", y)] },
    };
    expect(allows(litmus, { "P0:r2": 1, "P0:r3": 1 })).toBe(true);
    expect(allows(litmus, { "P0:r2": 1, "P0:r3": 0 })).toBe(false);
  });

  test("an eret waits for the address that it returns to", () => {
    const litmus = {
      ptes: { x: Inv.x },
      pes: { P0: [use, at("on"), ldr("r3", y)], P1: [str(1n, y), dmb("ish"), flag(1n)] },
      handlers: {
        P0: [
          ldr("r2", z),
          adr("r9", "on"),
          msrElr(binary("add", register("r9"), binary("xor", register("r2"), register("r2")))),
          eret(),
        ],
      },
    };
    expect(allows(litmus, { "P0:r2": 1, "P0:r3": 0 })).toBe(false);
    const early = { ...litmus, handlers: { P0: [ldr("r2", z), adr("r9", "on"), msrElr("r9"), eret()] } };
    expect(allows(early, { "P0:r2": 1, "P0:r3": 0 })).toBe(true);
  });

  test("a handler at EL1 may write the descriptor that code at EL0 may not use", () => {
    const user = descriptor({ oa: 0x10_0000n, el0: true });
    const litmus: Litmus = {
      pages: ["x"],
      pes: { P0: [use] },
      handlers: { P0: [str(user, pte.x), dsb("ish"), tlbi("vae1is", x), dsb("ish"), eret()] },
      pe: { P0: { el: "el0" } },
      memory: { x: 6n },
    };
    expect(ends(litmus, "P0:use", "P0:r1")).toEqual(["P0:use=permission P0:r1=6"]);
  });

  test("a load of the copy that the fault left does not count for coherence", () => {
    const read = ldr("r3", pte.y);
    const litmus = {
      ptes: { x: Inv.x },
      pes: { P0: [use, at("on"), read], P1: [str(Inv.y, pte.y)] },
      handlers: { P0: [adr("r9", "on"), msrElr("r9"), eret()] },
    };
    const isOld = (o: Readonly<Record<string, unknown>>) => o["P0:r3"] === V.y;
    expect(outcomesOf(litmus).some(isOld)).toBe(true);
  });
});
