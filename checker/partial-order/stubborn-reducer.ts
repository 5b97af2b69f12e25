import type { EagerMode } from "../engine/engine.ts";
import { Instances } from "../engine/instances.ts";
import type { Model } from "../model.ts";
import { Box } from "./box.ts";
import { Cone } from "./cone.ts";
import { Footprints } from "./footprints.ts";
import { questionsOf, type Questions } from "./questions.ts";
import type { Open, Reducer } from "./reducer.ts";
import { Steps } from "./steps.ts";
import { StubbornSets, type Wanted } from "./stubborn-sets.ts";

/** Fires, in each state, the enabled instances of a stubborn set; see `StubbornSets`. */
export class StubbornReducer<S> implements Reducer {
  private readonly questions: Questions<S>;
  private readonly steps: Steps<S>;
  private readonly sets: StubbornSets<S>;
  /** The state that is asked about, and no other. */
  private readonly single: Box;

  constructor(model: Model<S>, mode: EagerMode) {
    const instances = new Instances(model.rules, mode);
    const slots = model.schema.layout.slots.length;
    this.questions = questionsOf(model, instances);
    const footprints = new Footprints(model, this.questions.probes);
    this.steps = new Steps(model, instances, this.questions, footprints);
    const { variables } = this.steps;
    const cone = new Cone({ variables, slots, instances: instances.count }, footprints, this.steps);
    this.single = new Box(variables, slots);
    this.sets = new StubbornSets(footprints, this.steps, cone);
  }

  choose(slots: Int32Array, enabled: readonly number[], open: Open): readonly number[] {
    this.single.shrink(slots);
    const steps = enabled.map((instance) => this.steps.take(instance, this.single));
    const leading = steps.filter(({ leadsOn }) => leadsOn);
    // A dead end, or nearly one: what it is shows only when everything is tried.
    if (leading.length === 0 || steps.some(({ failed }) => failed)) return enabled;
    const isAlone = leading.length === 1 && open.deadlocks;
    const idle = steps.filter(({ leadsOn }) => !leadsOn);
    const chosen = isAlone ? leading : this.sets.of(slots, { leading, idle }, this.wanted(open));
    const numbers = new Set(chosen.map(({ instance }) => instance));
    return enabled.filter((instance) => numbers.has(instance));
  }

  toJSON(): unknown {
    return "stubborn";
  }

  private wanted({ properties, deadlocks }: Open): Wanted {
    const { property, cut } = this.questions;
    const questions = properties.map((index) => property[index]!);
    // Whether any path was cut decides over PROVED and UNDECIDED, whatever else is known.
    return { questions: cut === null ? questions : [...questions, cut], deadlocks };
  }
}
