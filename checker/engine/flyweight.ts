import { at } from "../schema/access.ts";
import { InternalFault } from "../internal-fault.ts";
import type { End, Model } from "../model.ts";
import type { BoundInstance } from "./bound-instance.ts";
import { DeadEnds, type Outcome } from "./dead-ends.ts";
import type { Collector } from "./collector.ts";
import { unknownFiring } from "./engine.ts";
import type { Edge, Engine, EngineOptions, Exploration, Snapshot, StoredStates } from "./engine.ts";
import { placeOf } from "./failure.ts";
import { OrbitJudge } from "../symmetry/orbit-judge.ts";
import { IntList } from "./int-list.ts";
import { Judge } from "./judge.ts";
import { edgeTo, eachStored } from "./resume.ts";
import { Reduction } from "../partial-order/reduction.ts";
import { StateStore } from "./state-store.ts";
import { Representatives } from "./representatives.ts";
import { Stepper } from "./stepper.ts";
import { Tally } from "./tally.ts";

/** The same recipes on accessors over bit-packed rows: nothing is observed, nothing compiled, no surprise. */
export const flyweight: Engine = {
  name: "flyweight",
  open: <S>(
    model: Model<S>,
    options: EngineOptions,
    resumed: Snapshot | null = null,
    collector: Collector<S> | null = null,
  ) => new FlyweightExploration(model, options, resumed, collector),
};

class FlyweightExploration<S> implements Exploration<S> {
  private readonly model: Model<S>;
  private readonly stepper: Stepper<S>;
  private readonly store: StateStore;
  private readonly representatives: Representatives;
  /** Of initial state number k: -1 - k. */
  private readonly parents = new IntList();
  /** The number of the instance that led from the parent, where it is known. */
  private readonly firings = new IntList();
  private readonly judge: Judge<S>;
  private readonly deadEnds: DeadEnds<S>;
  private readonly tally: Tally;
  private readonly reduction: Reduction | null;
  private readonly collector: Collector<S> | null;
  private readonly outcome: Outcome = { kept: 0, loops: 0, dropped: 0 };
  private place: string | number = 0;

  constructor(
    model: Model<S>,
    options: EngineOptions,
    resumed: Snapshot | null,
    collector: Collector<S> | null,
  ) {
    this.model = model;
    this.collector = collector;
    const place = (state: number) => placeOf(state, this.depth(state));
    this.stepper = new Stepper(model, options.eager, () =>
      typeof this.place === "number" ? place(this.place) : this.place,
    );
    this.store = new StateStore(model.schema.layout.words);
    const symmetry = options.symmetry ?? null;
    this.representatives = new Representatives(model.schema.layout, symmetry);
    const orbit = symmetry && new OrbitJudge(model, symmetry, () => this.stepper.slots);
    this.judge = new Judge(model, options.judge, { written: () => this.stepper.written(), place }, orbit);
    this.deadEnds = new DeadEnds(model, options.deadlock, place);
    this.tally = new Tally(model.rules.length);
    this.reduction = this.reductionBy(options);
    if (resumed === null) this.run(() => this.storeInitial());
    else this.restore(resumed);
  }

  size(): number {
    return this.store.size;
  }

  bytes(): number {
    return this.store.bytes() + this.store.size * 8;
  }

  expand(from: number, to: number): void {
    this.run(() => {
      for (let id = from; id < to; id++) this.expandOne(id);
    });
  }

  stored(): StoredStates {
    return {
      size: this.store.size,
      rows: (from, to) => this.rows(from, to),
      parents: (from, to) => this.parents.slice(from, to),
      withFirings: true,
      firings: (from, to) => this.firings.slice(from, to),
    };
  }

  close(): void {}

  found(property: number): number | null {
    return this.judge.found(property);
  }

  deadlocked(): number | null {
    return this.deadEnds.first();
  }

  cut(): string | null {
    return this.judge.cut();
  }

  fired(rule: number): { readonly fired: number; readonly ledToNew: number } {
    return this.tally.of(rule);
  }

  tries(): null {
    return null;
  }

  predecessor(state: number): Edge | null {
    const parent = this.parents.at(state);
    if (parent < 0) return null;
    const firing = this.firings.at(state);
    return firing === unknownFiring ? edgeTo(this, parent, state) : this.edge(parent, firing);
  }

  state(index: number): S {
    const { schema } = this.model;
    const slots = new Int32Array(schema.layout.slots.length);
    schema.layout.unpack(this.store.chunk(index), this.store.offset(index), slots);
    return schema.decode(slots);
  }

  successors(index: number): readonly Edge[] {
    const edges: Edge[] = [];
    this.run(() => {
      this.load(index);
      for (const instance of this.stepper.ordinary) {
        if (!this.fires(instance)) continue;
        const state = this.stepper.abandoned() ? -1 : this.store.find(this.representative());
        if (state >= 0) edges.push(this.edge(state, instance.firing));
        this.stepper.undo();
      }
    });
    return edges;
  }

  deadEnd(index: number): End | null {
    return this.run(() => {
      const { stepper } = this;
      this.load(index);
      for (const instance of stepper.ordinary) {
        if (!this.fires(instance)) continue;
        if (stepper.abandoned()) this.outcome.dropped++;
        else this.outcome.kept++;
        stepper.undo();
      }
      return this.outcome.kept > 0 ? null : this.deadEnds.classify(stepper.root, index, this.outcome);
    });
  }

  reaches(index: number, property: number): boolean {
    this.load(index);
    return this.judge.decides(at(this.model.properties, property), this.stepper.root, index);
  }

  private storeInitial(): void {
    this.model.initial.forEach((state, index) => {
      this.place = `in initial state ${index}`;
      this.stepper.start(state, index);
      if (!this.stepper.abandoned()) this.keep(-1 - index, unknownFiring);
    });
  }

  private restore({ states, findings }: Snapshot): void {
    eachStored(states, this.model.schema.layout.words, ({ id, row, parent, firing }) => {
      if (this.store.add(row) !== id) throw new InternalFault(`state ${id} of a snapshot is there twice`);
      this.parents.push(parent);
      this.firings.push(firing);
    });
    this.judge.restore(findings.found, findings.cut);
    this.deadEnds.restore(findings.deadlocked);
    this.tally.restore(findings.fired);
  }

  private rows(from: number, to: number): Int32Array {
    const { words } = this.model.schema.layout;
    const rows = new Int32Array((to - from) * words);
    for (let id = from; id < to; id++) {
      const offset = this.store.offset(id);
      rows.set(this.store.chunk(id).subarray(offset, offset + words), (id - from) * words);
    }
    return rows;
  }

  private expandOne(id: number): void {
    const { stepper, outcome } = this;
    this.load(id);
    this.representatives.verify(stepper.slots, () => stepper.here());
    const chosen = this.choose(id);
    for (const instance of chosen ?? stepper.ordinary) {
      if (!this.fires(instance)) continue;
      if (stepper.abandoned()) {
        outcome.dropped++;
      } else {
        outcome.kept++;
        const known = this.store.size;
        const to = this.keep(id, instance.firing);
        this.tally.count(instance.rule, to >= known);
        // Another state of the orbit is a step away, not a loop.
        if (to === id && this.store.find(stepper.row) === id) outcome.loops++;
      }
      stepper.undo();
    }
    if (chosen === null) this.deadEnds.look(stepper.root, id, outcome);
  }

  /** The instances that a reduction chooses, or null where it leaves nothing out. */
  private choose(id: number): readonly BoundInstance[] | null {
    const { reduction, stepper } = this;
    if (reduction === null) return null;
    const enabled = stepper.ordinary.filter((instance) => stepper.enabled(instance));
    const numbers = enabled.map(({ firing }) => firing);
    const chosen = reduction.choose(id, stepper.slots, numbers);
    return chosen && enabled.filter(({ firing }) => chosen.has(firing));
  }

  private reductionBy(options: EngineOptions): Reduction | null {
    const { reducer = null } = options;
    if (reducer === null) return null;
    return new Reduction(reducer, options, {
      size: () => this.size(),
      depth: (state) => this.depth(state),
      found: (property) => this.found(property),
      deadlocked: () => this.deadlocked(),
    });
  }

  private load(id: number): void {
    this.place = id;
    this.stepper.load(this.store.chunk(id), this.store.offset(id));
    this.outcome.kept = 0;
    this.outcome.loops = 0;
    this.outcome.dropped = 0;
  }

  /** Fires the instance if it is enabled. */
  private fires(instance: BoundInstance): boolean {
    if (!this.stepper.enabled(instance)) return false;
    this.stepper.fire(instance);
    return true;
  }

  /** Stores and judges the working state unless it is known, and counts the eager firings that led to it. */
  private keep(parent: number, firing: number): number {
    const { stepper, store } = this;
    const known = store.size;
    const id = store.add(this.representative());
    const isNew = id === known;
    for (let i = 0; i < stepper.folded; i++) this.tally.count(stepper.foldedRules[i]!, isNew);
    if (!isNew) return id;
    this.parents.push(parent);
    this.firings.push(firing);
    stepper.settle();
    this.judge.look(stepper.root, id);
    this.collector?.look(
      stepper.root,
      () => stepper.written(),
      () => placeOf(id, this.depth(id)),
    );
    return id;
  }

  /** The row that is stored for the working state. */
  private representative(): Int32Array {
    return this.representatives.row(this.stepper.slots, this.stepper.row);
  }

  private edge(state: number, firing: number): Edge {
    const { instances } = this.stepper;
    return { state, rule: instances.ruleOf[firing]!, instance: instances.indexOf[firing]! };
  }

  private depth(state: number): number {
    let depth = 0;
    for (let at = state; this.parents.at(at) >= 0; at = this.parents.at(at)) depth++;
    return depth;
  }

  /** Names the model's code in what it throws. */
  private run<T>(work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      throw this.stepper.explain(thrown);
    }
  }
}
