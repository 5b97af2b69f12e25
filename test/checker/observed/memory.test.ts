import { afterEach, describe, expect, test, vi } from "vitest";
import type { EngineOptions, Exploration } from "../../../checker/engine/engine.ts";
import { CoreMemory } from "../../../checker/engine/observed/core-memory.ts";
import { Memories } from "../../../checker/engine/observed/memories.ts";
import { observed } from "../../../checker/engine/observed/observed.ts";
import { OutOfMemory } from "../../../checker/engine/observed/out-of-memory.ts";
import { plainGrid, side, type Grid } from "./grid.ts";

const page = 65_536;

describe("the memory of a core", () => {
  test("hands out zeroes, at addresses that vectors may have, and never twice", () => {
    const memory = new CoreMemory();
    const taken = [1, 16, 17, 5 * page, 100].map((bytes) => ({ address: memory.take(bytes), bytes }));
    for (const { address, bytes } of taken) {
      expect(address % 16).toBe(0);
      expect(address).toBeGreaterThan(0);
      const words = memory.view().subarray(address / 4, Math.ceil((address + bytes) / 4));
      expect(words.every((word) => word === 0)).toBe(true);
      words.fill(-1);
    }
    taken.slice(1).forEach(({ address }, index) => {
      const before = taken[index];
      expect(address).toBeGreaterThanOrEqual((before?.address ?? 0) + (before?.bytes ?? 0));
    });
  });

  test("hands out again what was given back, as zeroes, and the rest of it to others", () => {
    const memory = new CoreMemory();
    const address = memory.take(1_000);
    memory.view().fill(-1, address / 4, address / 4 + 250);
    const end = memory.bytes();
    memory.giveBack(address, 1_000);
    expect(memory.take(600)).toBe(address);
    expect(
      memory
        .view()
        .subarray(address / 4, address / 4 + 150)
        .every((word) => word === 0),
    ).toBe(true);
    const rest = memory.take(300);
    expect(rest).toBeGreaterThanOrEqual(address + 600);
    expect(memory.bytes()).toBe(end);
    expect(memory.take(2_000)).toBeGreaterThanOrEqual(end);
  });

  test("ends at its limit, and says so", () => {
    const memory = new CoreMemory(10 * page);
    memory.take(5 * page);
    expect(() => memory.take(6 * page)).toThrow(OutOfMemory);
    memory.take(page);
  });
});

const options: EngineOptions = { eager: "fold", deadlock: "off", judge: [] };

async function visit(exploration: Exploration<Grid>): Promise<void> {
  for (let from = 0, to = 1; from < to; from = to, to = exploration.size()) {
    await exploration.expand(from, to);
  }
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("while rows and table grow, and move", () => {
  test.each([
    { pages: 65_536, workers: 1, several: false },
    { pages: 24, workers: 1, several: true },
    { pages: 64, workers: 1, several: true },
    { pages: 90, workers: 3, several: true },
  ])("with %o, all states stay where they are found", async ({ pages, workers, several }) => {
    const travel = vi.spyOn(Memories.prototype, "travel");
    const judge = [plainGrid().properties.findIndex(({ name }) => name === "the far end")];
    const exploration = observed.open(plainGrid(), { ...options, judge, workers, memory: pages * page });
    await visit(exploration);
    const size = exploration.size();
    expect(size).toBe((side + 1) ** 4);
    const found = exploration.found(judge[0] ?? -1);
    expect(exploration.state(found ?? -1).at).toEqual(Array.from({ length: 4 }, () => side - 1));
    const stored = exploration.stored();
    expect(new Set(stored.rows(0, size)).size).toBe(size);
    const parents = stored.parents(0, size);
    for (let state = 1; state < size; state += 97) {
      const parent = parents[state] ?? -1;
      expect(exploration.successors(parent).map((edge) => edge.state)).toContain(state);
    }
    // All successors are known.
    await exploration.expand(0, size);
    expect(exploration.size()).toBe(size);
    expect(travel.mock.calls.length > 0).toBe(several);
    exploration.close();
  });
});
