import { describe, expect, test } from "vitest";
import { dmb, str } from "../../../model/index.ts";
import type { Command } from "../../../model/index.ts";
import { bar0, bar1, reaches, type Board, type View } from "./board.ts";

/** A register whose value 1 begins a reset, so that whether a write of 1 arrived shows for ever. */
const commands: readonly Command[] = [{ value: 1n, does: "begin reset" }];
const written = (bar: Board["bar"], ...between: readonly ReturnType<typeof dmb>[]): Board => ({
  bar,
  registers: { BAR0: { commands } },
  pes: { P0: [str(1n, bar0), ...between, str(2n, bar0)] },
});
const onlyTheLast = ({ BAR0, device }: View): boolean => BAR0 === 2n && device.resetting === 0;

describe("two writes of a PE to one register", () => {
  test("may be gathered into one that the device sees, by Normal-NC and Device-GRE", () => {
    expect(reaches(written("Normal-NC"), onlyTheLast)).toBe(true);
    expect(reaches(written("Device-GRE"), onlyTheLast)).toBe(true);
  });

  test("need not be gathered", () => {
    expect(reaches(written("Normal-NC"), ({ device }) => device.resetting === 1)).toBe(true);
  });

  test("are not gathered by types that do not gather", () => {
    for (const type of ["Device-nGRE", "Device-nGnRE", "Device-nGnRnE"] as const)
      expect(reaches(written(type), onlyTheLast), type).toBe(false);
  });

  test("are not gathered across a barrier", () => {
    expect(reaches(written("Normal-NC", dmb("oshst")), onlyTheLast)).toBe(false);
  });

  test("are gathered in a row, three into one", () => {
    const board = { ...written("Normal-NC"), pes: { P0: [str(1n, bar0), str(1n, bar0), str(2n, bar0)] } };
    expect(reaches(board, onlyTheLast)).toBe(true);
  });

  test("are not gathered with one to another register", () => {
    const board = { ...written("Normal-NC"), pes: { P0: [str(1n, bar0), str(2n, bar1)] } };
    expect(reaches(board, ({ BAR1, device }) => BAR1 === 2n && device.resetting === 1)).toBe(true);
    const ends = ({ BAR0, BAR1 }: View) => BAR1 === 2n && BAR0 === 0n;
    expect(reaches({ ...board, bar: "Device-nGnRE" }, ends)).toBe(false);
  });
});
