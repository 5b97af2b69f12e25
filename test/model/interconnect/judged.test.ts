import { describe, expect, it } from "vitest";
import { dmb, ldr, str, type Instruction, type MemoryType } from "../../../model/index.ts";
import { bar0, bar1, loads, ram, type Board } from "./board.ts";

const programs: readonly Readonly<Record<string, readonly Instruction[]>>[] = [
  { P0: [str(1n, bar0), str(1n, ram)], P1: [ldr("r1", ram), ldr("r2", bar0)] },
  { P0: [str(1n, bar0), dmb("sy"), str(1n, bar1)], P1: [ldr("r1", bar1), ldr("r2", bar0)] },
  { P0: [str(1n, bar0), ldr("r3", bar0)], P1: [str(2n, bar0), ldr("r1", bar0), ldr("r2", bar1)] },
];
const types: readonly MemoryType[] = ["Device-nGnRnE", "Device-nGnRE", "Normal-NC"];

describe("a scenario with registers", () => {
  it("has the same ends where only those are judged", () => {
    const registers = ["P0:r3", "P1:r1", "P1:r2"];
    for (const pes of programs)
      for (const bar of types) {
        const board: Board = { pes, bar, registers: { BAR0: { readLeaves: 0n } } };
        const ends = loads(board, ...registers);
        expect(ends.length).toBeGreaterThan(1);
        expect(loads({ ...board, scenario: { judged: "final states" } }, ...registers)).toEqual(ends);
      }
  });
});
