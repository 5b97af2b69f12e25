import type { Model } from "../model.ts";
import { wholeSlot } from "../schema/observer.ts";
import { placesOf } from "../schema/place.ts";
import { permute, type Permutation } from "./permutation.ts";
import { throws, type Probe, type ProbeAnswer } from "./probe.ts";
import { StateVariables } from "./state-variables.ts";
import type { ValueMaps } from "./value-maps.ts";
import { WatchedState } from "./watched-state.ts";

/** Where a probe and its image do not correspond. */
export interface Mismatch {
  readonly answer: ProbeAnswer;
  readonly imageAnswer: ProbeAnswer;
  /** The image of what the probe made of the state. */
  readonly expected: Int32Array;
  /** What the image of the probe made of the image of the state. */
  readonly actual: Int32Array;
}

/**
 * Runs a probe on a state, and its image on the image of the state, and compares. Both are pure, so the comparison is a
 * function of the variables that either of them reads (or writes where the other does not): `reads` lists these, of the
 * state, in order. It comes out the same for every state with the same values of them.
 */
export class JointRun<S> {
  readonly variables: StateVariables;
  private readonly maps: ValueMaps;
  private readonly one: WatchedState<S>;
  private readonly other: WatchedState<S>;
  private readonly before: Int32Array;
  private readonly image: Int32Array;
  private readonly expected: Int32Array;
  private answer: ProbeAnswer = false;
  /** The run in which a variable was last read. */
  private readonly seen: Int32Array;
  private run = 0;
  private readonly order: number[] = [];

  constructor(model: Model<S>, maps: ValueMaps) {
    const { schema } = model;
    const slots = schema.layout.slots.length;
    this.maps = maps;
    this.variables = new StateVariables(placesOf(schema.domain), schema.layout);
    this.one = new WatchedState(schema);
    this.other = new WatchedState(schema);
    this.before = new Int32Array(slots);
    this.image = new Int32Array(slots);
    this.expected = new Int32Array(slots);
    this.seen = new Int32Array(this.variables.count);
  }

  /** The variables that the comparisons since `begin` depend on, in the order in which they were looked at. */
  get reads(): readonly number[] {
    return this.order;
  }

  /** Runs the probe. */
  begin(state: Int32Array, probe: Probe<S>): void {
    this.run++;
    this.order.length = 0;
    this.before.set(state);
    this.one.load(state);
    this.one.onRead = (slot, bits) => this.noteBits(slot, bits);
    this.answer = ask(probe, this.one.root);
  }

  /** Runs the image of the probe under a permutation. */
  against(permutation: Permutation, probe: Probe<S>): Mismatch | null {
    const { one, other, image, expected, maps } = this;
    permute(permutation, maps, this.before, image);
    other.load(image);
    other.onRead = (slot, bits) => this.noteImageBits(permutation, slot, bits);
    const imageAnswer = ask(probe, other.root);
    const { answer } = this;
    if (answer === imageAnswer) {
      if (answer === throws) return null;
      this.noteUneven(permutation);
      permute(permutation, maps, one.slots, expected);
      if (equal(expected, other.slots)) return null;
    }
    return { answer, imageAnswer, expected: expected.slice(), actual: other.slots.slice() };
  }

  private note(variable: number): void {
    if (this.seen[variable] === this.run) return;
    this.seen[variable] = this.run;
    this.order.push(variable);
  }

  private noteBits(slot: number, bits: number): void {
    const { first, maskBits } = this.variables;
    const count = maskBits[slot]!;
    if (count === 0) this.note(first[slot]!);
    for (let bit = 0; bit < count; bit++) if (bits & (1 << bit)) this.note(first[slot]! + bit);
  }

  private noteImageBits({ from, map, presence }: Permutation, slot: number, bits: number): void {
    const source = from[slot]!;
    // What the image of a value is depends on whether the value is there.
    const guard = presence.guard[source]!;
    if (guard >= 0) this.noteBits(guard, wholeSlot);
    const count = this.variables.maskBits[slot]!;
    if (count === 0) this.noteBits(source, wholeSlot);
    for (let bit = 0; bit < count; bit++) {
      if (bits & (1 << bit)) this.noteBits(source, this.maps.sourceBit(map[slot]!, 1 << bit));
    }
  }

  /** Where only one of the two writes, the comparison depends on what was there. */
  private noteUneven({ from, map }: Permutation): void {
    for (let slot = 0; slot < from.length; slot++) {
      const source = from[slot]!;
      const written = this.one.written(source);
      const imageWritten = this.other.written(slot);
      if (written === imageWritten && (written === 0 || written === wholeSlot)) continue;
      const count = this.variables.maskBits[slot]!;
      if (count === 0) this.noteBits(source, wholeSlot);
      for (let bit = 0; bit < count; bit++) {
        const sourceBit = this.maps.sourceBit(map[slot]!, 1 << bit);
        const both = (written & sourceBit) !== 0 && (imageWritten & (1 << bit)) !== 0;
        const neither = (written & sourceBit) === 0 && (imageWritten & (1 << bit)) === 0;
        if (!both && !neither) this.noteBits(source, sourceBit);
      }
    }
  }
}

function ask<S>(probe: Probe<S>, state: S): ProbeAnswer {
  try {
    return probe(state);
  } catch {
    return throws;
  }
}

function equal(a: Int32Array, b: Int32Array): boolean {
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}
