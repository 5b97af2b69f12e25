import { describe, expect, test } from "vitest";
import {
  awaitValue,
  ldr,
  lfence,
  mfence,
  movLoad,
  movStore,
  sendIpi,
  sfence,
  str,
  takeIpi,
  xchg,
  type Instruction,
} from "../../../model/index.ts";
import { allows, AF0, endsOf, Inv, pte, V, x, y, z, type Litmus } from "../litmus.ts";
import { x86 } from "./x86-programs.ts";

describe("x86: an IPI, sent through the x2APIC (SDM vol. 3, 11.12.3)", () => {
  const seesOld = (...between: readonly Instruction[]): boolean =>
    allows(x86({ P0: [movStore(1n, x), ...between, sendIpi("P1")], P1: [takeIpi(), movLoad("r1", x)] }), {
      "P1:r1": 0,
    });

  test("passes earlier stores, but for MFENCE and LFENCE together", () => {
    expect(seesOld()).toBe(true);
    expect(seesOld(sfence())).toBe(true);
    expect(seesOld(lfence())).toBe(true);
    expect(seesOld(mfence())).toBe(true);
    expect(seesOld(mfence(), lfence())).toBe(false);
    expect(seesOld(xchg("r9", 1n, z), lfence())).toBe(false);
  });

  test("passes no earlier load", () => {
    const test = x86({
      P0: [movLoad("r1", x), sendIpi("P1")],
      P1: [takeIpi(), movStore(1n, x)],
    });
    expect(allows(test, { "P0:r1": 1 })).toBe(false);
    expect(allows(test, { "P0:r1": 0 })).toBe(true);
  });
});

/** Store buffering, where P0 has something between its store and its load, and P1 a fence. */
const sb = (between: readonly Instruction[], more: Omit<Partial<Litmus>, "pes"> = {}): boolean =>
  allows(
    x86(
      {
        P0: [movStore(1n, x), ...between, movLoad("r1", y)],
        P1: [movStore(1n, y), mfence(), movLoad("r1", x)],
        P2: [sendIpi("P0")],
      },
      more,
    ),
    { "P0:r1": 0, "P1:r1": 0 },
  );

describe("x86: interrupts and exceptions (SDM vol. 3, 12.10)", () => {
  test("find the store buffer empty", () => {
    expect(sb([])).toBe(true);
    expect(sb([takeIpi()])).toBe(false);
    const faults = { ptes: { z: Inv.z }, pe: { P0: { onFault: "skip" } } } as const;
    expect(sb([movLoad("r2", z)], faults)).toBe(false);
    expect(sb([movLoad("r2", z)])).toBe(true);
  });

  test("synchronise, also where those of arm64 PEs do not", () => {
    const features = { entryExitCse: false };
    const faults = { ptes: { z: Inv.z }, pe: { P0: { onFault: "skip" } }, features } as const;
    expect(sb([takeIpi()], { features })).toBe(false);
    expect(sb([movLoad("r2", z)], faults)).toBe(false);
  });
});

describe("x86: page faults", () => {
  test("do not come of a descriptor that the PE itself has made valid before, without a fence", () => {
    const use = movLoad("r1", x, { label: "use" });
    const test = { ptes: { x: Inv.x } };
    expect(allows(x86({ P0: [movStore(V.x, pte.x), use] }, test), { "P0:use": "translation" })).toBe(false);
    // On arm64 that takes a DSB and an ISB.
    const arm64 = { pes: { P0: [str(V.x, pte.x), ldr("r1", x, { label: "use" })] }, ...test };
    expect(allows(arm64, { "P0:use": "translation" })).toBe(true);
  });

  test("nor of one that was seen to be valid", () => {
    const test = x86(
      {
        P0: [movStore(V.x, pte.x), movStore(1n, y)],
        P1: [awaitValue(y, 1n), movLoad("r1", x, { label: "use" })],
      },
      { ptes: { x: Inv.x } },
    );
    expect(allows(test, { "P1:use": "translation" })).toBe(false);
  });

  test("nor of a clear accessed flag, which the walker sets", () => {
    const test = x86({ P0: [movLoad("r1", x, { label: "use" })] }, { ptes: { x: AF0.x } });
    expect(allows(test, { "P0:use": "access-flag" })).toBe(false);
    expect(allows(test, { "pte(x)": "V(x)" })).toBe(true);
  });
});

describe("x86: programs that wait", () => {
  test("for a value that a PE still has in its store buffer come to an end", () => {
    const waiting = x86({
      P0: [movStore(1n, x), awaitValue(y, 1n)],
      P1: [movStore(1n, y), awaitValue(x, 1n)],
    });
    expect(endsOf(waiting)).toEqual(["final"]);
  });
});
