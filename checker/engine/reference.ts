import { at } from "../schema/access.ts";
import type { End, Model } from "../model.ts";
import { DeadEnds, type Outcome } from "./dead-ends.ts";
import type { Edge, Engine, EngineOptions, Exploration } from "./engine.ts";
import { isAbandoned } from "./ask.ts";
import { placeOf } from "./failure.ts";
import { Judge } from "./judge.ts";
import { PlainSemantics, type PlainStep } from "./plain-semantics.ts";
import { Tally } from "./tally.ts";

/** Plain objects, immer and canonical texts as keys: slow, obviously right, what every other engine must agree with. */
export const reference: Engine = {
  name: "reference",
  open: <S>(model: Model<S>, options: EngineOptions) => new ReferenceExploration(model, options),
};

interface Stored<S> {
  readonly state: S;
  readonly depth: number;
  readonly predecessor: Edge | null;
}

class ReferenceExploration<S> implements Exploration<S> {
  private readonly model: Model<S>;
  private readonly semantics: PlainSemantics<S>;
  private readonly ids = new Map<string, number>();
  private readonly stored: Stored<S>[] = [];
  private readonly judge: Judge<S>;
  private readonly deadEnds: DeadEnds<S>;
  private readonly tally: Tally;
  private keyBytes = 0;

  constructor(model: Model<S>, options: EngineOptions) {
    this.model = model;
    this.semantics = new PlainSemantics(model, options.eager);
    const place = (state: number) => placeOf(state, at(this.stored, state).depth);
    // A plain state is frozen: writing to it throws, so a written one is never seen.
    this.judge = new Judge(model, options.judge, { written: () => false, place });
    this.deadEnds = new DeadEnds(model, options.deadlock, place);
    this.tally = new Tally(model.rules.length);
    model.initial.forEach((_, index) => {
      const step = this.semantics.initial(index);
      if (!isAbandoned(model, step.state, `in initial state ${index}`)) this.keep(step, 0, null);
    });
  }

  size(): number {
    return this.stored.length;
  }

  /** An estimate: characters of the keys, and a flat sum for each state's objects. */
  bytes(): number {
    return this.keyBytes + this.stored.length * 512;
  }

  expand(from: number, to: number): void {
    for (let id = from; id < to; id++) {
      const { state, depth } = at(this.stored, id);
      const outcome = this.forEachStep(id, (step, edge) =>
        this.keep(step, depth + 1, { ...edge, state: id }),
      );
      this.deadEnds.look(state, id, outcome);
    }
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

  predecessor(state: number): Edge | null {
    return at(this.stored, state).predecessor;
  }

  state(index: number): S {
    return at(this.stored, index).state;
  }

  successors(index: number): readonly Edge[] {
    const edges: Edge[] = [];
    this.forEachStep(index, (step, edge) => {
      const state = this.ids.get(this.model.schema.key(step.state));
      if (state !== undefined) edges.push({ ...edge, state });
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

  /** Takes every step out of a state, in order; `take` returns where one leads. */
  private forEachStep(id: number, take: (step: PlainStep<S>, edge: Omit<Edge, "state">) => number): Outcome {
    const { state, depth } = at(this.stored, id);
    const place = placeOf(id, depth);
    const { instances } = this.semantics;
    const outcome: Outcome = { kept: 0, loops: 0, dropped: 0 };
    for (const firing of instances.ordinary) {
      if (!this.semantics.enabled(state, firing, place)) continue;
      const step = this.semantics.step(state, firing, place);
      if (isAbandoned(this.model, step.state, place)) {
        outcome.dropped++;
        continue;
      }
      outcome.kept++;
      const edge = { rule: instances.ruleOf[firing]!, instance: instances.indexOf[firing]! };
      if (take(step, edge) === id) outcome.loops++;
    }
    return outcome;
  }

  /** Stores and judges the state unless it is known, and counts the firings that led to it. */
  private keep(step: PlainStep<S>, depth: number, predecessor: Edge | null): number {
    const key = this.model.schema.key(step.state);
    const known = this.ids.get(key);
    const id = known ?? this.stored.length;
    const isNew = known === undefined;
    if (predecessor !== null) this.tally.count(predecessor.rule, isNew);
    for (const { firing } of step.folded) this.tally.count(this.semantics.instances.ruleOf[firing]!, isNew);
    if (!isNew) return id;
    this.ids.set(key, id);
    this.stored.push({ state: step.state, depth, predecessor });
    this.keyBytes += key.length;
    this.judge.look(step.state, id);
    return id;
  }
}
