import { describe, expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import { observed } from "../../../checker/engine/observed/observed.ts";
import { reference } from "../../../checker/engine/reference.ts";
import { adr, b, compile, descriptor, dmb, dsb, ELR, eret, ldr, mark, mov } from "../../../model/index.ts";
import { msrElr, reaches, str, svc, takeIpi, tlbi } from "../../../model/index.ts";
import type { Instruction, Machine } from "../../../model/index.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import { binary, constant, register } from "../../../model/program/expression.ts";
import { after, cbnz, choose } from "../instructions.ts";
import { judge } from "../judged.ts";
import { allows, endsOf, Inv, outcomesOf, pte, scenarioOf, V, x, y, z, type Litmus } from "../litmus.ts";
import { traceOf } from "../trace-of.ts";

const call = svc({ label: "call" });
const use = ldr("r1", x, { label: "use" });
const seen = ldr("r2", z);
/** Something to wait for: initial states in which nothing is left to do are no ends. */
const slowly = [str(9n, y), dsb("ish")];
const add = (name: string, value: bigint): Instruction =>
  mov(name, binary("add", register(name), constant(value)));

/** What each end has for these names, each combination once. */
const ends = (litmus: Litmus, ...names: readonly string[]): readonly string[] =>
  [
    ...new Set(outcomesOf(litmus).map((o) => names.map((name) => `${name}=${o[name] ?? "-"}`).join(" "))),
  ].toSorted();

describe("a supervisor call", () => {
  test("runs the handler and returns to the next instruction, with the registers they share", () => {
    const litmus: Litmus = {
      pages: ["y", "z"],
      pes: { P0: [mov("r1", 3n), call, mov("r3", "r2"), str("r3", z)] },
      handlers: { P0: [add("r1", 4n), mov("r2", "r1"), eret()] },
    };
    expect(ends(litmus, "P0:call", "P0:r1", "P0:r3", "z")).toEqual(["P0:call=svc P0:r1=7 P0:r3=7 z=7"]);
    expect(endsOf(litmus)).toEqual(["final"]);
  });

  test("leaves the address of the next instruction in ELR_EL1", () => {
    const litmus = {
      pes: { P0: [call, mov("r1", 1n, { label: "next" })] },
      handlers: { P0: [mov("r2", register(ELR)), adr("r3", "next"), eret()] },
    };
    const [{ "P0:r2": found, "P0:r3": next } = {}] = outcomesOf(litmus);
    expect(found).toBe(next);
    expect(found).toBeDefined();
  });

  test("returns elsewhere where the handler writes ELR_EL1: to a label, before the call, to the end", () => {
    const to = (label: string): Litmus => ({
      pes: { P0: [add("r1", 1n), call, add("r1", 10n), mov("r2", 1n, { label: "on" })] },
      handlers: { P0: [adr("r9", label), msrElr("r9"), eret()] },
    });
    expect(ends(to("on"), "P0:r1", "P0:r2")).toEqual(["P0:r1=1 P0:r2=1"]);
    expect(ends(to("end"), "P0:r1", "P0:r2")).toEqual(["P0:r1=1 P0:r2=-"]);
    // It is called again and again, until the bound.
    expect(ends(to("call"), "P0:r1")).toEqual([]);
  });

  test("without an eret ends the thread at the end of the handler", () => {
    const litmus: Litmus = {
      pes: { P0: [call, str(1n, y)], P1: [takeIpi()] },
      handlers: { P0: [str(1n, z)] },
    };
    expect(ends(litmus, "y", "z")).toEqual(["y=0 z=1"]);
    // What waits for a thread that has ended is no deadlock.
    expect(endsOf(litmus)).toEqual(["final"]);
  });

  test("may come twice in a row, and last: the second is not on the path before the first returns", () => {
    const litmus: Litmus = {
      pes: { P0: [svc({ label: "one" }), svc({ label: "two" })] },
      handlers: { P0: [add("r1", 1n), eret()] },
    };
    expect(ends(litmus, "P0:one", "P0:two", "P0:r1")).toEqual(["P0:one=svc P0:two=svc P0:r1=2"]);
    // The program, the handler, the second call, the handler: nothing is left to resume, and nothing is cut.
    const machine = buildMachine(scenarioOf(litmus));
    expect(machine.pes[0]?.slots.map(({ handler }) => (handler ? "h" : "m")).join("")).toBe("mmhhmhh");
    expect(compile(scenarioOf(litmus)).assumptions).toEqual([]);
  });

  test("and a fault count alike: beyond the bound the path is cut", async () => {
    const litmus = (faults: number): Litmus => ({
      ptes: { x: Inv.x },
      pes: { P0: [svc({ label: "one" }), use, svc({ label: "two" })] },
      handlers: { P0: [str(V.x, pte.x), dsb("ish"), eret()] },
      pe: { P0: { faults } },
    });
    const late = (faults: number): Litmus => ({
      ...litmus(faults),
      handlers: { P0: [add("r2", 1n), cbnz(binary("eq", register("r2"), constant(1n)), "out"), ...repair] },
    });
    const repair = [str(V.x, pte.x), dsb("ish"), eret({ label: "out" })];
    expect(ends(late(3), "P0:one", "P0:use", "P0:two")).toEqual(["P0:one=svc P0:use=translation P0:two=svc"]);
    expect(outcomesOf(late(2))).toEqual([]);
    expect(ends(litmus(2), "P0:use", "P0:two")).toEqual(["P0:use=- P0:two=svc"]);
    const cut = await check(compile(scenarioOf(late(2))), { properties: ["no-deadlock"] });
    expect(cut.properties[0]?.reason).toEqual({
      kind: "bound",
      hit: { kind: "loop", where: "P0: the fault of svc #0" },
    });
    expect(compile(scenarioOf(late(2))).assumptions).toEqual([
      "P0: at most 2 faults are taken; a path that needs more is UNDECIDED",
    ]);
  });

  test("in a loop returns into its iteration", () => {
    const litmus = (bound: number, faults: number): Litmus => ({
      pes: {
        P0: [
          mov("r4", binary("add", register("r4"), constant(1n)), { label: "loop" }),
          call,
          add("r5", 1n),
          cbnz(binary("ne", register("r4"), constant(3n)), "loop", bound),
        ],
      },
      handlers: { P0: [add("r6", 10n), eret()] },
      pe: { P0: { faults } },
    });
    expect(ends(litmus(2, 3), "P0:r4", "P0:r5", "P0:r6")).toEqual(["P0:r4=3 P0:r5=3 P0:r6=30"]);
    expect(outcomesOf(litmus(2, 2))).toEqual([]);
    expect(outcomesOf(litmus(1, 3))).toEqual([]);
  });

  test("returns to the copy of what follows it that has gone round the loops as often", () => {
    // The inner loop is taken once in each of two rounds. Unrolling puts a copy of what follows the call, for a path that
    // has taken it less often, between the call and the copy that belongs to it.
    const litmus = (bound: number): Litmus => ({
      pes: {
        P0: [
          mov("r4", binary("add", register("r4"), constant(1n)), { label: "again" }),
          cbnz(binary("and", register("r4"), constant(1n)), "again", bound),
          call,
          add("r5", 1n),
          cbnz(binary("ne", register("r4"), constant(4n)), "again", 1),
        ],
      },
      handlers: { P0: [eret()] },
    });
    expect(ends(litmus(2), "P0:r4", "P0:r5")).toEqual(["P0:r4=4 P0:r5=2"]);
    expect(outcomesOf(litmus(1))).toEqual([]);
  });

  test("in a handler is left out, and that is an assumption", () => {
    const litmus: Litmus = {
      pes: { P0: [choose("r0", 0n, 1n), call, mov("r2", 1n)] },
      handlers: { P0: [cbnz("r0", "out"), svc(), eret({ label: "out" })] },
    };
    expect(ends(litmus, "P0:r0", "P0:r2")).toEqual(["P0:r0=1 P0:r2=1"]);
    expect(compile(scenarioOf(litmus)).assumptions).toEqual([
      "P0: its handler does not fault; a path on which it does is left out",
    ]);
    const always: Litmus = { pes: { P0: [...slowly, call] }, handlers: { P0: [svc(), eret()] } };
    expect(endsOf(always)).toEqual(["abandoned"]);
  });

  test("that is not executed is no fault of the path", () => {
    const litmus: Litmus = {
      pes: { P0: [b("on"), call, mov("r1", 1n, { label: "on" })] },
      handlers: { P0: [eret()] },
    };
    expect(ends(litmus, "P0:call", "P0:r1")).toEqual(["P0:call=- P0:r1=1"]);
    expect(buildMachine(scenarioOf(litmus)).pes[0]?.slots).toHaveLength(3);
    expect(compile(scenarioOf(litmus)).assumptions).toEqual([]);
  });

  test("reaches a handler at EL1, which does for code at EL0 what that may not", () => {
    const user = (page: bigint) => descriptor({ oa: page, el0: true });
    const litmus: Litmus = {
      pages: ["x"],
      memory: { x: 1n, y: 2n },
      ptes: { x: user(0x10_0000n) },
      pes: { P0: [call, use] },
      handlers: {
        P0: [str(user(0x20_0000n), pte.x), dsb("ish"), tlbi("vae1is", x), dsb("ish"), eret()],
      },
      pe: { P0: { el: "el0" } },
    };
    expect(ends(litmus, "P0:use", "P0:r1")).toEqual(["P0:use=- P0:r1=2"]);
    const without = { ...litmus, handlers: { P0: [str(user(0x20_0000n), pte.x), dsb("ish"), eret()] } };
    expect(ends(without, "P0:r1")).toEqual(["P0:r1=1", "P0:r1=2"]);
  });
});

describe("a supervisor call without a handler", () => {
  const code = [mov("r1", 1n), str(1n, y), call, mov("r1", 2n), str(1n, z)];

  test("ends the thread", async () => {
    const litmus: Litmus = { pages: ["y", "z"], pes: { P0: code, P1: [takeIpi()] } };
    expect(ends(litmus, "P0:call", "P0:r1", "y", "z")).toEqual(["P0:call=svc P0:r1=1 y=1 z=0"]);
    expect(endsOf(litmus)).toEqual(["final"]);
    const alone = { ...litmus, pes: { P0: code } };
    expect(compile(scenarioOf(alone)).assumptions).toEqual([]);
    const result = await check(compile(scenarioOf(alone)), { properties: ["no-deadlock"] });
    expect(result.properties[0]?.verdict).toBe("PROVED");
  });

  test("is skipped where faults are", () => {
    const litmus: Litmus = {
      pages: ["y", "z"],
      pes: { P0: [...code, call2] },
      pe: { P0: { onFault: "skip" } },
    };
    expect(ends(litmus, "P0:call", "P0:r1", "y", "z")).toEqual(["P0:call=svc P0:r1=2 y=1 z=1"]);
    expect(ends(litmus, "P0:last")).toEqual(["P0:last=svc"]);
  });

  test("has no end at all where faults are tried again", () => {
    const litmus: Litmus = {
      pages: ["y", "z"],
      pes: { P0: [...slowly, ...code] },
      pe: { P0: { onFault: "retry" } },
    };
    expect(outcomesOf(litmus)).toEqual([]);
    expect(endsOf(litmus)).toEqual(["abandoned"]);
    expect(compile(scenarioOf(litmus)).assumptions).toEqual([
      "P0: it faults once at most, and then tries again; a path on which it faults twice is left out",
    ]);
  });

  const call2 = svc({ label: "last" });
});

describe("the order of a supervisor call", () => {
  /** An own store to a descriptor, the call, and an access that may fault. */
  const made = (
    entryExitCse: boolean,
    main: readonly Instruction[],
    handler: readonly Instruction[],
  ): Litmus => ({
    features: { entryExitCse },
    ptes: { x: Inv.x },
    pes: { P0: [str(V.x, pte.x), ...main] },
    handlers: { P0: handler },
  });
  const faults = { "P0:use": "translation" };

  test("the eret after it synchronises context: behind a DSB no access uses the old descriptor", () => {
    const back = [eret()];
    expect(allows(made(true, [dsb("ish"), call, use], back), faults)).toBe(false);
    expect(allows(made(true, [call, use], back), faults)).toBe(true);
    expect(allows(made(true, [call, dsb("ish"), use], back), faults)).toBe(true);
    expect(allows(made(true, [call, use], [dsb("ish"), eret()]), faults)).toBe(false);
    expect(allows(made(false, [dsb("ish"), call, use], back), faults)).toBe(true);
  });

  test("its entry synchronises context: the handler's accesses do not use the old descriptor either", () => {
    // In the handler a fault would be left out: what shows is the old mapping.
    const moved = (cse: boolean, ...between: readonly Instruction[]): Litmus => ({
      features: { entryExitCse: cse },
      memory: { x: 1n, y: 2n },
      pes: { P0: [str(V.y, pte.x), ...between, call] },
      handlers: { P0: [ldr("r1", x)] },
    });
    const shot = [dsb("ish"), tlbi("vae1is", x), dsb("ish")];
    const old = { "P0:r1": 1 };
    expect(allows(moved(true, ...shot), old)).toBe(false);
    expect(allows(moved(true, dsb("ish")), old)).toBe(true);
    expect(allows(moved(false, ...shot), old)).toBe(true);
  });

  test("skipped, it synchronises context all the same", () => {
    const skipped = (...main: readonly Instruction[]): Litmus => ({
      ptes: { x: Inv.x },
      pe: { P0: { onFault: "skip" } },
      pes: { P0: [str(V.x, pte.x), ...main, use] },
    });
    expect(allows(skipped(dsb("ish"), call), faults)).toBe(false);
    expect(allows(skipped(dsb("ish")), faults)).toBe(true);
    expect(allows(skipped(call), faults)).toBe(true);
  });

  test("it waits for branches and translations before it, not for reads and not for DMBs", () => {
    // Message passing: what could be early is the handler's load.
    const litmus = (...before: readonly Instruction[]): Litmus => ({
      pes: { P0: [...before, call], P1: [str(1n, y), dmb("ish"), str(1n, z)] },
      handlers: { P0: [ldr("r3", y)] },
    });
    const stale = { "P0:r2": 1, "P0:r3": 0 };
    expect(allows(litmus(seen), stale)).toBe(true);
    expect(allows(litmus(seen, cbnz("r2", "call"), b("end")), stale)).toBe(false);
    expect(allows(litmus(seen, ldr("r4", after(z, "r2"))), stale)).toBe(false);
    expect(allows(litmus(seen, dsb("ishld")), stale)).toBe(false);
    // A DMB orders the two loads, but neither with the call between them.
    expect(allows(litmus(seen, dmb("ishst")), stale)).toBe(true);
    expect(allows(litmus(seen, dmb("ishld")), stale)).toBe(false);
  });

  test("a call on a wrong guess never happens", () => {
    const litmus: Litmus = {
      pages: ["y", "z"],
      pes: { P0: [ldr("r2", z), cbnz("r2", "call"), b("end"), call] },
      handlers: { P0: [str(1n, y), eret()] },
    };
    expect(ends(litmus, "P0:call", "y")).toEqual(["P0:call=- y=0"]);
    const left: Litmus = { ...litmus, pe: { P0: { onFault: "retry" } }, handlers: {} };
    expect(ends(left, "P0:call")).toEqual(["P0:call=-"]);
  });

  test("an earlier fault comes first", () => {
    const litmus: Litmus = { ptes: { x: Inv.x }, pes: { P0: [use, call, mov("r2", 1n)] } };
    expect(ends(litmus, "P0:use", "P0:call")).toEqual(["P0:use=translation P0:call=-"]);
    for (const entryExitCse of [true, false]) {
      const handled = {
        ...litmus,
        features: { entryExitCse },
        handlers: { P0: [str(V.x, pte.x), dsb("ish"), eret()] },
      };
      expect(ends(handled, "P0:use", "P0:call", "P0:r2")).toEqual(["P0:use=translation P0:call=svc P0:r2=1"]);
    }
  });
});

describe("machines with supervisor calls", () => {
  const tests: readonly Litmus[] = [true, false].flatMap((entryExitCse) => [
    {
      features: { entryExitCse },
      pages: ["x", "y"] as const,
      ptes: { x: Inv.x },
      pes: {
        P0: [use, call, ldr("r2", y), mark("done")],
        P1: [str(V.x, pte.x), dsb("ish"), str(1n, y), mark("done")],
      },
      handlers: { P0: [ldr("r3", y), msrElr(binary("add", register(ELR), constant(4n))), eret()] },
    },
    {
      features: { entryExitCse },
      pages: ["x", "y"] as const,
      ptes: { x: V.x },
      pes: {
        P0: [str(Inv.x, pte.x), call, str(1n, y), mark("done")],
        P1: [ldr("r2", y), use, mark("done")],
      },
      handlers: { P0: [dsb("ish"), tlbi("vae1is", x), dsb("ish"), eret()] },
    },
    // The load before the call may be later than the one after it: only its walk is waited for.
    {
      features: { entryExitCse },
      pages: ["x", "y"] as const,
      pes: {
        P0: [use, call, mark("done")],
        P1: [str(1n, y), dmb("ish"), str(1n, x), str(V.x, pte.x), mark("done")],
      },
      handlers: { P0: [ldr("r3", y), eret()] },
    },
  ]);
  const answers = (judged: ReturnType<typeof judge>) => ({
    found: judged?.found,
    outcomes: judged?.outcomes,
  });

  test.each(tests.map((litmus, i) => [i, litmus] as const))(
    "%s: engines, eager steps off, explicit walks and final states agree",
    (_, litmus) => {
      const usual = answers(judge(litmus, {}));
      expect(usual.outcomes?.length).toBeGreaterThan(1);
      for (const run of [
        { engine: reference },
        { engine: observed },
        { eager: "off" as const },
        { walks: "explicit" as const },
      ])
        expect(answers(judge(litmus, run))).toEqual(usual);
      expect(judge(litmus, { judged: "final states" })?.outcomes).toEqual(usual.outcomes);
    },
  );

  test("its trace says what a call leads to", async () => {
    const litmus: Litmus = {
      pes: { P0: [...slowly, call, mov("r3", 1n, { label: "on" }), mark("done")] },
      handlers: { P0: [eret()] },
    };
    const reached = (m: Machine) => reaches(m, { name: "it", because: "" }, [{ pe: "P0", mark: "done" }]);
    const { steps } = await traceOf(litmus, reached);
    const shown = steps
      .flatMap(({ step, folded }) => [step, ...folded])
      .map(({ text, note }) => (note === undefined ? text : `${text} (${note})`));
    expect(shown).toEqual([
      "str (y := 9)",
      "dsb(ish)",
      "svc #0 (enters the handler)",
      "eret (returns to on: mov r3)",
      "done",
    ]);
  });
});
