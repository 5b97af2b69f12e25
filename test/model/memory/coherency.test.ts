import { describe, expect, test } from "vitest";
import { initialState } from "../../../model/machine/blank.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import { Effects } from "../../../model/machine/effects.ts";
import { Lines } from "../../../model/memory/lines.ts";
import {
  cachedCopies,
  isCoherent,
  lineNamed,
  readableThroughCaches,
  str,
  type MachineState,
} from "../../../model/index.ts";
import { flag, lineScenario, nc, wb } from "./lines.ts";

const code = [str(1n, wb), str(2n, nc), str(3n, flag)];
const machine = buildMachine(
  lineScenario({ pes: { P0: code, P1: [] }, pe: { P0: { cache: "A" }, P1: { cache: "B" } } }),
);
const P = lineNamed(machine, "P");
const lines = new Lines(machine);

const after = (...steps: readonly ((state: MachineState) => void)[]): MachineState => {
  const state = initialState(machine);
  for (const step of steps) step(state);
  return state;
};
const store = (state: MachineState): void =>
  lines.write(state, 0, { how: "cached", cache: 1, writeThrough: false }, 1n);
const past = (state: MachineState): void => lines.write(state, 0, { how: "memory" }, 2n);
const writeBack = (state: MachineState): void => new Effects(machine).writeBack(state, 0);

describe("a cache line", () => {
  test("is coherent at first", () => {
    expect(cachedCopies(machine, after(), P)).toEqual([]);
    expect(readableThroughCaches(machine, after(), P)).toEqual([0n]);
    expect(isCoherent(machine, after(), P)).toBe(true);
  });

  test("is not while a dirty copy differs", () => {
    expect(cachedCopies(machine, after(store), P)).toEqual([{ cache: "B", value: 1n, dirty: true }]);
    expect(readableThroughCaches(machine, after(store), P)).toEqual([1n]);
    expect(isCoherent(machine, after(store), P)).toBe(false);
    expect(isCoherent(machine, after(store, writeBack), P)).toBe(true);
  });

  test("is not while there are stale copies", () => {
    expect(cachedCopies(machine, after(past), P)).toEqual([
      { cache: "A", value: 0n, dirty: false },
      { cache: "B", value: 0n, dirty: false },
    ]);
    expect(readableThroughCaches(machine, after(past), P)).toEqual([0n, 2n]);
    expect(isCoherent(machine, after(past), P)).toBe(false);
    expect(isCoherent(machine, after(past, store, writeBack), P)).toBe(true);
  });
});

test("what is no line is coherent", () => {
  const cell = machine.locations.cells.find(({ name }) => name === "flag")?.index ?? -1;
  expect(isCoherent(machine, after(), cell)).toBe(true);
  expect(readableThroughCaches(machine, after(), cell)).toEqual([0n]);
});

test("a line that does not exist is a mistake that lists those that do", () => {
  expect(() => lineNamed(machine, "Q")).toThrow(/no cache line.*Q[\s\S]*P/);
});

describe("a device's write", () => {
  const write =
    (snooped: boolean) =>
    (state: MachineState): void =>
      lines.writeByDevice(state, 0, snooped, 2n);
  const isLost = (...steps: readonly ((state: MachineState) => void)[]): number =>
    after(...steps).lines[0]?.overwroteDevice ?? -1;

  test("past the caches is lost to a dirty copy that was there", () => {
    expect(isLost(store, write(false), writeBack)).toBe(1);
  });

  test("is not lost to a store that came after it", () => {
    expect(isLost(write(false), store, writeBack)).toBe(0);
  });

  test("that is snooped takes the dirty copy away", () => {
    expect(isLost(store, write(true), writeBack)).toBe(0);
    expect(isCoherent(machine, after(store, write(true)), P)).toBe(true);
  });
});
