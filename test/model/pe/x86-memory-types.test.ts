import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  cbz,
  descriptor,
  lfence,
  lock,
  mfence,
  movLoad,
  movStore,
  sfence,
  unlock,
  xchg,
  type Instruction,
} from "../../../model/index.ts";
import { allows, V, x, y, z, type Litmus } from "../litmus.ts";
import { endsOf, instructionsOf, x86 } from "./x86-programs.ts";
import type { Op, Place } from "./x86-tso.ts";
import { typedOutcomes, type Type, type Types } from "./x86-types-machine.ts";

/** Index into the PAT as Linux sets it up. */
const attributes = { WB: 0, WC: 1, UC: 3 } as const;

const physical = { x: 0x10_0000n, y: 0x20_0000n, z: 0x30_0000n } as const;

const mapped = (types: Types): NonNullable<Litmus["ptes"]> => ({
  x: descriptor({ oa: physical.x, attributes: attributes[types.x] }),
  y: descriptor({ oa: physical.y, attributes: attributes[types.y] }),
  z: descriptor({ oa: physical.z, attributes: attributes[types.z] }),
});

/** Data in x, of some type; the flag y is write-back memory. */
const mp = (type: Type, between: readonly Instruction[], reader: readonly Instruction[] = []) =>
  allows(
    x86(
      {
        P0: [movStore(1n, x), ...between, movStore(1n, y)],
        P1: [movLoad("r1", y), ...reader, movLoad("r2", x)],
      },
      { ptes: mapped({ x: type, y: "WB", z: "WB" }) },
    ),
    { "P1:r1": 1, "P1:r2": 0 },
  );

describe("x86: stores to write-combining memory", () => {
  const fenced = [lfence()];

  test("are not in order with later ones, until something drains them", () => {
    expect(mp("WB", [], fenced)).toBe(false);
    expect(mp("UC", [], fenced)).toBe(false);
    expect(mp("WC", [], fenced)).toBe(true);
    expect(mp("WC", [lfence()], fenced)).toBe(true);
    expect(mp("WC", [sfence()], fenced)).toBe(false);
    expect(mp("WC", [mfence()], fenced)).toBe(false);
    expect(mp("WC", [xchg("r9", 1n, z)], fenced)).toBe(false);
  });

  test("are drained by an access to uncached memory", () => {
    const through = (instruction: Instruction) =>
      allows(
        x86(
          {
            P0: [movStore(1n, x), instruction, movStore(1n, y)],
            P1: [movLoad("r1", y), lfence(), movLoad("r2", x)],
          },
          { ptes: mapped({ x: "WC", y: "WB", z: "UC" }) },
        ),
        { "P1:r1": 1, "P1:r2": 0 },
      );
    expect(through(movStore(1n, z))).toBe(false);
    expect(through(movLoad("r9", z))).toBe(false);
  });

  test("outlive the lock that they were made under, which is released by a plain store", () => {
    const guarded = (before: readonly Instruction[]) =>
      allows(
        x86(
          {
            P0: [lock("l"), movStore(1n, x), movStore(1n, y), ...before, unlock("l")],
            P1: [lock("l"), movLoad("r1", y), lfence(), movLoad("r2", x), unlock("l")],
          },
          { ptes: mapped({ x: "WC", y: "WB", z: "WB" }) },
        ),
        { "P1:r1": 1, "P1:r2": 0 },
      );
    expect(guarded([])).toBe(true);
    expect(guarded([sfence()])).toBe(false);
  });

  test("to one place stay in order", () => {
    const test = x86(
      { P0: [movStore(1n, x), movStore(2n, x)] },
      { ptes: mapped({ x: "WC", y: "WB", z: "WB" }) },
    );
    expect(allows(test, { x: 1 })).toBe(false);
  });
});

describe("x86: loads of write-combining memory", () => {
  test("may pass earlier loads, and branches on them, but no LFENCE", () => {
    const writer = [mfence()];
    expect(mp("WC", writer)).toBe(true);
    expect(mp("WC", writer, [cbz("r1", "end")])).toBe(true);
    expect(mp("WC", writer, [lfence()])).toBe(false);
    expect(mp("WC", writer, [cbz("r1", "end"), lfence()])).toBe(false);
    expect(mp("UC", writer)).toBe(false);
    expect(mp("UC", writer, [cbz("r1", "end")])).toBe(false);
  });

  test("of one place are in order", () => {
    const test = x86(
      { P0: [movStore(1n, x)], P1: [movLoad("r1", x), movLoad("r2", x)] },
      { ptes: mapped({ x: "WC", y: "WB", z: "WB" }) },
    );
    expect(allows(test, { "P1:r1": 1, "P1:r2": 0 })).toBe(false);
    expect(allows(test, { "P1:r1": 0, "P1:r2": 1 })).toBe(true);
  });
});

describe("x86: uncached memory", () => {
  test("is accessed in program order: its loads pass no store", () => {
    const sb = (types: Types) =>
      allows(
        x86(
          { P0: [movStore(1n, x), movLoad("r1", y)], P1: [movStore(1n, y), movLoad("r1", x)] },
          { ptes: mapped(types) },
        ),
        { "P0:r1": 0, "P1:r1": 0 },
      );
    expect(sb({ x: "UC", y: "UC", z: "WB" })).toBe(false);
    // The load of write-back memory passes the uncached store.
    expect(sb({ x: "UC", y: "WB", z: "WB" })).toBe(true);
    expect(sb({ x: "WB", y: "WB", z: "WB" })).toBe(true);
  });

  test("the type is the one of the entry that an access uses, not the one of memory", () => {
    const pteWrites = [movStore(V.x, 0x9000_0000n)];
    const reader = [movLoad("r1", y), movLoad("r2", x)];
    const writer = [movStore(1n, x), movStore(1n, y)];
    const stale = { "P1:r1": 1, "P1:r2": 0 };
    const run = (pes: Readonly<Record<string, readonly Instruction[]>>) =>
      allows(x86(pes, { ptes: mapped({ x: "WC", y: "WB", z: "WB" }) }), stale);
    // The descriptor becomes WB before P1 runs on its account, but its TLB may still have WC.
    expect(run({ P0: [...pteWrites, mfence(), ...writer], P1: reader })).toBe(true);
    expect(
      allows(x86({ P0: writer, P1: reader }, { ptes: mapped({ x: "WB", y: "WB", z: "WB" }) }), stale),
    ).toBe(false);
  });
});

describe("x86: memory types against a machine of their own", () => {
  const place = fc.constantFrom<Place>("x", "y", "z");
  const type = fc.constantFrom<Type>("WB", "WC", "UC");
  const operation: fc.Arbitrary<Op> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ op: fc.constant("load" as const), to: fc.constant("r"), at: place }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        op: fc.constant("store" as const),
        value: fc.constantFrom<number | string>(1, 2, "r0"),
        at: place,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom<Op>({ op: "mfence" }, { op: "sfence" }, { op: "sfence" }, { op: "lfence" }),
    },
    { weight: 1, arbitrary: fc.constant<Op>({ op: "xchg", to: "r", value: 2, at: "x" }) },
    { weight: 1, arbitrary: fc.constant<Op>({ op: "jnz", register: "r0", skip: 1 }) },
  );
  /** Registers are written once: r0 by the first load of a PE, others by number. */
  const renamed = (ops: readonly Op[]): readonly Op[] => {
    let next = 0;
    return ops.map((op) => ("to" in op ? { ...op, to: `r${next++}` } : op));
  };
  const programs = fc
    .constantFrom([4, 4], [5, 3], [3, 2, 2])
    .chain((lengths) =>
      fc.tuple(...lengths.map((maxLength) => fc.array(operation, { minLength: 1, maxLength }).map(renamed))),
    );
  const types: fc.Arbitrary<Types> = fc.record({ x: type, y: type, z: type });
  /** More by hand: WALKCHECK_RUNS=3000 npx vitest run test/model/pe/x86-memory-types.test.ts. */
  const numRuns = Number(process.env["WALKCHECK_RUNS"] ?? 300);

  test("random programs end as there, in all ways and no other", () => {
    fc.assert(
      fc.property(programs, types, (ops, of) => {
        const pes = Object.fromEntries(ops.map((own, p) => [`P${p}`, instructionsOf(own)]));
        expect(endsOf(x86(pes, { ptes: mapped(of) }))).toEqual(typedOutcomes(ops, of));
      }),
      { numRuns },
    );
  }, 900_000);
});
