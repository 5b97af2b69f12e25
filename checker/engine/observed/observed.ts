import { Diagnostic } from "../../diagnostic.ts";
import { InternalFault } from "../../internal-fault.ts";
import type { End, Model } from "../../model.ts";
import { at } from "../../schema/access.ts";
import type { Collector } from "../collector.ts";
import type {
  Edge,
  Engine,
  EngineOptions,
  Exploration,
  Snapshot,
  StoredStates,
  TrieStatistics,
} from "../engine.ts";
import { placeOf } from "../failure.ts";
import { isFolded } from "../instances.ts";
import type { Symmetry } from "../../symmetry/symmetry.ts";
import { edgeTo, eachStored } from "../resume.ts";
import { Tally } from "../tally.ts";
import { attendantOf, firedRows } from "./attendant.ts";
import { Batch } from "./batch.ts";
import { CoreMemory, largestMemory } from "./core-memory.ts";
import { instantiate, type Core, type Host } from "./core-module.ts";
import { LostRows } from "./lost-rows.ts";
import { Memories } from "./memories.ts";
import {
  takeGroup,
  takeGroupRoom,
  takeMap,
  takeOwn,
  takeRecent,
  type MemoryMap,
  type OwnSettings,
} from "./memory-map.ts";
import { Questions } from "./questions.ts";
import { ModelCode } from "./model-code.ts";
import type { PackedRow } from "./recipes.ts";
import { Sampler } from "./sampler.ts";
import { Successors } from "./successors.ts";
import { Tallies } from "./tallies.ts";
import { Tries } from "./tries.ts";
import { watchersOf, type Watcher } from "./watcher.ts";
import { WorkerPool, type Attendant } from "./worker-pool.ts";

/** Rules observed into decision tries, walked by a WebAssembly core. */
export const observed: Engine = {
  name: "observed",
  open: <S>(
    model: Model<S>,
    options: EngineOptions,
    resumed: Snapshot | null = null,
    collector: Collector<S> | null = null,
  ) => {
    if (model.schema.layout.words > mostWords) throw tooLarge(model.name, model.schema.layout.words);
    return new ObservedExploration(model, options, resumed, collector);
  },
};

/** A node of a trie names a byte of a row in 14 bits. */
const mostWords = 4_095;

function tooLarge(model: string, words: number): Diagnostic {
  return new Diagnostic({
    kind: "spec",
    where: `model "${model}"`,
    what: `a state takes ${words} words, and the observed engine knows rows of at most ${mostWords}`,
    next: "Use --engine=flyweight, or make the domains of the schema smaller.",
  });
}

/** States from which on a search is no small one. */
const large = 8_192;
/** States stored before other threads are started: a search that ends before is not worth their while. */
const worthThreads = 100_000;
/** Fewer states than this are expanded by the first thread alone. */
const worthSharing = 2_048;

class ObservedExploration<S> implements Exploration<S> {
  private readonly model: Model<S>;
  private readonly options: EngineOptions;
  private readonly code: ModelCode<S>;
  private readonly memory: CoreMemory;
  private readonly core: Core;
  private readonly map: MemoryMap;
  private readonly store: Memories;
  private readonly watchers: readonly Watcher[];
  private readonly questions: Questions<S>;
  private readonly tallies: Tallies;
  private readonly cases: Tries<S>;
  private readonly nextTo: Successors<S>;
  private readonly lost: LostRows;
  private readonly sampler: Sampler<S>;
  private readonly pool: WorkerPool;
  private readonly ring: number;
  private isLarge = false;
  private unobservedFirings = 0;
  private firstDeadlock: number | null = null;

  constructor(
    model: Model<S>,
    options: EngineOptions,
    resumed: Snapshot | null,
    collector: Collector<S> | null,
  ) {
    const { deadlock, eager, symmetry = null, memory: limit = largestMemory } = options;
    const { layout } = model.schema;
    this.model = model;
    this.options = options;
    this.code = new ModelCode(
      model,
      options,
      collector,
      (state) => this.placeOf(state),
      () => this.core.expanding(),
    );
    const { stepper, steps, judge, recipes, representatives } = this.code;
    const { instances } = stepper;
    const memory = new CoreMemory(limit);
    const watchers = watchersOf(model, stepper.eager, options.judge, collector !== null);
    const host = this.host();
    const core = instantiate(memory.memory, host);
    this.memory = memory;
    this.watchers = watchers;
    this.core = core;
    const mapped = {
      words: layout.words,
      instances,
      watchers,
      deadlock,
      store: options.store ?? "exact",
    } as const;
    this.map = takeMap(core, memory, mapped);
    const { sizes, openWatchers } = this.map;
    this.tallies = new Tallies(memory, instances, new Tally(model.rules.length));
    const own = this.takeOwn();
    this.ring = own.ring;
    core.set(own);
    if (symmetry !== null) core.set(takeGroup(memory, symmetry.compiled, layout));
    this.store = new Memories(core, memory, this.map, mapped, limit);
    this.questions = new Questions(memory, watchers, judge, openWatchers);
    this.cases = new Tries(model, core, memory, recipes, sizes, stepper, watchers);
    const batch = new Batch(core, memory, layout.words, sizes.watcherWords, instances.count);
    this.nextTo = new Successors(batch, this.cases, steps, layout.words, ({ slots, row }) =>
      representatives.row(slots, row),
    );
    this.lost = this.lostRows();
    this.sampler = new Sampler(model, eager, options.sample ?? 0, representatives);
    this.pool = new WorkerPool(memory, core, this.attendant(host));
    if (resumed === null) this.storeInitial();
    else this.restore(resumed);
    this.questions.update();
    this.code.run(null, () => this.store.attend(0, this.size()));
  }

  size(): number {
    return this.store.size;
  }

  bytes(): number {
    return this.store.bytes();
  }

  expand(from: number, to: number): void | Promise<void> {
    const { symmetry = null, workers = 1 } = this.options;
    const verifies = symmetry !== null && !symmetry.verified;
    this.core.set({ verifies: verifies ? 1 : 0 });
    if (from < to) this.code.run(from, () => this.cases.open(this.rowOf(from)));
    if (!this.isLarge && this.size() >= large) {
      this.isLarge = true;
      this.core.set(takeRecent(this.memory, this.map.sizes, true));
    }
    // One thread where the host has a part in every step.
    const alone = verifies || this.store.count > 1;
    if (!alone && workers > 1 && this.size() >= worthThreads) this.startThreads(workers, symmetry);
    if (!alone && this.pool.size > 0 && to - from >= worthSharing) {
      return this.expandTogether(from, to, workers);
    }
    this.code.run(null, () => {
      for (let next = from; next < to;) {
        next = this.store.expand(next, to);
        this.cases.reshape(this.size());
      }
    });
    this.settle(this.store.settle());
    this.finish(from, to);
  }

  found(property: number): number | null {
    return this.code.judge.found(property);
  }

  deadlocked(): number | null {
    return this.firstDeadlock;
  }

  cut(): string | null {
    return this.code.judge.cut();
  }

  fired(rule: number): { readonly fired: number; readonly ledToNew: number } {
    return this.tallies.of(rule);
  }

  tries(): TrieStatistics {
    const { rules } = this.model;
    const fired = rules.reduce(
      (sum, rule, index) => (isFolded(rule, this.options.eager) ? sum : sum + this.tallies.of(index).fired),
      0,
    );
    return { ...this.cases.statistics(), firings: Math.max(0, fired - this.unobservedFirings) };
  }

  predecessor(state: number): Edge | null {
    const parent = this.store.parent(state);
    return parent < 0 ? null : edgeTo(this, parent, state);
  }

  state(index: number): S {
    const { schema } = this.model;
    const slots = new Int32Array(schema.layout.slots.length);
    const { words, at: first } = this.rowOf(index);
    schema.layout.unpack(words, first, slots);
    return schema.decode(slots);
  }

  stored(): StoredStates {
    return {
      size: this.size(),
      rows: (from, to) => this.store.rows(from, to),
      parents: (from, to) =>
        Int32Array.from({ length: to - from }, (_, index) => this.store.parent(from + index)),
      withFirings: false,
      firings: (from, to) => new Int32Array(to - from).fill(-1),
    };
  }

  successors(index: number): readonly Edge[] {
    const { ruleOf, indexOf } = this.code.stepper.instances;
    return this.code.run(index, () =>
      this.nextTo.of(this.rowOf(index)).flatMap(({ firing, row }) => {
        const state = this.store.find(row);
        return state === null ? [] : [{ state, rule: ruleOf[firing]!, instance: indexOf[firing]! }];
      }),
    );
  }

  deadEnd(index: number): End | null {
    return this.code.run(index, () => this.code.end(index, this.rowOf(index)));
  }

  reaches(index: number, property: number): boolean {
    return this.code.run(index, () => this.code.decides(property, index, this.rowOf(index)));
  }

  close(): void {
    this.pool.close();
  }

  private startThreads(workers: number, symmetry: Symmetry | null): void {
    while (this.pool.size < workers - 1) {
      const room = symmetry === null ? {} : takeGroupRoom(this.memory, symmetry.compiled);
      this.pool.start({ ...this.takeOwn(true), ...room });
    }
  }

  private async expandTogether(from: number, to: number, workers: number): Promise<void> {
    try {
      for (let next = from; next < to;) {
        this.store.makeRoom(workers);
        if (this.store.count > 1) return this.expand(next, to);
        next = await this.pool.expand(next, to);
        this.cases.reshape(this.size());
        this.settle(this.store.settle(this.pool.unused()));
      }
    } catch (thrown) {
      throw this.code.explain(thrown);
    }
    this.finish(from, to);
  }

  /** Judges what was answered during an expansion. */
  private settle(moved: ReadonlyMap<number, number>): void {
    const states = this.questions.take(moved);
    for (const state of states) this.look(state);
    if (states.length > 0) this.questions.update();
  }

  /** Checks some of the states just expanded against the reference semantics, and lets go of their rows. */
  private finish(from: number, to: number): void {
    for (const state of this.sampler.chosen(from, to)) {
      this.code.run(state, () => {
        const [plain, place] = [this.state(state), this.placeOf(state)];
        this.sampler.compare(plain, this.nextTo.of(this.rowOf(state)), place);
        this.code.compareCollected(plain, place);
      });
    }
    this.store.release(to);
  }

  private takeOwn(isLarge = false): OwnSettings {
    const own = takeOwn(this.memory, this.map.sizes, this.code.stepper.instances.count, isLarge);
    this.tallies.addThread(own.tallies);
    return own;
  }

  private host(): Host {
    return {
      missRules: (root, row) => this.cases.missRules(root, this.rowAt(row)),
      missWatcher: (watcher, row) => this.cases.missWatcher(watcher, this.rowAt(row)),
      missEnd: (row) => this.cases.missEnd(this.rowAt(row)),
      fireUnobserved: (root) => this.fireUnobserved(root),
      askUnobserved: (watcher, row) => Number(this.code.ask(at(this.watchers, watcher), this.rowAt(row))),
      askEnd: (row) => this.code.recipes.end(this.rowAt(row)).answer,
      answered: (watcher, state) => this.questions.answered(watcher, state >>> 0),
      deadlocked: (state) => this.deadlock(state >>> 0),
      restless: (watcher) => this.cases.restless(watcher),
      serve: () => this.pool.serve(),
      verify: (state) => this.code.verify(this.rowOf(state >>> 0)),
      travel: (count) => this.store.travel(count, this.ring),
    };
  }

  /** Serves other threads, where it is known which state each expands. */
  private attendant(host: Host): Attendant {
    const attend = attendantOf(host, (root, row) => {
      const steps = this.code.steps.alone(this.rowAt(row), this.cases.group(root));
      const fired = firedRows(steps, this.map.sizes.vectors * 4);
      this.unobservedFirings += fired.words.length / fired.stride;
      return fired;
    });
    return (request) => this.code.run(request.expanding, () => attend(request));
  }

  private deadlock(state: number): void {
    this.firstDeadlock ??= state;
    this.core.set({ deadlockMode: 0 });
  }

  private storeInitial(): void {
    for (const index of this.model.initial.keys()) {
      this.code.run(`in initial state ${index}`, () => {
        const row = this.code.initialRow(index);
        if (row === null) return;
        const { folded, foldedRules } = this.code.stepper;
        const isNew = this.add(row, -1 - index);
        for (let i = 0; i < folded; i++) this.tallies.add(foldedRules[i]!, isNew);
        if (isNew) this.look(this.size() - 1);
      });
    }
  }

  private restore({ states, findings }: Snapshot): void {
    eachStored(states, this.model.schema.layout.words, ({ id, row, parent }) => {
      if (!this.add(row, parent)) throw new InternalFault(`state ${id} of a snapshot is there twice`);
    });
    this.code.judge.restore(findings.found, findings.cut);
    this.firstDeadlock = findings.deadlocked;
    if (findings.deadlocked !== null) this.core.set({ deadlockMode: 0 });
    this.tallies.restore(findings.fired);
  }

  /** Stores a row unless it is known. */
  private add(row: Int32Array, parent: number): boolean {
    return this.store.add(row, parent, this.code.stepper.instances.count);
  }

  private look(state: number): void {
    this.code.run(state, () => this.code.look(state, this.rowOf(state)));
  }

  private fireUnobserved(root: number): void {
    const row = this.rowOf(this.core.expanding());
    for (const { firing, row: successor } of this.code.steps.alone(row, this.cases.group(root))) {
      this.store.writeSuccessor(successor);
      this.core.emit(firing);
      this.unobservedFirings++;
    }
  }

  private rowOf(state: number): PackedRow {
    return this.store.has(state) ? this.store.row(state) : this.lost.row(state);
  }

  private lostRows(): LostRows {
    return new LostRows({
      row: (state) => (this.store.has(state) ? this.store.row(state) : null),
      parent: (state) => this.store.parent(state),
      initial: (index) => this.code.initialRow(index)?.slice() ?? null,
      successors: (row) => this.nextTo.of(row),
      find: (row) => this.store.find(row),
    });
  }

  private rowAt(address: number): PackedRow {
    return { words: this.memory.view(), at: address >>> 2 };
  }

  /** A state in words, for messages. */
  private placeOf(state: number): string {
    let depth = 0;
    for (let at = state; this.store.parent(at) >= 0; at = this.store.parent(at)) depth++;
    return placeOf(state, depth);
  }
}
