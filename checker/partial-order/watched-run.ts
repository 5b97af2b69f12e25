import type { Model } from "../model.ts";
import { placesOf } from "../schema/place.ts";
import type { Flyweight } from "../schema/schema.ts";
import type { Probe } from "../symmetry/probe.ts";
import { StateVariables } from "../symmetry/state-variables.ts";

/** Runs probes on a state, one after the other, and tells which variables they read before they set them, and set. */
export class WatchedRun<S> {
  readonly variables: StateVariables;
  /** Whether a probe has thrown since `load`. */
  failed = false;
  private readonly flyweight: Flyweight<S>;
  private readonly before: Int32Array;
  /** The variables read since `load` before they were set, in order. */
  private readonly order: number[] = [];
  /** The variables set since `load`. */
  private readonly touched: number[] = [];
  /** By variable: the load after which it was last read, and set. */
  private readonly readAt: Int32Array;
  private readonly setAt: Int32Array;
  private stamp = 0;

  constructor({ schema }: Model<S>) {
    this.variables = new StateVariables(placesOf(schema.domain), schema.layout);
    this.before = new Int32Array(schema.layout.slots.length);
    this.readAt = new Int32Array(this.variables.count);
    this.setAt = new Int32Array(this.variables.count);
    this.flyweight = schema.flyweight();
    this.flyweight.watch({
      read: (slot, bits) => this.each(slot, bits, (variable) => this.noteRead(variable)),
      write: (slot, bits) => this.each(slot, bits, (variable) => this.noteWrite(variable)),
    });
  }

  get reads(): readonly number[] {
    return this.order;
  }

  load(state: Int32Array): void {
    this.before.set(state);
    this.flyweight.load(state);
    this.stamp++;
    this.order.length = 0;
    this.touched.length = 0;
    this.failed = false;
  }

  /** Runs a probe on what those before it have made of the state; whether it says yes. One that throws does not. */
  run(probe: Probe<S>): boolean {
    try {
      return probe(this.flyweight.root) === true;
    } catch {
      this.failed = true;
      return false;
    }
  }

  /** The variables that were set since `load`, but for those known to hold what they held. */
  eachChange(visit: (variable: number, value: number) => void): void {
    const { variables, before } = this;
    for (const variable of this.touched) {
      const value = variables.value(variable, this.flyweight.slots);
      const isKnown = this.readAt[variable] === this.stamp;
      if (!isKnown || value !== variables.value(variable, before)) visit(variable, value);
    }
  }

  private each(slot: number, bits: number, visit: (variable: number) => void): void {
    const { first, maskBits } = this.variables;
    const count = maskBits[slot]!;
    if (count === 0) visit(first[slot]!);
    for (let bit = 0; bit < count; bit++) if (bits & (1 << bit)) visit(first[slot]! + bit);
  }

  private noteRead(variable: number): void {
    if (this.readAt[variable] === this.stamp || this.setAt[variable] === this.stamp) return;
    this.readAt[variable] = this.stamp;
    this.order.push(variable);
  }

  private noteWrite(variable: number): void {
    if (this.setAt[variable] === this.stamp) return;
    this.setAt[variable] = this.stamp;
    this.touched.push(variable);
  }
}
