import { describe, expect, test } from "vitest";
import {
  awaitValue,
  cbz,
  compile,
  dmb,
  dsb,
  ldr,
  ldxr,
  mark,
  program,
  rmw,
  str,
  tlbi,
  type Instruction,
  type MemoryType,
} from "../../../model/index.ts";
import { after } from "../instructions.ts";
import { bar0, bar1, loads, mapping, pte, ram, reaches, scenarioOf, type Board, type View } from "./board.ts";

/** A board whose BAR0 holds 7, whatever is written. */
const hardwired = (bar: MemoryType, P0: readonly Instruction[]): Board => ({
  bar,
  registers: { BAR0: { hardwired: true } },
  initial: { BAR0: 7n },
  pes: { P0 },
});

describe("speculative reads", () => {
  const idle = (bar: Board["bar"]): Board => ({ bar, pes: { P0: [] } });
  const seen = ({ device }: View): boolean => device.readSpeculatively === 1;

  test("a PE that runs nothing may read what it maps as Normal, non-cacheable or write-back", () => {
    expect(reaches(idle("Normal-NC"), seen)).toBe(true);
    expect(reaches(idle("Normal-WB"), seen)).toBe(true);
  });

  test("never what it maps as Device, whatever the type allows beside", () => {
    for (const type of ["Device-nGnRnE", "Device-nGnRE", "Device-nGRE", "Device-GRE"] as const)
      expect(reaches(idle(type), seen), type).toBe(false);
  });

  test("none come after the mapping is removed, its TLBI and the DSB", () => {
    // P1 sets the register after the unmapping; a later read by another entry clears it.
    const board = (...end: readonly ReturnType<typeof dsb>[]): Board => ({
      bar: { P0: "Normal-NC", P1: "Device-nGnRnE" },
      registers: { BAR0: { readLeaves: 0n } },
      pes: {
        P0: [str(0n, pte.bar), dsb("ishst"), tlbi("vmalle1is"), ...end, str(1n, ram)],
        P1: [ldr("r1", ram), cbz("r1", "end"), dsb("sy"), str(1n, bar0), dsb("sy"), ldr("r2", bar0)],
      },
    });
    const unmapped = board(dsb("ish"));
    expect(loads(unmapped, "P1:r1", "P1:r2")).not.toContain("1 0");
    expect(loads(unmapped, "P1:r1", "P1:r2")).toContain("1 1");
    expect(loads(board(), "P1:r1", "P1:r2")).toContain("1 0");
  });
});

describe("a load of a register", () => {
  test("by a Device type waits until the branches before it are resolved; by Normal-NC it does not", () => {
    // The branch is never taken past when r1 is 0, so that a read of BAR0 is of a path that never happens.
    const board = (bar: Board["bar"]): Board => ({
      bar,
      registers: { BAR0: { readLeaves: 0n } },
      initial: { BAR0: 1n },
      pes: { P0: [ldr("r1", ram), cbz("r1", "end"), ldr("r2", bar0)] },
    });
    expect(reaches(board("Device-nGnRE"), ({ BAR0 }) => BAR0 === 0n)).toBe(false);
    expect(reaches(board("Device-GRE"), ({ BAR0 }) => BAR0 === 0n)).toBe(false);
    expect(reaches(board("Normal-NC"), ({ BAR0 }) => BAR0 === 0n)).toBe(true);
  });

  test("clears a register whose reads do", () => {
    const board: Board = {
      bar: "Device-nGnRE",
      registers: { BAR0: { readLeaves: 0n } },
      initial: { BAR0: 5n },
      pes: { P0: [ldr("r1", bar0), ldr("r2", bar0)] },
    };
    expect(loads(board, "P0:r1", "P0:r2")).toEqual(["5 0"]);
  });

  test("by a Device type is not forwarded an own write, and comes after it", () => {
    for (const type of ["Device-nGnRnE", "Device-nGnRE", "Device-GRE"] as const)
      expect(loads(hardwired(type, [str(1n, bar0), ldr("r1", bar0)]), "P0:r1"), type).toEqual(["7"]);
  });

  test("by Normal-NC may be forwarded one that has not left: behind a barrier it has", () => {
    expect(loads(hardwired("Normal-NC", [str(1n, bar0), ldr("r1", bar0)]), "P0:r1")).toEqual(["1", "7"]);
    const barred = [str(1n, bar0), dmb("osh"), ldr("r1", bar0)];
    expect(loads(hardwired("Normal-NC", barred), "P0:r1")).toEqual(["7"]);
  });

  test("that is forwarded pushes nothing", () => {
    const readBack = (...between: readonly Instruction[]): Board => ({
      bar: "Normal-NC",
      pes: { P0: [str(1n, bar0), ...between, ldr("r1", bar0), dmb("oshld"), str(1n, ram)] },
    });
    const notPushed = ({ BAR0, ram: r }: View): boolean => r === 1n && BAR0 === 0n;
    expect(reaches(readBack(), notPushed)).toBe(true);
    expect(reaches(readBack(dmb("osh")), notPushed)).toBe(false);
    expect(reaches({ ...readBack(), bar: "Device-nGnRE" }, notPushed)).toBe(false);
  });

  test("that left before the address of an own write was known does not pass it", () => {
    const board: Board = {
      bar: "Normal-NC",
      pes: { P0: [ldr("r0", ram), str(1n, after(bar0, "r0")), ldr("r1", bar0)] },
    };
    expect(loads(board, "P0:r1")).toEqual(["1"]);
  });

  test("of its own PE follows writes that were acknowledged there, behind a barrier or by types that keep the order", () => {
    const board = (bar: Board["bar"], ...between: readonly ReturnType<typeof dsb>[]): Board => ({
      bar,
      acknowledges: { "Normal-NC": "PE", "Device-nGnRE": "PE" },
      pes: { P0: [str(1n, bar0), ...between, ldr("r1", bar1), dsb("sy"), mark("read")] },
    });
    const overtaken = ({ BAR0, marks }: View): boolean => BAR0 === 0n && marks.has("read");
    expect(reaches(board("Normal-NC"), overtaken)).toBe(true);
    expect(reaches(board("Normal-NC", dsb("sy")), overtaken)).toBe(false);
    expect(reaches(board("Device-nGnRE"), overtaken)).toBe(false);
  });

  test("by an old entry is what the DSB of the TLBI waits for, also when it is on its way", () => {
    // P1 loads through the table that P0 unmaps; P2 finds 3 where that load arrives after P2's write, which is later still.
    const board = (...end: readonly ReturnType<typeof dsb>[]): Board => ({
      bar: "Device-nGnRE",
      registers: { BAR0: { readLeaves: 3n } },
      pe: { P1: { table: "table of P0" } },
      pes: {
        P0: [str(0n, pte.bar), dsb("ishst"), tlbi("vmalle1is"), ...end, str(1n, ram)],
        P1: [ldr("r1", bar0)],
        P2: [ldr("r1", ram), cbz("r1", "end"), dsb("sy"), str(4n, bar0), dsb("sy"), ldr("r2", bar0)],
      },
    });
    expect(loads(board(dsb("ish")), "P2:r1", "P2:r2")).toContain("1 4");
    expect(loads(board(dsb("ish")), "P2:r1", "P2:r2")).not.toContain("1 3");
    expect(loads(board(), "P2:r1", "P2:r2")).toContain("1 3");
  });

  test("that waits for a value reads again until it is there", () => {
    const board: Board = {
      bar: "Device-nGnRE",
      pes: { P0: [str(1n, bar0)], P1: [awaitValue(bar0, 1n), str(1n, ram)] },
    };
    expect(reaches(board, ({ ram: r }) => r === 1n)).toBe(true);
    expect(reaches(board, ({ ram: r, BAR0 }) => r === 1n && BAR0 === 0n)).toBe(false);
  });
});

describe("accesses that may be to a register or to memory", () => {
  test("are what their translation says", () => {
    const board: Board = {
      bar: "Device-nGnRE",
      pes: { P0: [str(mapping("ram", "Normal-WB"), pte.bar)], P1: [str(1n, bar0)] },
      scenario: {},
    };
    const shared = { ...board, pe: { P1: { table: "table of P0" } } };
    expect(reaches(shared, ({ BAR0, ram: r }) => BAR0 === 1n && r === 0n)).toBe(true);
    expect(reaches(shared, ({ BAR0, ram: r }) => BAR0 === 0n && r === 1n)).toBe(true);
  });

  test("must not be atomics", () => {
    for (const instruction of [rmw("add", "r1", 1n, bar0), ldxr("r1", bar0)])
      expect(() =>
        compile(scenarioOf({ bar: "Device-nGnRE", pes: { P0: program(instruction).instructions } })),
      ).toThrow(/BAR0, a register of dev/);
  });
});
