import type { Model } from "../model.ts";
import { placesOf } from "../schema/place.ts";
import type { Probe } from "../symmetry/probe.ts";
import { StateVariables } from "../symmetry/state-variables.ts";
import { WatchedState } from "../symmetry/watched-state.ts";

/** Runs probes on states, and tells which variables a run has read, before it set them, and which it has set. */
export class WatchedProbe<S> {
  readonly variables: StateVariables;
  private readonly watched: WatchedState<S>;
  private readonly before: Int32Array;
  /** The variables read since `load`, in order. */
  private readonly order: number[] = [];
  private readonly seen: Int32Array;
  private stamp = 0;

  constructor({ schema }: Model<S>) {
    this.variables = new StateVariables(placesOf(schema.domain), schema.layout);
    this.watched = new WatchedState(schema);
    this.watched.onRead = (slot, bits) => this.note(slot, bits);
    this.before = new Int32Array(schema.layout.slots.length);
    this.seen = new Int32Array(this.variables.count);
  }

  get reads(): readonly number[] {
    return this.order;
  }

  /** The state as it is now. */
  get slots(): Int32Array {
    return this.watched.slots;
  }

  /** Loads a state and runs the probe on it; whether it says yes. */
  run(state: Int32Array, probe: Probe<S>): boolean {
    this.load(state);
    return this.goOn(probe);
  }

  load(state: Int32Array): void {
    this.before.set(state);
    this.watched.load(state);
    this.stamp++;
    this.order.length = 0;
  }

  /** Runs another probe on what those before it have made of the state. */
  goOn(probe: Probe<S>): boolean {
    try {
      return probe(this.watched.root) === true;
    } catch {
      // In a state that is never reached it may; where it is reached, the engine runs it too, and reports it.
      return false;
    }
  }

  /** Whether a variable was read since `load`. */
  hasRead(variable: number): boolean {
    return this.seen[variable] === this.stamp;
  }

  /** The variables that were set since `load`, but for those known to hold what they held. */
  eachChange(visit: (variable: number, value: number) => void): void {
    const { variables, watched } = this;
    for (let slot = 0; slot < variables.first.length; slot++) {
      const written = watched.written(slot);
      if (written === 0) continue;
      const first = variables.first[slot]!;
      const bits = variables.maskBits[slot]!;
      if (bits === 0) this.change(first, visit);
      for (let bit = 0; bit < bits; bit++) if (written & (1 << bit)) this.change(first + bit, visit);
    }
  }

  private change(variable: number, visit: (variable: number, value: number) => void): void {
    const value = this.variables.value(variable, this.watched.slots);
    if (this.hasRead(variable) && value === this.variables.value(variable, this.before)) return;
    visit(variable, value);
  }

  private note(slot: number, bits: number): void {
    const { first, maskBits } = this.variables;
    const count = maskBits[slot]!;
    if (count === 0) this.noteVariable(first[slot]!);
    for (let bit = 0; bit < count; bit++) if (bits & (1 << bit)) this.noteVariable(first[slot]! + bit);
  }

  private noteVariable(variable: number): void {
    if (this.seen[variable] === this.stamp) return;
    this.seen[variable] = this.stamp;
    this.order.push(variable);
  }
}
