import { describe, expect, test } from "vitest";
import { dsb, ldr, mark, str, type Command } from "../../../model/index.ts";
import { bar0, flr, loads, memoryEnable, reaches, type Board, type View } from "../interconnect/board.ts";

const begins: readonly Command[] = [
  { value: 1n, does: "begin reset" },
  { value: 2n, does: "end reset" },
];

describe("a register that another enables", () => {
  const board = (enabled: bigint): Board => ({
    bar: "Device-nGnRE",
    registers: { BAR0: { enabledBy: "MEMORY_ENABLE" } },
    initial: { MEMORY_ENABLE: enabled },
    pes: { P0: [str(1n, bar0), ldr("r1", bar0, { bits: 32 })] },
  });

  test("refuses requests while it is not enabled: a write is lost, a read gives all ones", () => {
    expect(reaches(board(0n), ({ device }) => device.refused === 1)).toBe(true);
    expect(reaches(board(0n), ({ BAR0 }) => BAR0 === 1n)).toBe(false);
    expect(loads(board(0n), "P0:r1")).toEqual([String(0xffff_ffff)]);
  });

  test("refuses nothing while it is", () => {
    expect(reaches(board(1n), ({ device }) => device.refused === 1)).toBe(false);
    expect(loads(board(1n), "P0:r1")).toEqual(["1"]);
  });

  test("refuses what arrives after it was disabled, though it was sent before", () => {
    const disabled: Board = {
      ...board(1n),
      configPath: "ecam",
      pes: { P0: [str(1n, bar0), dsb("sy"), str(0n, memoryEnable)] },
    };
    expect(reaches(disabled, ({ device }) => device.refused === 1)).toBe(true);
    expect(reaches({ ...disabled, configPath: "mmio" }, ({ device }) => device.refused === 1)).toBe(false);
  });
});

describe("a reset", () => {
  const reset = (pes: Board["pes"], more: Partial<Board> = {}): Board => ({
    bar: "Device-nGnRE",
    configPath: "ecam",
    registers: { FLR: { commands: begins }, BAR0: { resetsTo: 9n } },
    pes,
    ...more,
  });
  const writtenInReset = ({ device }: View): boolean => [...device.writtenInReset].length > 0;

  test("begins and ends where its commands arrive, and leaves registers as it says", () => {
    const both = reset({
      P0: [str(1n, flr), dsb("sy"), mark("begun"), str(2n, flr), dsb("sy"), mark("ended")],
    });
    expect(
      reaches(
        both,
        ({ marks, device, BAR0 }) =>
          marks.has("begun") && !marks.has("ended") && device.resetting === 1 && BAR0 === 9n,
      ),
    ).toBe(true);
    expect(reaches(both, ({ marks, device }) => marks.has("ended") && device.resetting === 1)).toBe(false);
    expect(reaches(both, writtenInReset)).toBe(false);
  });

  test("a write that arrives in it is noted with the PE that issued it, and does not stick", () => {
    const board = reset({ P0: [str(1n, flr)], P1: [str(1n, bar0)] });
    expect(reaches(board, ({ device }) => device.writtenInReset.has(1))).toBe(true);
    expect(reaches(board, ({ device }) => device.writtenInReset.has(0))).toBe(false);
    expect(reaches(board, ({ device, BAR0 }) => device.writtenInReset.has(1) && BAR0 === 1n)).toBe(false);
  });

  test("the write of one PE before it, acknowledged early, arrives in it on another path only", () => {
    const before = [str(1n, bar0), dsb("sy"), str(1n, flr)];
    expect(reaches(reset({ P0: before }), writtenInReset)).toBe(true);
    expect(reaches(reset({ P0: before }, { configPath: "mmio" }), writtenInReset)).toBe(false);
    expect(
      reaches(reset({ P0: before }, { acknowledges: { "Device-nGnRE": "endpoint" } }), writtenInReset),
    ).toBe(false);
    const readBack = [str(1n, bar0), ldr("r1", bar0), dsb("sy"), str(1n, flr)];
    expect(reaches(reset({ P0: readBack }), writtenInReset)).toBe(false);
  });

  test("a read in it gives all ones, and clears nothing", () => {
    const board = reset(
      { P0: [str(1n, flr), dsb("sy"), ldr("r1", bar0)] },
      { registers: { FLR: { commands: begins }, BAR0: { readLeaves: 0n } }, initial: { BAR0: 5n } },
    );
    expect(loads(board, "P0:r1")).toEqual([String(0xffff_ffff_ffff_ffffn)]);
    expect(reaches(board, ({ BAR0 }) => BAR0 === 0n)).toBe(false);
  });
});

describe("a hardwired register", () => {
  test("keeps its value, whatever is written", () => {
    const board: Board = {
      bar: "Device-nGnRE",
      registers: { BAR0: { hardwired: true } },
      initial: { BAR0: 3n },
      pes: { P0: [str(1n, bar0), ldr("r1", bar0)] },
    };
    expect(loads(board, "P0:r1")).toEqual(["3"]);
    expect(reaches(board, ({ BAR0 }) => BAR0 === 1n)).toBe(false);
  });
});
