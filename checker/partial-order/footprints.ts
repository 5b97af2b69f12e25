import type { Model } from "../model.ts";
import type { Probe } from "../symmetry/probe.ts";
import type { Box } from "./box.ts";
import { FootprintCache } from "./footprint-cache.ts";
import { noValue, valueBit } from "./values.ts";
import { WatchedRun } from "./watched-run.ts";

/** What a probe may do in the states of a box. */
export interface Footprint {
  /** Whether it says yes in some of them. */
  readonly possible: boolean;
  /** The variables that it reads where it says yes; null for one that may do anything. */
  readonly reads: readonly number[] | null;
  /** The variables that it sets there. */
  readonly writes: readonly Write[];
}

/** A variable, and the values that it may be set to. */
export interface Write {
  readonly variable: number;
  readonly values: number;
}

/** How many runs one footprint may take. */
const runLimit = 2_048;
/** A variable with more values than this is not gone through. */
const sizeLimit = 1_024;

/** Nobody has gone through what it does: it may be anything. */
const anything: Footprint = { possible: true, reads: null, writes: [] };

/**
 * Finds footprints by walking the tree of decisions: after each run the last variable that was read takes its next value
 * in the box, and what is read after it is found out again. A probe that throws says no: on a state that is never
 * reached it may.
 */
export class Footprints<S> {
  private readonly watched: WatchedRun<S>;
  private readonly probes: readonly Probe<S>[];
  private readonly caches: readonly FootprintCache[];
  private readonly state: Int32Array;

  /** @param probes what footprints are asked for, by number */
  constructor(model: Model<S>, probes: readonly Probe<S>[]) {
    this.watched = new WatchedRun(model);
    this.probes = probes;
    this.caches = probes.map(() => new FootprintCache());
    this.state = new Int32Array(model.schema.layout.slots.length);
  }

  of(number: number, box: Box): Footprint {
    const cache = this.caches[number]!;
    const known = cache.find(box);
    if (known !== null) return known;
    const looked: number[] = [];
    const footprint = this.walk(this.probes[number]!, box, looked);
    cache.add(box, looked, footprint);
    return footprint;
  }

  private walk(probe: Probe<S>, box: Box, looked: number[]): Footprint {
    const { watched, state } = this;
    const seen = new Set<number>();
    const reads = new Set<number>();
    const writes = new Map<number, number>();
    let possible = false;
    state.set(box.state);
    for (let runs = 0; runs < runLimit; runs++) {
      watched.load(state);
      const yes = watched.run(probe);
      for (const variable of watched.reads) {
        if (!seen.has(variable)) looked.push(variable);
        seen.add(variable);
        if (yes) reads.add(variable);
      }
      if (yes) {
        possible = true;
        watched.eachChange((variable, value) => {
          writes.set(variable, (writes.get(variable) ?? noValue) | valueBit(value));
        });
      }
      const more = this.nextBranch(box);
      if (more === "too many") return anything;
      if (more) continue;
      const written = [...writes].map(([variable, values]) => ({ variable, values }));
      return { possible, reads: [...reads], writes: written };
    }
    return anything;
  }

  private nextBranch(box: Box): boolean | "too many" {
    const { watched, state } = this;
    const { variables, reads } = watched;
    for (let index = reads.length - 1; index >= 0; index--) {
      const variable = reads[index]!;
      if (box.isFixed(variable)) continue;
      if (variables.size[variable]! > sizeLimit) return "too many";
      const value = box.next(variable, variables.value(variable, state));
      if (value !== null) {
        variables.set(variable, value, state);
        return true;
      }
      variables.set(variable, box.value(variable), state);
    }
    return false;
  }
}
