import { produce } from "immer";
import { describe, expect, test } from "vitest";
import { FiniteSet } from "../../../checker/schema/finite-set.ts";

describe("a finite set", () => {
  test("iterates by value, in whatever order its items came", () => {
    expect([...FiniteSet.of(10, 9, -1, 9)]).toEqual([-1, 9, 10]);
    expect([...FiniteSet.of("b", "a", "B")]).toEqual(["B", "a", "b"]);
    expect([...FiniteSet.of(2n ** 63n, 5n)]).toEqual([5n, 2n ** 63n]);
    expect([...FiniteSet.of(true, false)]).toEqual([false, true]);
  });

  test("is deeply equal to a set of the same items", () => {
    const set = FiniteSet.of<"A" | "B">("B");
    set.add("A");
    expect(set).toEqual(FiniteSet.of("A", "B"));
  });

  test("tells whether it deleted anything", () => {
    const set = FiniteSet.of("A");
    expect(set.delete("A")).toBe(true);
    expect(set.delete("A")).toBe(false);
    expect(set.size).toBe(0);
  });

  test("is drafted by immer: the original stays as it was, and no change means the same object", () => {
    const state = { cached: FiniteSet.of<"A" | "B">("B") };
    const changed = produce(state, (draft) => {
      draft.cached.add("A");
      expect([...draft.cached]).toEqual(["A", "B"]);
    });
    expect([...state.cached]).toEqual(["B"]);
    expect(changed.cached).toBeInstanceOf(FiniteSet);
    expect([...changed.cached]).toEqual(["A", "B"]);
    const same = produce(state, (draft) => {
      draft.cached.add("B");
    });
    expect(same).toBe(state);
  });

  test("goes on over the items it had when it is changed during an iteration", () => {
    const set = FiniteSet.of(1, 2, 3);
    const met: number[] = [];
    for (const item of set) {
      met.push(item);
      set.clear();
    }
    expect(met).toEqual([1, 2, 3]);
  });
});
