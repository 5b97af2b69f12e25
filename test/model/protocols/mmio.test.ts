import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  dmb,
  dsb,
  ldr,
  lock,
  movLoad,
  movStore,
  str,
  unlock,
  type Instruction,
} from "../../../model/index.ts";
import { A, B, C, ends, F, reaches, statesOf, type System, type View } from "./system.ts";

type Code = readonly Instruction[];
type Path = "p" | "q";

/** A write to a register that nobody else writes, behind a barrier. */
interface Write {
  readonly to: "A0" | "A1" | "B0";
  readonly type: "dev" | "nE" | "nc";
  readonly behind: keyof typeof barriers;
}

/** Where device B is, and where writes by types with early acknowledgement get it. */
interface Board {
  readonly pathOfB: Path;
  readonly acknowledgedAtPe: boolean;
}

const anyBoard: fc.Arbitrary<Board> = fc.record({
  pathOfB: fc.constantFrom("p", "q"),
  acknowledgedAtPe: fc.boolean(),
});

const atPe = { "Device-nGnRE": "PE", "Normal-NC": "PE" } as const;

const barriers = {
  nothing: [],
  "dmb osh": [dmb("osh")],
  "dmb oshst": [dmb("oshst")],
  "dmb oshld": [dmb("oshld")],
  "dsb sy": [dsb("sy")],
} as const;

const anyWrite = (to: Write["to"]): fc.Arbitrary<Write> =>
  fc.record({
    to: fc.constant(to),
    type: fc.constantFrom("dev", "nE", "nc"),
    behind: fc.constantFrom("nothing", "nothing", "dmb osh", "dmb oshst", "dmb oshld", "dsb sy"),
  });

const anyWrites: fc.Arbitrary<readonly Write[]> = fc
  .shuffledSubarray(["A0", "A1", "B0"] as const, { minLength: 2 })
  .chain((registers) => fc.tuple(...registers.map(anyWrite)));

const codeOf = ({ to, type, behind }: Write): Code => {
  const address = { A0: A[type], A1: A[type] + 8n, B0: B[type] }[to];
  return [...barriers[behind], str(1n, address)];
};

/**
 * What the architecture says of two writes: to one peripheral by types that do not reorder they arrive in program order
 * (Arm ARM B2.10). Behind a barrier the older is acknowledged first: by Device-nGnRnE that is when it has arrived, by the
 * other types when it has its place on the path, which only those on the same path respect. Where the PE acknowledges it
 * there is no place yet, and order within a device alone.
 */
function arriveInOrder(older: Write, between: readonly Write[], younger: Write, board: Board): boolean {
  const isSameDevice = (older.to === "B0") === (younger.to === "B0");
  if (isSameDevice && older.type !== "nc" && younger.type !== "nc") return true;
  const isBarred = [...between, younger].some(({ behind }) => !["nothing", "dmb oshld"].includes(behind));
  if (!isBarred) return false;
  return older.type === "nE" || isSameDevice || (board.pathOfB === "p" && !board.acknowledgedAtPe);
}

describe("writes to registers", () => {
  test("arrive out of order exactly where nothing orders them", () => {
    let swapped = 0;
    fc.assert(
      fc.property(anyWrites, anyBoard, (writes, board) => {
        const states = statesOf({
          pes: { P0: writes.flatMap(codeOf) },
          pathOfB: board.pathOfB,
          ...(board.acknowledgedAtPe ? { acknowledges: atPe } : {}),
        });
        const isOrdered = (i: number, j: number): boolean =>
          writes.some((younger, k) => {
            const older = writes[i];
            if (older === undefined || k <= i || k > j) return false;
            return (
              arriveInOrder(older, writes.slice(i + 1, k), younger, board) && (k === j || isOrdered(k, j))
            );
          });
        for (const [j, younger] of writes.entries())
          for (const [i, older] of writes.slice(0, j).entries()) {
            const isSwapped = states.some(
              ({ memory }) => memory[younger.to] === 1n && memory[older.to] === 0n,
            );
            expect(isSwapped).toBe(!isOrdered(i, j));
            if (isSwapped) swapped++;
          }
      }),
      { numRuns: 150 },
    );
    expect(swapped).toBeGreaterThan(0);
  });
});

describe("two devices", () => {
  const bFirst = ({ memory }: View): boolean => memory["B0"] === 1n && memory["A0"] === 0n;
  const overtakes = (pathOfB: Path, P0: Code, more: Partial<System> = {}): boolean =>
    reaches({ pes: { P0 }, pathOfB, ...more }, bFirst);

  test("a read of what was written flushes it, if what follows waits for the read", () => {
    for (const path of ["p", "q"] as const) {
      const flushed = [str(1n, A.dev), ldr("r1", A.dev)];
      expect(overtakes(path, [...flushed, dmb("oshld"), str(1n, B.dev)])).toBe(false);
      expect(overtakes(path, [...flushed, str(1n, B.dev)])).toBe(true);
    }
  });

  test("a read of one device says nothing of a write to the other on another path", () => {
    const late = (pathOfB: Path) =>
      reaches(
        { pes: { P0: [str(1n, A.dev), dmb("osh"), ldr("r1", B.dev), dsb("sy")] }, pathOfB },
        ({ done, memory }) => done && memory["A0"] === 0n,
      );
    expect(late("q")).toBe(true);
    expect(late("p")).toBe(false);
  });

  test("on x86 an uncached read flushes, and MFENCE does not", () => {
    const x86 = (...between: Code) =>
      overtakes("q", [movStore(1n, A.dev), ...between, movStore(1n, B.dev)], { architecture: "x86" });
    expect(x86()).toBe(true);
    expect(x86(movLoad("r1", A.dev))).toBe(false);
  });

  test("who learns by a flag of a write that was acknowledged early may overtake it", () => {
    const told = (register: bigint) =>
      reaches(
        {
          pes: {
            P0: [str(1n, register), dsb("sy"), str(1n, F)],
            P1: [ldr("r1", F), dmb("osh"), str(1n, B.dev)],
          },
          pathOfB: "q",
        },
        (view) => view.registers["P1:r1"] === 1n && bFirst(view),
      );
    expect(told(A.dev)).toBe(true);
    expect(told(A.nE)).toBe(false);
  });
});

describe("a write to configuration space, which is not posted", () => {
  test("is behind a barrier complete before what follows, on any path", () => {
    for (const pathOfC of ["p", "q"] as const) {
      const P0 = [str(1n, C), dsb("sy"), str(1n, A.dev)];
      expect(
        reaches({ pes: { P0 }, pathOfC }, ({ memory }) => memory["A0"] === 1n && memory["C0"] === 0n),
      ).toBe(false);
    }
  });
});

describe("writes under a lock (Documentation/memory-barriers.txt, mmiowb)", () => {
  const critical = (register: bigint, more: Partial<System> = {}): boolean =>
    reaches(
      {
        pes: {
          P0: [lock("l"), str(1n, register), str(1n, F), unlock("l")],
          P1: [lock("l"), ldr("r1", F), str(2n, register), unlock("l")],
        },
        ...more,
      },
      ({ done, registers, memory, state }) =>
        done &&
        registers["P1:r1"] === 1n &&
        memory["A0"] === 1n &&
        state.paths.every(({ queue, unordered }) => queue.length === 0 && unordered.size === 0),
    );

  test("arrive in the order in which the lock was held", () => {
    for (const register of [A.dev, A.nE, A.nc]) expect(critical(register)).toBe(false);
  });

  test("need not where they are acknowledged at the PE", () => {
    expect(critical(A.nc, { acknowledges: { "Normal-NC": "PE" } })).toBe(true);
  });
});

describe("a status register", () => {
  test("orders later loads of memory with a barrier alone, as readl() has it", () => {
    const stale = (...between: Code) =>
      ends(
        {
          pes: {
            P0: [str(1n, F), dmb("osh"), str(1n, A.dev)],
            P1: [ldr("r1", A.dev), ...between, ldr("r2", F)],
          },
        },
        { "P1:r1": 1n, "P1:r2": 0n },
      );
    expect(stale()).toBe(true);
    expect(stale(dmb("oshld"))).toBe(false);
  });
});
