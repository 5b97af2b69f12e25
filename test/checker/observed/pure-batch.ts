import { DeadEnds } from "../../../checker/engine/dead-ends.ts";
import type { EagerMode } from "../../../checker/engine/engine.ts";
import type { Instances } from "../../../checker/engine/instances.ts";
import { Judge } from "../../../checker/engine/judge.ts";
import { Batch, type BatchRecord } from "../../../checker/engine/observed/batch.ts";
import { CoreMemory } from "../../../checker/engine/observed/core-memory.ts";
import { instantiate, type Host } from "../../../checker/engine/observed/core-module.ts";
import { takeMap, takeOwn } from "../../../checker/engine/observed/memory-map.ts";
import { noHost } from "../../../checker/engine/observed/no-host.ts";
import { Questions } from "../../../checker/engine/observed/questions.ts";
import { Recipes, type PackedRow } from "../../../checker/engine/observed/recipes.ts";
import { Tries } from "../../../checker/engine/observed/tries.ts";
import { watchersOf, type Watcher } from "../../../checker/engine/observed/watcher.ts";
import { Stepper } from "../../../checker/engine/stepper.ts";
import type { Model } from "../../../checker/model.ts";

/** The batch form with tries and nothing else: there is no store, and whatever asks for one is refused. */
export interface PureBatch {
  readonly instances: Instances;
  readonly watchers: readonly Watcher[];
  /** Makes known what the watchers say about a row that no step led to, and groups the rules. */
  begin(row: Int32Array): void;
  expand(rows: Int32Array): readonly BatchRecord[];
  /** Observes what a record says is unknown. */
  learn(record: BatchRecord, input: PackedRow): void;
}

export function pureBatch<S>(model: Model<S>, eager: EagerMode): PureBatch {
  const { words } = model.schema.layout;
  const place = () => "in a test";
  const memory = new CoreMemory();
  const stepper = new Stepper(model, eager, place);
  const { instances } = stepper;
  const judged = [...model.properties.keys()];
  const judge = new Judge(model, judged, { written: () => stepper.written(), place });
  const watchers = watchersOf(model, stepper.eager, judged);
  let attends = false;
  const host: Host = {
    ...noHost,
    missWatcher: (watcher, row) => {
      if (!attends) throw new Error("the pure form asks nobody");
      tries.missWatcher(watcher, { words: memory.view(), at: row >>> 2 });
    },
  };
  const core = instantiate(memory.memory, host);
  const map = takeMap(core, memory, { words, instances, watchers, deadlock: "off", store: "exact" });
  core.set(takeOwn(memory, map.sizes, instances.count));
  const recipes = new Recipes(model, stepper, judge, new DeadEnds(model, "off", place));
  const tries = new Tries(model, core, memory, recipes, map.sizes, stepper, watchers);
  new Questions(memory, watchers, judge, map.openWatchers).update();
  const batch = new Batch(core, memory, words, map.sizes.watcherWords, instances.count);
  const inbox = memory.take(words * 4);
  return {
    instances,
    watchers,
    begin: (row) => {
      tries.open({ words: row, at: 0 });
      memory.view().set(row, inbox >>> 2);
      attends = true;
      core.attend(inbox, 1, 0);
      attends = false;
    },
    expand: (rows) => batch.expand(rows),
    learn: (record, input) => {
      if (record.kind === "unknown-rules") tries.missRules(record.root, input);
      if (record.kind === "unknown-watcher") tries.missWatcher(record.watcher, { words: record.row, at: 0 });
    },
  };
}
