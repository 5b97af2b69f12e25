import { witnessIn } from "../engine/ask.ts";
import { isStuck } from "../engine/dead-ends.ts";
import type { Exploration } from "../engine/engine.ts";
import type { PlainSemantics } from "../engine/plain-semantics.ts";
import type { Model } from "../model.ts";
import type { Property, Witness } from "../property.ts";
import { at } from "../schema/access.ts";
import { endOf, outcomeOf } from "./dead-end.ts";
import { orbitOf } from "../symmetry/concrete-path.ts";
import { Differences } from "./difference.ts";
import type { Plan } from "./plan.ts";

/** What is looked for in the states, and what was found: the first counterexample is the engine's to find. */
interface Quest {
  /** The engine's, once there is one. */
  first(): number | null;
  /** States below this number may be looked at. */
  within(expanded: number): number;
  /** Whether the state is a counterexample that differs from those before. */
  isNew(state: number): boolean;
  /** The engine's first, then those that differ. */
  readonly found: number[];
  /** The first state that was not looked at. */
  next: number;
}

/**
 * Goes on looking after the first counterexample of a property. Engines report that one only, so the states stored
 * since are judged here, as plain values: slower, but the same for every engine.
 */
export class FurtherCounterexamples<S> {
  private readonly model: Model<S>;
  private readonly plan: Plan;
  private readonly exploration: Exploration<S>;
  private readonly semantics: PlainSemantics<S>;
  private readonly quests = new Map<number | "deadlock", Quest>();

  constructor(model: Model<S>, plan: Plan, exploration: Exploration<S>, semantics: PlainSemantics<S>) {
    this.model = model;
    this.plan = plan;
    this.exploration = exploration;
    this.semantics = semantics;
    if (plan.keepGoing === 1) return;
    for (const index of plan.reported) {
      const property = at(model.properties, index);
      if (property.kind === "always") this.quests.set(index, this.violations(property, index));
    }
    if (plan.deadlock) this.quests.set("deadlock", this.deadlocks());
  }

  /** Looks at what was stored, or expanded, since it last did. */
  look(expanded: number): void {
    for (const quest of this.quests.values()) {
      const end = quest.within(expanded);
      const first = quest.first();
      if (first !== null) this.follow(quest, first, end);
      // Until there is a first one, states can be passed over: all that are looked at are no nearer.
      else quest.next = end;
    }
  }

  private follow(quest: Quest, first: number, end: number): void {
    // Several threads may find it among states of its level with smaller numbers: it comes first all the same.
    if (quest.found.length === 0 && quest.isNew(first)) quest.found.push(first);
    for (; quest.next < end && quest.found.length < this.plan.keepGoing; quest.next++) {
      if (quest.next !== first && quest.isNew(quest.next)) quest.found.push(quest.next);
    }
  }

  /** Whether every property that is refuted has as many counterexamples as were asked for. */
  enough(): boolean {
    return [...this.quests.values()].every(
      ({ first, found }) => first() === null || found.length >= this.plan.keepGoing,
    );
  }

  /** The states of the counterexamples after the first, in order of discovery: nearest first. */
  of(property: number | "deadlock"): readonly number[] {
    return this.quests.get(property)?.found.slice(1) ?? [];
  }

  private violations(property: Property<S>, index: number): Quest {
    const differences = new Differences();
    return {
      first: () => this.exploration.found(index),
      within: () => this.exploration.size(),
      isNew: (state) => {
        const witness = this.witness(property, state);
        if (witness === null) return false;
        const edge = this.exploration.predecessor(state);
        const wasBroken = edge !== null && this.witness(property, edge.state) !== null;
        return differences.isNew({ witness, firing: this.firing(state), wasBroken });
      },
      found: [],
      next: 0,
    };
  }

  private deadlocks(): Quest {
    const differences = new Differences();
    return {
      first: () => this.exploration.deadlocked(),
      // A dead end shows when its state has been expanded.
      within: (expanded) => expanded,
      isNew: (state) =>
        this.isDeadlock(state) &&
        differences.isNew({ witness: null, firing: this.firing(state), wasBroken: false }),
      found: [],
      next: 0,
    };
  }

  private witness(property: Property<S>, state: number): Witness | null {
    const plain = this.exploration.state(state);
    const { symmetry = null } = this.plan.engine;
    const images = symmetry === null ? [plain] : orbitOf(this.model, symmetry, plain);
    for (const image of images) {
      const witness = witnessIn(property, image, placeOf(state));
      if (witness !== null) return witness;
    }
    return null;
  }

  private isDeadlock(state: number): boolean {
    // The engine is asked first: hardly any state is stuck, and its steps are faster.
    if (this.exploration.successors(state).some((edge) => edge.state !== state)) return false;
    const plain = this.exploration.state(state);
    const place = placeOf(state);
    const outcome = outcomeOf(this.model, this.semantics, plain, place);
    if (!isStuck(outcome, this.plan.engine.deadlock)) return false;
    return endOf(this.model, plain, outcome, place) === "deadlock";
  }

  private firing(state: number): number | null {
    const edge = this.exploration.predecessor(state);
    return edge === null ? null : this.semantics.instances.number(edge.rule, edge.instance);
  }
}

function placeOf(state: number): string {
  return `in state ${state}, in the search for further counterexamples`;
}
