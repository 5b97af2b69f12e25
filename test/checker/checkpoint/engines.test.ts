import { join } from "node:path";
import { expect, test } from "vitest";
import { findingsOf } from "../../../checker/checkpoint/findings.ts";
import { openCheckpoint } from "../../../checker/checkpoint/reader.ts";
import { CheckpointWriter } from "../../../checker/checkpoint/writer.ts";
import type { Engine, EngineOptions, Exploration, Snapshot } from "../../../checker/engine/engine.ts";
import { flyweight } from "../../../checker/engine/flyweight.ts";
import { observed } from "../../../checker/engine/observed/observed.ts";
import { reference } from "../../../checker/engine/reference.ts";
import type { Model } from "../../../checker/model.ts";
import { philosophers } from "../toys/philosophers.ts";
import { testFolder } from "./folder.ts";

const engines: readonly Engine[] = [flyweight, reference, observed];
/** Engines that discover the states of a level in the same order. */
const alike: readonly (readonly [Engine, Engine])[] = [
  [flyweight, flyweight],
  [flyweight, reference],
  [reference, flyweight],
  [reference, reference],
  [observed, observed],
];
const options: EngineOptions = { eager: "fold", deadlock: "stuck", judge: [] };
const noTurn = () => Promise.resolve();

async function expanded<S>(engine: Engine, model: Model<S>, to: number): Promise<Exploration<S>> {
  const exploration = engine.open(model, options);
  for (let id = 0; id < Math.min(to, exploration.size()); id++) await exploration.expand(id, id + 1);
  return exploration;
}

async function goOn<S>(exploration: Exploration<S>, from: number): Promise<void> {
  for (let id = from; id < exploration.size(); id++) await exploration.expand(id, id + 1);
}

/** Everything that can be asked of an exploration. */
function answers<S>(model: Model<S>, exploration: Exploration<S>) {
  const ids = Array.from({ length: exploration.size() }, (_, id) => id);
  return {
    findings: findingsOf(model, exploration),
    states: ids.map((id) => model.schema.key(exploration.state(id))),
    predecessors: ids.map((id) => exploration.predecessor(id)),
    successors: ids.map((id) => exploration.successors(id)),
  };
}

for (const [first, second] of alike) {
  test(`${second.name} goes on from what ${first.name} explored, and answers as if it had done all of it`, async () => {
    const model = philosophers(4);
    const whole = await expanded(second, model, Infinity);
    const part = await expanded(first, model, 20);
    const resumed = second.open(model, options, {
      states: part.stored(),
      findings: findingsOf(model, part),
    });
    // There is something left to do.
    expect(resumed.size()).toBeLessThan(whole.size());
    await goOn(resumed, 20);
    expect(answers(model, resumed)).toEqual(answers(model, whole));
  });
}

for (const engine of engines) {
  test(`${engine.name} goes on from a file without firings, and finds them when it is asked`, async () => {
    const model = philosophers(4);
    const whole = await expanded(engine, model, Infinity);
    const part = await expanded(engine, model, 20);
    const file = join(testFolder(), "run");
    const { words } = model.schema.layout;
    const writer = new CheckpointWriter(file, {}, words);
    const findings = findingsOf(model, part);
    const position = { levels: [1], expanded: 20 };
    const states = { ...part.stored(), withFirings: false };
    await writer.save(states, { position, findings, samples: [], seconds: 1 }, noTurn);
    writer.close();
    const saved = openCheckpoint(file, {}, words);
    expect(saved.head).toMatchObject({ withFirings: false, position, findings, seconds: 1 });
    const snapshot: Snapshot = { states: saved.states, findings: saved.head.findings };
    const resumed = engine.open(model, options, snapshot);
    saved.close();
    await goOn(resumed, 20);
    expect(answers(model, resumed)).toEqual(answers(model, whole));
  });

  test(`${engine.name} hands out its states in any pieces`, async () => {
    const model = philosophers(4);
    const stored = (await expanded(engine, model, Infinity)).stored();
    const { words } = model.schema.layout;
    const all = [...stored.rows(0, stored.size)];
    const cut = Math.floor(stored.size / 3);
    expect([...stored.rows(0, cut), ...stored.rows(cut, stored.size)]).toEqual(all);
    expect(all).toHaveLength(stored.size * words);
    expect([...stored.parents(cut, cut + 2)]).toEqual(
      [...stored.parents(0, stored.size)].slice(cut, cut + 2),
    );
    expect(stored.parents(0, 1)[0]).toBe(-1);
  });
}
