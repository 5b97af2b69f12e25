import { describe, expect, test } from "vitest";
import {
  binary,
  cas,
  constant,
  csel,
  cset,
  dmb,
  dsb,
  isb,
  ldr,
  register,
  str,
  tlbi,
} from "../../../model/index.ts";
import type { Expression, Instruction } from "../../../model/index.ts";
import { modelOf } from "../../../model/compile.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import { after, cbnz, compute, rmw } from "../instructions.ts";
import {
  allows,
  endsOf,
  explore,
  Inv,
  outcomesOf,
  pte,
  scenarioOf,
  V,
  x,
  y,
  z,
  type Litmus,
} from "../litmus.ts";

/** An address or value that a select on a register picks, the same either way. */
const picked = (on: string, to: string, what: bigint): Instruction => csel(to, on, what, what);

/** LB: P0 reads x and then writes y; P1 reads y and writes x, which is allowed where it need not wait. */
const lb = (...P1: readonly Instruction[]): Litmus => ({
  pes: { P0: [ldr("r1", x), dmb("ish"), str(1n, y)], P1: [ldr("r2", y), ...P1] },
});
const circular = { "P0:r1": 1, "P1:r2": 1 };

/** MP: P1 reads the flag y, and x in a way that depends on it. */
const mp = (...P1: readonly Instruction[]): Litmus => ({
  pes: { P0: [str(1n, x), dmb("ish"), str(1n, y)], P1: [ldr("r1", y), ...P1] },
});
const stale = { "P1:r1": 1, "P1:r2": 0 };

describe("a select", () => {
  test("yields one operand or the other, as its condition says in the end", () => {
    const P0 = [
      ldr("r1", x),
      csel("r2", binary("eq", register("r1"), constant(0n)), 7n, 9n),
      cset("r3", "r1"),
    ];
    const test = { pes: { P0, P1: [str(1n, x)] } };
    const seen = outcomesOf(test).map((o) => `${o["P0:r1"]} ${o["P0:r2"]} ${o["P0:r3"]}`);
    expect([...new Set(seen)].toSorted()).toEqual(["0 7 0", "1 9 1"]);
  });

  test("guessed wrongly leaves nothing behind: the address it picked was the right one", () => {
    const test = mp(csel("r9", "r1", x, z), ldr("r2", "r9"));
    const seen = outcomesOf({ ...test, memory: { z: 5n } }).map((o) => `${o["P1:r1"]} ${o["P1:r2"]}`);
    expect([...new Set(seen)].toSorted()).toEqual(["0 5", "1 0", "1 1"]);
    expect(endsOf(test)).not.toContain("deadlock");
  });

  test("has no state of its own where nothing can go ahead by what it yields", () => {
    const size = (select: Instruction): number => {
      const model = modelOf(buildMachine(scenarioOf(lb(select, str("r9", x)))));
      return explore(model).size();
    };
    expect(size(cset("r9", "r2"))).toBe(size(compute("r9", binary("ne", register("r2"), constant(0n)))));
  });

  test("of what is known at once is not guessed", () => {
    const test = { pes: { P0: [csel("r1", 1n, x, y), str(5n, "r1"), ldr("r2", "r1")] } };
    expect(outcomesOf(test).map((o) => `${o["P0:r2"]} ${o["x"]} ${o["y"]}`)).toEqual(["5 5 0"]);
  });
});

describe("pick dependencies", () => {
  test("to an address let a load go ahead, where a true dependency does not", () => {
    expect(allows(mp(picked("r1", "r9", x), ldr("r2", "r9")), stale)).toBe(true);
    expect(allows(mp(ldr("r2", after(x, "r1"))), stale)).toBe(false);
  });

  test("to an address let a translation go ahead", () => {
    // The walk is by the entry from before the shootdown that P1 knows of: S+shoot+pickaddr.
    const P0 = [
      str(Inv.x, pte.x),
      dsb("ish"),
      tlbi("vae1is", x),
      dsb("ish"),
      str(V.x, pte.x),
      dsb("ish"),
      str(1n, y),
    ];
    const fault = (address: Expression, ...pick: readonly Instruction[]): boolean =>
      allows(
        { pes: { P0, P1: [ldr("r1", y), ...pick, ldr("r2", address, { label: "use" })] } },
        { "P1:r1": 1, "P1:use": "translation" },
      );
    expect(fault(register("r9"), picked("r1", "r9", x))).toBe(true);
    expect(fault(after(x, "r1"))).toBe(false);
  });

  test("to an address order a store, and the stores after an access by it", () => {
    expect(allows(lb(picked("r2", "r9", x), str(1n, "r9")), circular)).toBe(false);
    expect(allows(lb(picked("r2", "r9", z), ldr("r3", "r9"), str(1n, x)), circular)).toBe(false);
    expect(allows(lb(picked("r2", "r9", z), str(1n, x)), circular)).toBe(true);
  });

  test("to data order the store", () => {
    expect(allows(lb(picked("r2", "r9", 1n), str("r9", x)), circular)).toBe(false);
  });

  test("pass through arithmetic and through loads by what they pick", () => {
    const through = lb(
      picked("r2", "r8", z),
      compute("r9", binary("add", register("r8"), constant(0n))),
      ldr("r3", "r9"),
      str(1n, after(x, "r3")),
    );
    expect(allows(through, circular)).toBe(false);
  });

  test("to a branch order stores after it, as a control dependency does, and not loads", () => {
    const branch = [picked("r2", "r9", 1n), cbnz("r9", "go")];
    expect(allows(lb(...branch, str(1n, x, { label: "go" })), circular)).toBe(false);
    const load = [picked("r1", "r9", 1n), cbnz("r9", "go"), ldr("r2", x, { label: "go" })];
    expect(allows(mp(...load), stale)).toBe(true);
  });

  test("to an ISB order everything after it", () => {
    expect(allows(mp(picked("r1", "r9", z), ldr("r3", "r9"), isb(), ldr("r2", x)), stale)).toBe(false);
    expect(allows(mp(picked("r1", "r9", z), ldr("r3", "r9"), ldr("r2", x)), stale)).toBe(true);
  });

  /** The register r3 has a guess in it: taken from a store that is not in memory yet. */
  const forwarded = (on: string, what: bigint): readonly Instruction[] => [
    picked(on, "r9", what),
    str("r9", z),
    ldr("r3", z),
  ];

  test("to data that a branch gets by forwarding order stores after it", () => {
    const test = lb(...forwarded("r2", 1n), cbnz("r3", "go"), str(1n, x, { label: "go" }));
    expect(allows(test, circular)).toBe(false);
  });

  test("to the address of a TLBI order it: it comes after what the pick rests on", () => {
    const P0 = [str(Inv.x, pte.x), dsb("ish"), str(1n, y)];
    const P1 = (...address: readonly Instruction[]) => [
      ldr("r1", y),
      ...address,
      tlbi("vae1is", address.length === 0 ? x : "r3"),
      dsb("ish"),
      isb(),
      ldr("r4", x),
    ];
    const old = { "P1:r1": 1, "P1:r4": 0 };
    expect(allows({ pes: { P0, P1: P1() } }, old)).toBe(true);
    expect(allows({ pes: { P0, P1: P1(...forwarded("r1", x)) } }, old)).toBe(false);
    expect(endsOf({ pes: { P0, P1: P1(...forwarded("r1", x)) } })).not.toContain("deadlock");
  });

  test("an exception is taken once the address that faulted is certain: a guess faults nowhere else", () => {
    const P1 = [csel("r9", "r1", y, x), ldr("r2", "r9", { label: "use" })];
    const test = { ...mp(...P1), ptes: { x: Inv.x } };
    expect(allows(test, { "P1:r1": 0, "P1:use": "translation" })).toBe(true);
    expect(allows(test, { "P1:r1": 1, "P1:use": "translation" })).toBe(false);
  });

  test("to data that a load takes from the store before it is in memory: the load goes ahead, what it orders does not", () => {
    const taken = (order: "plain" | "acquire") => [
      picked("r2", "r9", 1n),
      str("r9", z),
      ldr("r3", z, { order }),
    ];
    expect(allows(lb(...taken("plain"), str(1n, x)), circular)).toBe(true);
    expect(allows(lb(...taken("acquire"), str(1n, x)), circular)).toBe(false);
    const data = lb(picked("r2", "r9", 1n), str("r9", z), ldr("r3", z), str("r3", x));
    expect(allows(data, circular)).toBe(false);
    const load = (...value: readonly Instruction[]) =>
      mp(...value, str("r9", z), ldr("r3", z, { order: "acquire" }), ldr("r2", x));
    expect(allows(load(picked("r1", "r9", 1n)), stale)).toBe(true);
    expect(allows(load(compute("r9", after(1n, "r1"))), stale)).toBe(false);
  });
});

describe("a compare-and-swap whose comparison is open", () => {
  const forwarding = (P1: readonly Instruction[]): Litmus => ({
    pes: { P0: [str(1n, y), dmb("ishst"), str(1n, x)], P1 },
  });
  const early = { "P1:r1": 1, "P1:r2": 2, "P1:r3": 0 };

  test("forwards what it would write: FWD-CAS", () => {
    const P1 = [cas("r1", 1n, 2n, x), ldr("r2", x), ldr("r3", after(y, "r2"))];
    expect(allows(forwarding(P1), early)).toBe(true);
    expect(allows(forwarding(P1), { "P1:r1": 0, "P1:r2": 2 })).toBe(false);
  });

  test("does not forward to an acquire; nor does LDADD, whose value is not known: FWD-LDADD", () => {
    const acquire = [cas("r1", 1n, 2n, x), ldr("r2", x, { order: "acquire" }), ldr("r3", after(y, "r2"))];
    expect(allows(forwarding(acquire), early)).toBe(false);
    const add = [rmw("add", "r1", 1n, x), ldr("r2", x), ldr("r3", after(y, "r2"))];
    expect(allows(forwarding(add), early)).toBe(false);
  });

  test("lets no store go ahead by it", () => {
    const P1 = [cas("r3", 0n, 2n, after(z, "r2")), ldr("r4", z), str(1n, after(x, "r4"))];
    expect(allows(lb(...P1), circular)).toBe(false);
    const late = [cas("r3", "r2", 2n, z), ldr("r4", z), str(1n, after(x, "r4"))];
    expect(allows({ ...lb(...late), memory: { z: 1n } }, { ...circular, "P1:r4": 2 })).toBe(false);
  });
});
