import { describe, expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import { noDeadlock } from "../../../checker/search/plan.ts";
import {
  compile,
  downRead,
  downWrite,
  dsb,
  endMark,
  ldr,
  lock,
  mark,
  mutualExclusion,
  str,
  tlbi,
  unlock,
  upRead,
  upWrite,
  type Instruction,
} from "../../../model/index.ts";
import { allows, endsOf, outcomesOf, pte, scenarioOf, V, x, y, type Litmus } from "../litmus.ts";

const increment: readonly Instruction[] = [lock("l"), ldr("r1", x), str("r1", y), unlock("l")];

async function deadlocks(test: Litmus): Promise<string> {
  const result = await check(compile(scenarioOf(test)), { properties: [noDeadlock] });
  return result.verdict;
}

describe("locks", () => {
  test("are released by their holder only", async () => {
    const test = { pes: { P0: [lock("l"), str(1n, x), unlock("l")], P1: [unlock("l")] } };
    await expect(deadlocks(test)).rejects.toThrow("releases l, which this PE does not hold");
  });

  test("the sections of a lock do not overlap", () => {
    const section = [lock("l"), str(1n, x), str(0n, x), unlock("l")];
    const test = { pes: { P0: section, P1: [lock("l"), ldr("r1", x), unlock("l")] } };
    expect(allows(test, { "P1:r1": 1 })).toBe(false);
    const without = { pes: { P0: [str(1n, x), str(0n, x)], P1: [ldr("r1", x)] } };
    expect(allows(without, { "P1:r1": 1 })).toBe(true);
  });

  test("mutualExclusion holds with a lock and is broken without", async () => {
    const section = (locked: boolean) => [
      ...(locked ? [lock("l")] : []),
      mark("in"),
      ldr("r1", x),
      dsb("ish"),
      endMark("out"),
      ...(locked ? [unlock("l")] : []),
    ];
    const verdict = async (locked: boolean) => {
      const scenario = scenarioOf({
        pes: { P0: section(locked), P1: section(locked) },
        scenario: {
          properties: [
            (m) =>
              mutualExclusion(
                m,
                { name: "alone", because: "" },
                ["P0", "P1"].map((pe) => ({ pe, from: "in", to: "out" })),
              ),
          ],
        },
      });
      return (await check(compile(scenario))).properties.find((p) => p.property === "alone")?.verdict;
    };
    expect(await verdict(true)).toBe("PROVED");
    expect(await verdict(false)).toBe("REFUTED");
  });

  test("what was written under the lock is seen under it: an unlock is a release, a lock an acquire", () => {
    const test = {
      pes: {
        P0: [lock("l"), str(1n, x), str(1n, y), unlock("l")],
        P1: [lock("l"), ldr("r1", y), ldr("r2", x), unlock("l")],
      },
    };
    expect(allows(test, { "P1:r1": 1, "P1:r2": 0 })).toBe(false);
    expect(allows(test, { "P1:r1": 0, "P1:r2": 1 })).toBe(false);
  });

  test("locks taken in opposite orders deadlock, and no-deadlock says so", async () => {
    const nest = (first: string, second: string) => [
      lock(first),
      lock(second),
      unlock(second),
      unlock(first),
    ];
    const opposite = { pes: { P0: nest("a", "b"), P1: nest("b", "a") } };
    expect(await deadlocks(opposite)).toBe("REFUTED");
    expect(endsOf(opposite)).toEqual(["deadlock", "final"]);
    expect(await deadlocks({ pes: { P0: nest("a", "b"), P1: nest("a", "b") } })).toBe("PROVED");
  });

  test("a lock that is never released is a deadlock of whoever waits for it", async () => {
    expect(await deadlocks({ pes: { P0: [lock("l")], P1: increment } })).toBe("REFUTED");
  });

  test("an access translated ahead of a lock, which another PE's DSB then waits for, is not a deadlock", async () => {
    const test: Litmus = {
      pes: {
        P0: [lock("l"), str(V.y, pte.x), dsb("ish"), tlbi("vae1is", x), dsb("ish"), unlock("l")],
        P1: [lock("l"), ldr("r1", x), unlock("l")],
      },
    };
    expect(await deadlocks(test)).toBe("PROVED");
    expect(outcomesOf(test).length).toBeGreaterThan(0);
  });

  describe("that are shared", () => {
    const reader = [downRead("l"), str(1n, x), ldr("r1", y), upRead("l")];

    test("are held by several readers at a time", () => {
      const meet = [downRead("l"), str(1n, x), dsb("ish"), ldr("r1", y), dsb("ish"), upRead("l")];
      const other = [downRead("l"), str(1n, y), dsb("ish"), ldr("r1", x), dsb("ish"), upRead("l")];
      // SB with DSBs: both read 1 where the sections overlap, and only there.
      expect(allows({ pes: { P0: meet, P1: other } }, { "P0:r1": 1, "P1:r1": 1 })).toBe(true);
      const alone = ([first, ...rest]: readonly Instruction[]): readonly Instruction[] => [
        ...(first === undefined ? [] : [downWrite("l")]),
        ...rest.slice(0, -1),
        upWrite("l"),
      ];
      expect(allows({ pes: { P0: alone(meet), P1: alone(other) } }, { "P0:r1": 1, "P1:r1": 1 })).toBe(false);
    });

    test("keep out a writer, and are kept out by one", () => {
      const writer = [downWrite("l"), str(2n, x), str(1n, y), str(2n, y), upWrite("l")];
      expect(allows({ pes: { P0: reader, P1: writer } }, { "P0:r1": 1 })).toBe(false);
      expect(allows({ pes: { P0: reader, P1: writer } }, { "P0:r1": 2 })).toBe(true);
      expect(allows({ pes: { P0: reader, P1: writer } }, { "P0:r1": 0, x: 2 })).toBe(true);
    });

    test("are not released by who holds them alone, nor the other way round", async () => {
      await expect(deadlocks({ pes: { P0: [downWrite("l"), upRead("l")] } })).rejects.toThrow(
        "up_read(&l) releases l, which this PE does not hold shared",
      );
      const shared = { pes: { P0: [downRead("l"), upWrite("l")] } };
      await expect(deadlocks(shared)).rejects.toThrow("releases l, which this PE does not hold");
    });

    test("deadlock where a PE takes the write side of what it reads, or reads twice", async () => {
      expect(await deadlocks({ pes: { P0: [downRead("l"), downWrite("l")] } })).toBe("REFUTED");
      expect(await deadlocks({ pes: { P0: [downRead("l"), downRead("l")] } })).toBe("REFUTED");
      expect(await deadlocks({ pes: { P0: reader, P1: reader } })).toBe("PROVED");
    });
  });
});
