import type { Instances } from "../engine/instances.ts";
import { maxEagerFirings } from "../engine/plain-semantics.ts";
import type { Model } from "../model.ts";
import type { StateVariables } from "../symmetry/state-variables.ts";
import { Box } from "./box.ts";
import type { Footprints } from "./footprints.ts";
import type { Questions } from "./questions.ts";
import type { Step } from "./step.ts";
import { WatchedRun } from "./watched-run.ts";

/** Takes steps out of single states and watches what they depend on. */
export class Steps<S> {
  readonly variables: StateVariables;
  private readonly watched: WatchedRun<S>;
  private readonly questions: Questions<S>;
  private readonly footprints: Footprints<S>;
  private readonly eager: Int32Array;
  /** The states that others may lead to, after what the step has written so far. */
  private readonly after: Box;

  constructor(model: Model<S>, instances: Instances, questions: Questions<S>, footprints: Footprints<S>) {
    this.watched = new WatchedRun(model);
    this.variables = this.watched.variables;
    this.questions = questions;
    this.footprints = footprints;
    this.eager = instances.eager;
    this.after = new Box(this.watched.variables, model.schema.layout.slots.length);
  }

  /**
   * The step of an instance out of the state of a box. In every state of the box that agrees on what it reads, it does
   * the same.
   */
  take(instance: number, cone: Box): Step {
    const { watched } = this;
    watched.load(cone.state);
    const enabled = this.ask(instance) && this.settle(cone) && !this.isAbandoned(cone);
    const writes: number[] = [];
    let changes = false;
    watched.eachChange((variable, value) => {
      writes.push(variable);
      changes ||= value !== cone.value(variable);
    });
    const { failed } = watched;
    return { instance, leadsOn: enabled && changes, failed, reads: [...watched.reads], writes };
  }

  /** Fires eager instances until none is enabled. */
  private settle(cone: Box): boolean {
    for (let firings = 0; firings <= maxEagerFirings; firings++) {
      if (!this.fireEager(cone)) return true;
    }
    this.watched.failed = true;
    return false;
  }

  private fireEager(cone: Box): boolean {
    this.moveAfter(cone);
    for (const eager of this.eager) {
      if (this.mayMatter(eager) && this.ask(eager)) return true;
    }
    return false;
  }

  private isAbandoned(cone: Box): boolean {
    const { abandoned } = this.questions;
    if (abandoned === null) return false;
    this.moveAfter(cone);
    return this.mayMatter(abandoned) && this.ask(abandoned);
  }

  private ask(number: number): boolean {
    return this.watched.run(this.questions.probes[number]!);
  }

  private moveAfter(cone: Box): void {
    this.after.copy(cone);
    this.watched.eachChange((variable, value) => this.after.fix(variable, value));
  }

  /**
   * Whether what the step has written may make the answer yes, in the state or in another of the cone. It was no in all
   * of them: states that are stored are at rest, and not abandoned.
   */
  private mayMatter(number: number): boolean {
    const { possible, reads } = this.footprints.of(number, this.after);
    if (!possible) return false;
    if (reads === null) return true;
    let matters = false;
    this.watched.eachChange((variable) => {
      matters ||= reads.includes(variable);
    });
    return matters;
  }
}
