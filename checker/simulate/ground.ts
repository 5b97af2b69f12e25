import { isAbandoned, witnessIn } from "../engine/ask.ts";
import type { Outcome } from "../engine/dead-ends.ts";
import type { PlainSemantics, PlainStep } from "../engine/plain-semantics.ts";
import { StateStore } from "../engine/state-store.ts";
import type { Model } from "../model.ts";
import type { Witness } from "../property.ts";
import { at } from "../schema/access.ts";
import { outcomeOf } from "../search/dead-end.ts";

/** A state that walks came by, and what was found out about it. */
export interface Spot<S> {
  readonly id: number;
  readonly state: S;
  /** The instances enabled in it, by number; what they lead to may be abandoned. */
  readonly enabled: readonly number[];
  /** Where they lead, as far as walks went; null for a wrong guess. */
  readonly ways: Map<number, Way | null>;
  /** What each judged property says about it. */
  readonly witnesses: ReadonlyMap<number, Witness | null>;
  /** What leads on from it, once that was asked. */
  outcome: Outcome | null;
}

/** A step to a state that is kept. */
export interface Way {
  readonly to: number;
  /** The eager rules that fire with it. */
  readonly folded: readonly number[];
  /** Whether no walk had come by the state before. */
  readonly isNew: boolean;
}

/** Spots remembered with all that is known of them; states beyond are worked out again. */
const mostSpots = 20_000;

/**
 * The states that walks come by. Walks cross the same states again and again, mostly near the initial ones: what was
 * found out about a state is remembered. Rules are pure, so that nothing but time depends on it.
 */
export class Ground<S> {
  private readonly model: Model<S>;
  private readonly semantics: PlainSemantics<S>;
  private readonly judged: readonly number[];
  private readonly store: StateStore;
  private readonly slots: Int32Array;
  private readonly row: Int32Array;
  private readonly spots = new Map<number, Spot<S>>();

  /** @param judged the properties that states are asked about, by index in the model */
  constructor(model: Model<S>, semantics: PlainSemantics<S>, judged: readonly number[]) {
    const { layout } = model.schema;
    this.model = model;
    this.semantics = semantics;
    this.judged = judged;
    this.store = new StateStore(layout.words);
    this.slots = new Int32Array(layout.slots.length);
    this.row = new Int32Array(layout.words);
  }

  /** Distinct states that walks came by. */
  size(): number {
    return this.store.size;
  }

  bytes(): number {
    return this.store.bytes();
  }

  /** A state, as it was stored. */
  state(id: number): S {
    const slots = new Int32Array(this.slots.length);
    const { schema } = this.model;
    schema.layout.unpack(this.store.chunk(id), this.store.offset(id), slots);
    return schema.decode(slots);
  }

  /** Where walks may start: the initial states that are no wrong guess, each once. */
  starts(): readonly number[] {
    const ids = new Set<number>();
    for (const index of this.model.initial.keys()) {
      const { state } = this.semantics.initial(index);
      const place = `in initial state ${index}`;
      if (isAbandoned(this.model, state, place)) continue;
      const id = this.add(state);
      if (!ids.has(id)) this.explore(id, state, place);
      ids.add(id);
    }
    return [...ids];
  }

  /** What is known of a state that a walk came by. */
  spot(id: number, place: string): Spot<S> {
    return this.spots.get(id) ?? this.explore(id, this.state(id), place);
  }

  /** Where an enabled instance leads; null for a wrong guess. */
  way(spot: Spot<S>, firing: number, place: string): Way | null {
    const known = spot.ways.get(firing);
    if (known !== undefined) return known;
    const step = this.semantics.step(spot.state, firing, place);
    const way = isAbandoned(this.model, step.state, place) ? null : this.arrive(step, place);
    // Seen once, it is new no more.
    spot.ways.set(firing, way === null ? null : { ...way, isNew: false });
    return way;
  }

  /** What leads on from a state. */
  outcome(spot: Spot<S>, place: string): Outcome {
    spot.outcome ??= outcomeOf(this.model, this.semantics, spot.state, place);
    return spot.outcome;
  }

  private arrive(step: PlainStep<S>, place: string): Way {
    const known = this.store.size;
    const to = this.add(step.state);
    // Here the plain state is at hand, and need not be decoded.
    if (!this.spots.has(to)) this.explore(to, step.state, place);
    const folded = step.folded.map(({ firing }) => this.semantics.instances.ruleOf[firing]!);
    return { to, folded, isNew: to === known };
  }

  private explore(id: number, state: S, place: string): Spot<S> {
    const { semantics, model } = this;
    const enabled: number[] = [];
    for (const firing of semantics.instances.ordinary) {
      if (semantics.enabled(state, firing, place)) enabled.push(firing);
    }
    const witnesses = new Map(
      this.judged.map((index) => [index, witnessIn(at(model.properties, index), state, place)]),
    );
    const spot = { id, state, enabled, ways: new Map<number, Way | null>(), witnesses, outcome: null };
    if (this.spots.size >= mostSpots) this.spots.clear();
    this.spots.set(id, spot);
    return spot;
  }

  private add(state: S): number {
    this.model.schema.encode(state, this.slots);
    this.model.schema.layout.pack(this.slots, this.row, 0);
    return this.store.add(this.row);
  }
}
