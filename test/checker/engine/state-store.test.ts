import { describe, expect, test } from "vitest";
import { StateStore } from "../../../checker/engine/state-store.ts";

/** Row number n: all of its information in the last word, or in the high bits of the first. */
const kinds = {
  "in the last word": (n: number) => Int32Array.of(7, 0, n),
  "in high bits": (n: number) => Int32Array.of(n << 14, 0, 0),
  "in two words": (n: number) => Int32Array.of(n & 255, -1, n >>> 8),
};

describe.each(Object.entries(kinds))("rows that differ %s", (_, row) => {
  test("are numbered as they come, stored once, and found again over every growth", () => {
    const store = new StateStore(3);
    const count = 100_000;
    for (let n = 0; n < count; n++) {
      expect(store.add(row(n))).toBe(n);
      if (n % 3 === 0) expect(store.add(row(n >>> 1))).toBe(n >>> 1);
    }
    expect(store.size).toBe(count);
    for (let n = 0; n < count; n += 17) {
      expect(store.find(row(n))).toBe(n);
      const from = store.offset(n);
      expect(store.chunk(n).slice(from, from + 3)).toEqual(row(n));
    }
    expect(store.find(row(count + 1))).toBe(-1);
  });
});

test("its bytes are the rows and the table", () => {
  const store = new StateStore(2);
  const empty = store.bytes();
  store.add(Int32Array.of(1, 2));
  expect(store.bytes()).toBe(empty + 8);
});
