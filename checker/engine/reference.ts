import { freeze } from "immer";
import { at } from "../schema/access.ts";
import type { End, Model } from "../model.ts";
import { DeadEnds, type Outcome } from "./dead-ends.ts";
import type { Collector } from "./collector.ts";
import { unknownFiring } from "./engine.ts";
import type { Edge, Engine, EngineOptions, Exploration, Snapshot, StoredStates } from "./engine.ts";
import { isAbandoned } from "./ask.ts";
import { placeOf } from "./failure.ts";
import { Judge } from "./judge.ts";
import { PlainSemantics, type PlainStep } from "./plain-semantics.ts";
import { OrbitJudge } from "../symmetry/orbit-judge.ts";
import { Reduction } from "../partial-order/reduction.ts";
import type { Symmetry } from "../symmetry/symmetry.ts";
import { edgeTo, eachStored } from "./resume.ts";
import { Tally } from "./tally.ts";

/** Plain objects, immer and canonical texts as keys: slow, obviously right, what every other engine must agree with. */
export const reference: Engine = {
  name: "reference",
  open: <S>(
    model: Model<S>,
    options: EngineOptions,
    resumed: Snapshot | null = null,
    collector: Collector<S> | null = null,
  ) => new ReferenceExploration(model, options, resumed, collector),
};

interface Stored<S> {
  readonly state: S;
  readonly depth: number;
  readonly parent: number;
  readonly firing: number;
}

class ReferenceExploration<S> implements Exploration<S> {
  private readonly model: Model<S>;
  private readonly semantics: PlainSemantics<S>;
  private readonly ids = new Map<string, number>();
  private readonly all: Stored<S>[] = [];
  private readonly symmetry: Symmetry | null;
  private readonly judge: Judge<S>;
  private readonly deadEnds: DeadEnds<S>;
  private readonly tally: Tally;
  private readonly reduction: Reduction | null;
  private readonly collector: Collector<S> | null;
  /** Those of the state that was kept last. */
  private readonly slots: Int32Array;
  private keyBytes = 0;

  constructor(
    model: Model<S>,
    options: EngineOptions,
    resumed: Snapshot | null,
    collector: Collector<S> | null,
  ) {
    this.model = model;
    this.collector = collector;
    this.semantics = new PlainSemantics(model, options.eager);
    this.slots = new Int32Array(model.schema.layout.slots.length);
    const place = (state: number) => placeOf(state, at(this.all, state).depth);
    // A plain state is frozen: writing to it throws, so a written one is never seen.
    this.symmetry = options.symmetry ?? null;
    const orbit = this.symmetry && new OrbitJudge(model, this.symmetry, () => this.slots);
    this.judge = new Judge(model, options.judge, { written: () => false, place }, orbit);
    this.deadEnds = new DeadEnds(model, options.deadlock, place);
    this.tally = new Tally(model.rules.length);
    this.reduction = this.reductionBy(options);
    if (resumed === null) this.storeInitial();
    else this.restore(resumed);
  }

  size(): number {
    return this.all.length;
  }

  /** An estimate: characters of the keys, and a flat sum for each state's objects. */
  bytes(): number {
    return this.keyBytes + this.all.length * 512;
  }

  expand(from: number, to: number): void {
    for (let id = from; id < to; id++) {
      const { state, depth } = at(this.all, id);
      this.verify(state, placeOf(id, depth));
      const chosen = this.choose(id);
      const keep = (step: PlainStep<S>, firing: number) =>
        this.keep(step, { depth: depth + 1, parent: id, firing });
      const outcome = this.forEachStep(id, keep, chosen);
      if (chosen === null) this.deadEnds.look(state, id, outcome);
    }
  }

  stored(): StoredStates {
    const column = (from: number, to: number, pick: (stored: Stored<S>) => number) =>
      Int32Array.from(this.all.slice(from, to), pick);
    return {
      size: this.all.length,
      rows: (from, to) => this.rows(from, to),
      parents: (from, to) => column(from, to, ({ parent }) => parent),
      withFirings: true,
      firings: (from, to) => column(from, to, ({ firing }) => firing),
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
    const { parent, firing } = at(this.all, state);
    if (parent < 0) return null;
    return firing === unknownFiring ? edgeTo(this, parent, state) : this.edge(parent, firing);
  }

  state(index: number): S {
    return at(this.all, index).state;
  }

  successors(index: number): readonly Edge[] {
    const edges: Edge[] = [];
    this.forEachStep(index, (step, firing) => {
      const state = this.ids.get(this.model.schema.key(this.representative(step.state)));
      if (state !== undefined) edges.push(this.edge(state, firing));
      return state ?? -1;
    });
    return edges;
  }

  deadEnd(index: number): End | null {
    const outcome = this.forEachStep(index, () => -1);
    return outcome.kept > 0 ? null : this.deadEnds.classify(this.state(index), index, outcome);
  }

  reaches(index: number, property: number): boolean {
    return this.judge.decides(at(this.model.properties, property), this.state(index), index);
  }

  private storeInitial(): void {
    this.model.initial.forEach((_, index) => {
      const step = this.semantics.initial(index);
      if (isAbandoned(this.model, step.state, `in initial state ${index}`)) return;
      this.keep(step, { depth: 0, parent: -1 - index, firing: unknownFiring });
    });
  }

  private restore({ states, findings }: Snapshot): void {
    const { schema } = this.model;
    const slots = new Int32Array(schema.layout.slots.length);
    eachStored(states, schema.layout.words, ({ row, parent, firing }) => {
      schema.layout.unpack(row, 0, slots);
      // Frozen as those that immer makes: a rule that writes to a state it only reads must not get away with it.
      const state = freeze(schema.decode(slots), true);
      const depth = parent < 0 ? 0 : at(this.all, parent).depth + 1;
      this.store(schema.key(state), { state, depth, parent, firing });
    });
    this.judge.restore(findings.found, findings.cut);
    this.deadEnds.restore(findings.deadlocked);
    this.tally.restore(findings.fired);
  }

  private rows(from: number, to: number): Int32Array {
    const { schema } = this.model;
    const { layout } = schema;
    const slots = new Int32Array(layout.slots.length);
    const rows = new Int32Array((to - from) * layout.words);
    for (let id = from; id < to; id++) {
      schema.encode(this.state(id), slots);
      layout.pack(slots, rows, (id - from) * layout.words);
    }
    return rows;
  }

  /** The instances that a reduction chooses, or null where it leaves nothing out. */
  private choose(id: number): ReadonlySet<number> | null {
    const { reduction, semantics, slots } = this;
    if (reduction === null) return null;
    const { state, depth } = at(this.all, id);
    const place = placeOf(id, depth);
    const { ordinary } = semantics.instances;
    const enabled = [...ordinary].filter((firing) => semantics.enabled(state, firing, place));
    this.model.schema.encode(state, slots);
    return reduction.choose(id, slots, enabled);
  }

  private reductionBy(options: EngineOptions): Reduction | null {
    const { reducer = null } = options;
    if (reducer === null) return null;
    return new Reduction(reducer, options, {
      size: () => this.size(),
      depth: (state) => at(this.all, state).depth,
      found: (property) => this.found(property),
      deadlocked: () => this.deadlocked(),
    });
  }

  /** Takes every step out of a state, or those chosen, in order; `take` returns where one leads. */
  private forEachStep(
    id: number,
    take: (step: PlainStep<S>, firing: number) => number,
    chosen: ReadonlySet<number> | null = null,
  ): Outcome {
    const { state, depth } = at(this.all, id);
    const place = placeOf(id, depth);
    const { instances } = this.semantics;
    const outcome: Outcome = { kept: 0, loops: 0, dropped: 0 };
    for (const firing of chosen ?? instances.ordinary) {
      if (!this.semantics.enabled(state, firing, place)) continue;
      const step = this.semantics.step(state, firing, place);
      if (isAbandoned(this.model, step.state, place)) {
        outcome.dropped++;
        continue;
      }
      outcome.kept++;
      // Another state of the orbit is a step away, not a loop.
      if (take(step, firing) === id && this.isSame(step.state, state)) outcome.loops++;
    }
    return outcome;
  }

  /** Stores and judges the state unless it is known, and counts the firings that led to it. */
  private keep(step: PlainStep<S>, way: Omit<Stored<S>, "state">): number {
    const state = this.representative(step.state);
    const key = this.model.schema.key(state);
    const known = this.ids.get(key);
    const id = known ?? this.all.length;
    const isNew = known === undefined;
    if (way.firing !== unknownFiring) this.tally.count(this.semantics.instances.ruleOf[way.firing]!, isNew);
    for (const { firing } of step.folded) this.tally.count(this.semantics.instances.ruleOf[firing]!, isNew);
    if (!isNew) return id;
    this.store(key, { ...way, state });
    this.judge.look(step.state, id);
    this.collector?.look(
      step.state,
      () => false,
      () => placeOf(id, way.depth),
    );
    return id;
  }

  private store(key: string, stored: Stored<S>): void {
    this.ids.set(key, this.all.length);
    this.all.push(stored);
    this.keyBytes += key.length;
  }

  /** The state that is stored for a state. */
  private representative(state: S): S {
    const { symmetry, slots } = this;
    if (symmetry === null) return state;
    const { schema } = this.model;
    schema.encode(state, slots);
    const least = new Int32Array(slots.length);
    symmetry.canonicalise(slots, least);
    return freeze(schema.decode(least), true);
  }

  private verify(state: S, place: string): void {
    if (this.symmetry === null || this.symmetry.verified) return;
    this.model.schema.encode(state, this.slots);
    this.symmetry.verify(this.slots, () => place);
  }

  private isSame(one: S, other: S): boolean {
    return this.symmetry === null || this.model.schema.key(one) === this.model.schema.key(other);
  }

  private edge(state: number, firing: number): Edge {
    const { instances } = this.semantics;
    return { state, rule: instances.ruleOf[firing]!, instance: instances.indexOf[firing]! };
  }
}
