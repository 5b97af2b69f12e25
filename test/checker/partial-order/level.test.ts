import { describe, expect, test } from "vitest";
import { Level } from "../../../checker/partial-order/level.ts";

/** Levels 0 | 1 2 3 | 4 5 6, as far as they are stored. */
const depths = [0, 1, 1, 1, 2, 2, 2];

function levelOf(found: number | null, deadlocked: number | null, size: () => number): Level {
  const stored = {
    size,
    depth: (state: number) => depths[state] ?? 0,
    found: () => found,
    deadlocked: () => deadlocked,
  };
  return new Level(stored, [0], "stuck");
}

describe("what is open in a level", () => {
  test("is what was not found in the levels before it, or in itself", () => {
    expect(levelOf(null, null, () => 4).openAt(1)).toEqual({ properties: [0], deadlocks: true });
    expect(levelOf(3, null, () => 4).openAt(1).properties).toEqual([]);
    expect(levelOf(null, 0, () => 4).openAt(1).deadlocks).toBe(false);
  });

  test("is not closed by what the level itself led to, before or after an interruption", () => {
    // State 5 decides the property, and 1 is a dead end: both were found while 1 was expanded; 2 is next.
    expect(levelOf(5, 1, () => 6).openAt(2)).toEqual({ properties: [0], deadlocks: true });
    let size = 4;
    const level = levelOf(null, null, () => size);
    const open = level.openAt(1);
    size = 6;
    expect(level.openAt(3)).toBe(open);
    expect(level.openAt(4)).not.toBe(open);
  });

  test("has no dead ends where none are asked for", () => {
    const stored = { size: () => 1, depth: () => 0, found: () => null, deadlocked: () => null };
    expect(new Level(stored, [], "off").openAt(0)).toEqual({ properties: [], deadlocks: false });
  });
});
