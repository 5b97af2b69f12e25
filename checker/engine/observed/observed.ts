import { InternalFault } from "../../internal-fault.ts";
import type { End, Model } from "../../model.ts";
import { at } from "../../schema/access.ts";
import { DeadEnds } from "../dead-ends.ts";
import type {
  EagerMode,
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
import { Judge } from "../judge.ts";
import type { Symmetry } from "../../symmetry/symmetry.ts";
import { OrbitJudge } from "../../symmetry/orbit-judge.ts";
import { Representatives } from "../representatives.ts";
import { edgeTo, eachStored } from "../resume.ts";
import { Stepper } from "../stepper.ts";
import { Tally } from "../tally.ts";
import { attendantOf, firedRows } from "./attendant.ts";
import { Batch } from "./batch.ts";
import { CoreMemory, largestMemory } from "./core-memory.ts";
import { instantiate, type Core, type Host } from "./core-module.ts";
import { FlyweightSteps } from "./flyweight-steps.ts";
import { LostRows } from "./lost-rows.ts";
import { Memories } from "./memories.ts";
import {
  takeGroup,
  takeGroupRoom,
  takeMap,
  takeOwn,
  type MemoryMap,
  type OwnSettings,
} from "./memory-map.ts";
import { Questions } from "./questions.ts";
import { Recipes, type PackedRow } from "./recipes.ts";
import { Sampler } from "./sampler.ts";
import { Successors } from "./successors.ts";
import { Tallies } from "./tallies.ts";
import { Tries } from "./tries.ts";
import { watchersOf, type Watcher } from "./watcher.ts";
import { WorkerPool, type Attendant } from "./worker-pool.ts";

/** Rules observed into decision tries, walked by a WebAssembly core. */
export const observed: Engine = {
  name: "observed",
  open: <S>(model: Model<S>, options: EngineOptions, resumed: Snapshot | null = null) =>
    new ObservedExploration(model, options, resumed),
};

/** States stored before other threads are started: a search that ends before is not worth their while. */
const worthThreads = 100_000;
/** Fewer states than this are expanded by the first thread alone. */
const worthSharing = 2_048;

class ObservedExploration<S> implements Exploration<S> {
  private readonly model: Model<S>;
  private readonly eager: EagerMode;
  private readonly memory: CoreMemory;
  private readonly core: Core;
  private readonly map: MemoryMap;
  private readonly store: Memories;
  private readonly watchers: readonly Watcher[];
  /** Runs what is observed and what has no trie. */
  private readonly stepper: Stepper<S>;
  private readonly steps: FlyweightSteps<S>;
  private readonly judge: Judge<S>;
  private readonly deadEnds: DeadEnds<S>;
  private readonly questions: Questions<S>;
  private readonly tallies: Tallies;
  private readonly cases: Tries<S>;
  private readonly nextTo: Successors<S>;
  private readonly lost: LostRows;
  private readonly sampler: Sampler<S>;
  private readonly pool: WorkerPool;
  private readonly symmetry: Symmetry | null;
  private readonly representatives: Representatives;
  /** Threads to expand with, this one included. */
  private readonly workers: number;
  private readonly ring: number;
  private unobservedFirings = 0;
  private firstDeadlock: number | null = null;
  /** Where the model's code is run: a state, or words for it; null for the state that the core expands. */
  private place: string | number | null = null;

  constructor(model: Model<S>, options: EngineOptions, resumed: Snapshot | null) {
    this.model = model;
    this.eager = options.eager;
    this.workers = options.workers ?? 1;
    const place = (state: number) => placeOf(state, this.depth(state));
    const here = () =>
      typeof this.place === "string" ? this.place : place(this.place ?? this.core.expanding());
    this.stepper = new Stepper(model, options.eager, here);
    const limit = options.memory ?? largestMemory;
    const memory = new CoreMemory(limit);
    this.memory = memory;
    const { stepper } = this;
    const { words } = model.schema.layout;
    const symmetry = options.symmetry ?? null;
    this.symmetry = symmetry;
    this.representatives = new Representatives(model.schema.layout, symmetry);
    const orbit = symmetry && new OrbitJudge(model, symmetry, () => stepper.slots);
    this.judge = new Judge(model, options.judge, { written: () => stepper.written(), place: here }, orbit);
    this.deadEnds = new DeadEnds(model, options.deadlock, here);
    this.watchers = watchersOf(model, stepper.eager, options.judge);
    const host = this.host();
    this.core = instantiate(memory.memory, host);
    const { instances } = stepper;
    const mapped = {
      words,
      instances,
      watchers: this.watchers,
      deadlock: options.deadlock,
      store: options.store ?? "exact",
    } as const;
    this.map = takeMap(this.core, memory, mapped);
    this.tallies = new Tallies(memory, stepper.instances, new Tally(model.rules.length));
    const own = this.takeOwn();
    this.ring = own.ring;
    this.core.set(own);
    if (symmetry !== null) this.core.set(takeGroup(memory, symmetry.compiled, model.schema.layout));
    this.store = new Memories(this.core, memory, this.map, mapped, limit);
    this.questions = new Questions(memory, this.watchers, this.judge, this.map.openWatchers);
    this.steps = new FlyweightSteps(model, options.eager, here);
    const recipes = new Recipes(model, stepper, this.judge, this.deadEnds);
    this.cases = new Tries(model, this.core, memory, recipes, this.map.sizes, stepper, this.watchers);
    const batch = new Batch(this.core, memory, words, this.map.sizes.watcherWords, stepper.instances.count);
    this.nextTo = new Successors(batch, this.cases, this.steps, words, ({ slots, row }) =>
      this.representatives.row(slots, row),
    );
    this.lost = new LostRows({
      row: (state) => (this.store.has(state) ? this.store.row(state) : null),
      parent: (state) => this.store.parent(state),
      initial: (index) => this.initialRow(index),
      successors: (row) => this.nextTo.of(row),
      find: (row) => this.store.find(row),
    });
    this.sampler = new Sampler(model, options.eager, options.sample ?? 0, this.representatives);
    this.pool = new WorkerPool(memory, this.core, this.attendant(host));
    if (resumed === null) this.run(() => this.storeInitial());
    else this.restore(resumed);
    this.questions.update();
    this.run(() => {
      this.place = null;
      this.store.attend(0, this.size());
    });
  }

  size(): number {
    return this.store.size;
  }

  bytes(): number {
    return this.store.bytes();
  }

  expand(from: number, to: number): void | Promise<void> {
    const verifies = this.symmetry !== null && !this.symmetry.verified;
    this.core.set({ verifies: verifies ? 1 : 0 });
    if (from < to) this.openTries(from);
    // One thread where the host has a part in every step.
    const alone = verifies || this.store.count > 1;
    if (!alone && this.workers > 1 && this.size() >= worthThreads) this.startThreads();
    if (!alone && this.pool.size > 0 && to - from >= worthSharing) return this.expandTogether(from, to);
    this.run(() => {
      for (let next = from; next < to;) {
        next = this.store.expand(next, to);
        this.cases.reshape(this.size());
      }
    });
    this.settle(this.store.settle());
    this.sample(from, to);
    this.store.release(to);
  }

  found(property: number): number | null {
    return this.judge.found(property);
  }

  deadlocked(): number | null {
    return this.firstDeadlock;
  }

  cut(): string | null {
    return this.judge.cut();
  }

  fired(rule: number): { readonly fired: number; readonly ledToNew: number } {
    return this.tallies.of(rule);
  }

  tries(): TrieStatistics {
    const { rules } = this.model;
    const fired = rules.reduce(
      (sum, rule, index) => (isFolded(rule, this.eager) ? sum : sum + this.tallies.of(index).fired),
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
    const edges: Edge[] = [];
    this.run(() => {
      this.place = index;
      for (const { firing, row } of this.nextTo.of(this.rowOf(index))) {
        const state = this.store.find(row);
        if (state !== null) edges.push({ state, ...this.instance(firing) });
      }
    });
    return edges;
  }

  deadEnd(index: number): End | null {
    return this.run(() => {
      this.place = index;
      const row = this.rowOf(index);
      const { kept, dropped } = this.steps.outcome(row);
      if (kept > 0) return null;
      return this.deadEnds.classify(this.steps.show(row), index, { kept, loops: 0, dropped });
    });
  }

  reaches(index: number, property: number): boolean {
    const { words, at: first } = this.rowOf(index);
    this.place = index;
    this.stepper.load(words, first);
    return this.judge.decides(at(this.model.properties, property), this.stepper.root, index);
  }

  close(): void {
    this.pool.close();
  }

  /** Groups the rules, by any state at all. */
  private openTries(state: number): void {
    this.place = state;
    this.run(() => this.cases.open(this.rowOf(state)));
    this.place = null;
  }

  private startThreads(): void {
    const { memory, symmetry } = this;
    while (this.pool.size < this.workers - 1) {
      const room = symmetry === null ? {} : takeGroupRoom(memory, symmetry.compiled);
      this.pool.start({ ...this.takeOwn(), ...room });
    }
  }

  private async expandTogether(from: number, to: number): Promise<void> {
    try {
      for (let next = from; next < to;) {
        this.store.makeRoom(this.workers);
        if (this.store.count > 1) return this.expand(next, to);
        next = await this.pool.expand(next, to);
        this.cases.reshape(this.size());
        this.settle(this.store.settle(this.pool.unused()));
      }
      this.sample(from, to);
      this.store.release(to);
    } catch (thrown) {
      throw this.explain(thrown);
    }
  }

  /** Checks some of the states just expanded against the reference semantics. */
  private sample(from: number, to: number): void {
    this.run(() => {
      for (const state of this.sampler.chosen(from, to)) {
        this.place = state;
        const place = placeOf(state, this.depth(state));
        this.sampler.compare(this.state(state), this.nextTo.of(this.rowOf(state)), place);
      }
    });
  }

  /** Judges what was answered during an expansion. */
  private settle(moved: ReadonlyMap<number, number>): void {
    const states = this.questions.take(moved);
    this.run(() => states.forEach((state) => this.look(state)));
    if (states.length > 0) this.questions.update();
  }

  private takeOwn(): OwnSettings {
    const own = takeOwn(this.memory, this.map.sizes, this.stepper.instances.count);
    this.tallies.addThread(own.tallies);
    return own;
  }

  private host(): Host {
    return {
      missRules: (root, row) => this.cases.missRules(root, this.rowAt(row)),
      missWatcher: (watcher, row) => this.cases.missWatcher(watcher, this.rowAt(row)),
      missEnd: (row) => this.cases.missEnd(this.rowAt(row)),
      fireUnobserved: (root) => this.fireUnobserved(root),
      askUnobserved: (watcher, row) => this.askUnobserved(at(this.watchers, watcher), row),
      answered: (watcher, state) => this.questions.answered(watcher, state >>> 0),
      deadlocked: (state) => this.deadlock(state >>> 0),
      restless: (watcher) => this.cases.restless(watcher),
      serve: () => this.pool.serve(),
      verify: (state) => this.verify(state >>> 0),
      travel: (count) => this.store.travel(count, this.ring),
    };
  }

  /** Serves other threads, where it is known which state each expands. */
  private attendant(host: Host): Attendant {
    const attend = attendantOf(host, (root, row) => {
      const steps = this.steps.alone(this.rowAt(row), this.cases.group(root));
      const fired = firedRows(steps, this.map.sizes.vectors * 4);
      this.unobservedFirings += fired.words.length / fired.stride;
      return fired;
    });
    return (request) => {
      this.place = request.expanding;
      try {
        return attend(request);
      } catch (thrown) {
        throw this.explain(thrown);
      } finally {
        this.place = null;
      }
    };
  }

  /** Checks the symmetry of what a state that is about to be expanded leads to. */
  private verify(state: number): void {
    const { words, at: first } = this.rowOf(state);
    this.stepper.load(words, first);
    this.representatives.verify(this.stepper.slots, () => this.stepper.here());
  }

  private deadlock(state: number): void {
    this.firstDeadlock ??= state;
    this.core.set({ deadlockMode: 0 });
  }

  private storeInitial(): void {
    this.model.initial.forEach((state, index) => {
      this.place = `in initial state ${index}`;
      this.stepper.start(state, index);
      if (this.stepper.abandoned()) return;
      const row = this.representatives.row(this.stepper.slots, this.stepper.row);
      const isNew = this.add(row, -1 - index);
      const { folded, foldedRules } = this.stepper;
      for (let i = 0; i < folded; i++) this.tallies.add(foldedRules[i]!, isNew);
      if (isNew) this.look(this.size() - 1);
    });
  }

  private restore({ states, findings }: Snapshot): void {
    eachStored(states, this.model.schema.layout.words, ({ id, row, parent }) => {
      if (!this.add(row, parent)) throw new InternalFault(`state ${id} of a snapshot is there twice`);
    });
    this.judge.restore(findings.found, findings.cut);
    this.firstDeadlock = findings.deadlocked;
    if (findings.deadlocked !== null) this.core.set({ deadlockMode: 0 });
    this.tallies.restore(findings.fired);
  }

  /** Stores a row unless it is known. */
  private add(row: Int32Array, parent: number): boolean {
    return this.store.add(row, parent, this.stepper.instances.count);
  }

  /** Judges a stored state. */
  private look(state: number): void {
    const { words, at: first } = this.rowOf(state);
    this.place = state;
    this.stepper.load(words, first);
    this.judge.look(this.stepper.root, state);
  }

  private fireUnobserved(root: number): void {
    const row = this.rowOf(this.core.expanding());
    for (const { firing, row: successor } of this.steps.alone(row, this.cases.group(root))) {
      this.store.writeSuccessor(successor);
      this.core.emit(firing);
      this.unobservedFirings++;
    }
  }

  private askUnobserved(watcher: Watcher, address: number): number {
    const { words, at: first } = this.rowAt(address);
    const { stepper } = this;
    stepper.load(words, first);
    if (watcher.kind !== "eager") return this.cases.asks(watcher) ? 1 : 0;
    if (!stepper.enabled(watcher.instance)) return 0;
    stepper.fireAlone(watcher.instance);
    this.model.schema.layout.pack(stepper.slots, words, first);
    return 1;
  }

  private rowOf(state: number): PackedRow {
    return this.store.has(state) ? this.store.row(state) : this.lost.row(state);
  }

  private initialRow(index: number): Int32Array {
    this.stepper.start(at(this.model.initial, index), index);
    return this.representatives.row(this.stepper.slots, this.stepper.row).slice();
  }

  private rowAt(address: number): PackedRow {
    return { words: this.memory.view(), at: address >>> 2 };
  }

  private instance(firing: number): { readonly rule: number; readonly instance: number } {
    const { instances } = this.stepper;
    return { rule: instances.ruleOf[firing]!, instance: instances.indexOf[firing]! };
  }

  private depth(state: number): number {
    let depth = 0;
    for (let at = state; this.store.parent(at) >= 0; at = this.store.parent(at)) depth++;
    return depth;
  }

  /** Names the model's code in what it throws. */
  private run<T>(work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      throw this.explain(thrown);
    }
  }

  private explain(thrown: unknown): unknown {
    return this.steps.explain(this.stepper.explain(thrown));
  }
}
