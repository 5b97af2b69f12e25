import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Instances } from "../../../checker/engine/instances.ts";
import { CoreMemory } from "../../../checker/engine/observed/core-memory.ts";
import { instantiate, type Core } from "../../../checker/engine/observed/core-module.ts";
import { takeMap, takeOwn } from "../../../checker/engine/observed/memory-map.ts";
import { noHost } from "../../../checker/engine/observed/no-host.ts";
import { RowStore } from "../../../checker/engine/observed/row-store.ts";
import { at } from "../../../checker/schema/access.ts";

/** A store that as many cores fill as threads would, each with numbers of its own in reserve. */
function storeOf(threads: number, words: number) {
  const memory = new CoreMemory();
  const instances = new Instances([], "fold");
  const first = instantiate(memory.memory, noHost);
  const options = { words, instances, watchers: [], deadlock: "off", store: "exact" } as const;
  const map = takeMap(first, memory, options);
  const own = () => takeOwn(memory, map.sizes, instances.count);
  first.set(own());
  // More than a round of the test brings.
  const store = new RowStore(first, memory, words, 1_000, "exact");
  const others = Array.from({ length: threads - 1 }, () => {
    const core = instantiate(memory.memory, noHost);
    core.set(own());
    return core;
  });
  const add = (core: Core, row: readonly number[], parent: number) => {
    const slot = core.successorRow() >>> 2;
    memory.view().fill(0, slot, slot + map.sizes.vectors * 4);
    memory.view().set(row, slot);
    core.acceptStored(parent, 0);
  };
  const round = (take: (cores: readonly Core[]) => void) => {
    store.makeRoom(threads);
    const {
      current: _current,
      ring: _ring,
      foldLog: _log,
      recent: _recent,
      tallies: _tallies,
      ...shared
    } = first.settings();
    for (const core of others) core.set(shared);
    take([first, ...others]);
    const unused = others.map((core) => {
      const range = { from: core.unusedBegin(), to: core.unusedEnd() };
      core.forgetReserved();
      return range;
    });
    store.settle(unused.filter(({ from, to }) => from < to));
  };
  const find = (row: readonly number[]) => {
    const slot = first.successorRow() >>> 2;
    memory.view().fill(0, slot, slot + map.sizes.vectors * 4);
    memory.view().set(row, slot);
    return first.find();
  };
  const packed = (state: number) => [...memory.view().subarray(store.row(state), store.row(state) + words)];
  return { store, add, round, find, packed };
}

/** Rounds, of runs of so many rows by one of the threads; 64 is what they reserve at a time. */
const rounds = fc.array(
  fc.array(
    fc.record({
      thread: fc.nat(3),
      rows: fc.oneof(fc.nat(150), fc.constantFrom(64, 128)),
      known: fc.boolean(),
    }),
    { maxLength: 6 },
  ),
  { minLength: 1, maxLength: 6 },
);

test("whatever threads reserve in vain, numbers are without gaps, rows are found, parents are right", () => {
  fc.assert(
    fc.property(
      rounds,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 6 }),
      (plan, threads, words) => {
        const { store, add, round, find, packed } = storeOf(threads, words);
        const rowOf = (name: number) => Array.from({ length: words }, (_, word) => name * (word + 1));
        let names = 0;
        for (const runs of plan) {
          round((cores) => {
            for (const { thread, rows, known } of runs) {
              for (let index = 0; index < rows; index++) {
                // A name of a row that is stored already, now and then.
                const name = known && index % 3 === 0 && names > 0 ? 1 + (index % names) : ++names;
                add(at(cores, thread % threads), rowOf(name), name * 7);
              }
            }
          });
          expect(store.size).toBe(names);
          const stored = new Set<number>();
          for (let name = 1; name <= names; name++) {
            const state = find(rowOf(name));
            stored.add(state);
            expect(packed(state)).toEqual(rowOf(name));
            expect(store.parent(state)).toBe(name * 7);
          }
          expect(stored.size).toBe(names);
        }
      },
    ),
    { numRuns: 100 },
  );
});
