import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { EagerMode, Exploration } from "../../../checker/engine/engine.ts";
import { flyweight } from "../../../checker/engine/flyweight.ts";
import type { BatchRecord } from "../../../checker/engine/observed/batch.ts";
import type { Watcher } from "../../../checker/engine/observed/watcher.ts";
import type { Model } from "../../../checker/model.ts";
import { at } from "../../../checker/schema/access.ts";
import { int, record } from "../../../checker/schema/constructors.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { livelySpec } from "../checkpoint/lively.ts";
import { wildSystem } from "../random/random-system.ts";
import { rule } from "../toys/rule.ts";
import { pureBatch, type PureBatch } from "./pure-batch.ts";

type Found = Extract<BatchRecord, { kind: "successor" }>;

/** Expands rows until nothing is unknown; says how often it had to learn. */
function expandAll(batch: PureBatch, rows: Int32Array, words: number) {
  const known = new Set<string>();
  for (let learnt = 0; ; learnt++) {
    const records = batch.expand(rows);
    const unknown = records.filter((record) => !isFound(record));
    if (unknown.length === 0) return { found: records.filter(isFound), learnt };
    // The same may be unknown of several rows at once, but not once it was learnt.
    const abouts = unknown.map((record) => {
      const input = { words: rows, at: record.input * words };
      const about = aboutOf(record, rows.subarray(input.at, input.at + words));
      expect(known.has(about), `${about} is unknown again`).toBe(false);
      batch.learn(record, input);
      return about;
    });
    for (const about of abouts) known.add(about);
  }
}

const isFound = (record: BatchRecord): record is Found => record.kind === "successor";

function aboutOf(record: BatchRecord, row: Int32Array): string {
  switch (record.kind) {
    case "unknown-rules":
      return `rules ${record.root} of ${row.join()}`;
    case "unknown-watcher":
      return `watcher ${record.watcher} of ${record.row.join()}`;
    default:
      throw new Error(`nothing here goes without a trie, but a record is "${record.kind}"`);
  }
}

/** Whether a watcher that is a question says yes about a state. */
function says<S>(model: Model<S>, watcher: Watcher, state: S): boolean {
  if (watcher.kind === "cut") return (model.cut?.(state) ?? null) !== null;
  if (watcher.kind !== "property") return false;
  const property = at(model.properties, watcher.property);
  return (property.kind === "always" ? property.violatedBy(state) : property.reachedBy(state)) !== null;
}

/** All states and edges by flyweights; null where the model makes a mistake. */
async function explored<S>(model: Model<S>, eager: EagerMode): Promise<Exploration<S> | null> {
  try {
    const exploration = flyweight.open(model, { eager, deadlock: "off", judge: [] });
    for (let id = 0; id < exploration.size(); id++) await exploration.expand(id, id + 1);
    return exploration;
  } catch {
    return null;
  }
}

/** Lively systems, many of which have an eager rule: see `wildSystem`. */
const eagerSpec = fc
  .tuple(livelySpec, fc.integer({ min: 1, max: 3 }))
  .map(([spec, first]) => ({ ...spec, initial: [first, ...spec.initial.filter((each) => each !== first)] }));

test("batches give the successors, firings and answers of the flyweight engine", async () => {
  const seen = { systems: 0, edges: 0, folded: 0, answers: 0, learnt: 0 };
  await fc.assert(
    fc.asyncProperty(
      eagerSpec,
      fc.constantFrom<EagerMode>("fold", "off"),
      fc.integer({ min: 1, max: 40 }),
      async (spec, eager, size) => {
        const model = wildSystem(spec);
        const expected = await explored(model, eager);
        fc.pre(expected !== null && expected.size() > 0);
        if (expected === null) return;
        const { words } = model.schema.layout;
        const batch = pureBatch(model, eager);
        const ids = new Map<string, number>();
        const stored = expected.stored();
        for (let id = 0; id < stored.size; id++) ids.set(stored.rows(id, id + 1).join(), id);
        const last = Math.min(stored.size, 60);
        for (let from = 0; from < last; from += size) {
          const rows = stored.rows(from, Math.min(from + size, last));
          for (let row = 0; row < rows.length; row += words) batch.begin(rows.slice(row, row + words));
          const { found, learnt } = expandAll(batch, rows, words);
          seen.learnt += learnt;
          const edges = Array.from({ length: rows.length / words }, (_, input) =>
            found
              .filter((record) => record.input === input)
              .map(({ row, firing }) => ({
                state: ids.get(row.join()),
                rule: batch.instances.ruleOf[firing],
                instance: batch.instances.indexOf[firing],
              })),
          );
          edges.forEach((list, input) => {
            const wanted = expected.successors(from + input);
            expect(list).toHaveLength(wanted.length);
            expect(list).toEqual(expect.arrayContaining([...wanted]));
            seen.edges += list.length;
          });
          for (const { input, row, answers } of found) {
            const state = expected.state(ids.get(row.join()) ?? -1);
            batch.watchers.forEach((watcher, index) => {
              const answer = ((at([...answers], index >>> 5) >>> (index & 31)) & 1) === 1;
              const right = says(model, watcher, state);
              // It may leave out what was true before the step, too.
              const before = says(model, watcher, expected.state(from + input));
              if (answer || !before) expect(answer).toBe(right);
              if (answer) seen.answers++;
            });
          }
        }
        seen.systems++;
        if (eager === "fold" && model.rules.some((rule) => rule.eager === true)) seen.folded++;
      },
    ),
    { numRuns: 60 },
  );
  expect(seen.systems).toBeGreaterThan(40);
  expect(seen.folded).toBeGreaterThan(3);
  expect(seen.edges).toBeGreaterThan(5_000);
  expect(seen.answers).toBeGreaterThan(100);
  expect(seen.learnt).toBeGreaterThan(100);
});

interface Counter {
  x: number;
}

const set = (to: number) => (state: Counter) => {
  state.x = to;
};

test("an eager rule that nothing is known of is asked before those behind it fire", () => {
  const eager = true as const;
  const schema = schemaOf(record({ x: int(0, 4) }));
  const model: Model<Counter> = {
    name: "one after the other",
    schema,
    initial: [{ x: 0 }],
    rules: [
      rule<Counter>("begin", set(1), { when: ({ x }) => x === 0 }),
      rule<Counter>("end", set(0), { when: ({ x }) => x === 4, eager }),
      rule<Counter>("go further", set(3), { when: ({ x }) => x === 2, eager }),
      rule<Counter>("go on", set(2), { when: ({ x }) => x === 1, eager }),
    ],
    properties: [],
  };
  const batch = pureBatch(model, "fold");
  const row = Int32Array.of(0);
  batch.begin(row);
  const { found } = expandAll(batch, row, 1);
  expect(found.map((record) => [record.firing, ...record.row])).toEqual([[0, 3]]);
});
