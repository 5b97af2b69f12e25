import type { Path } from "../search/path.ts";

/**
 * The way that a walk took, without its loops: what comes between two visits of a state brings nothing about, and a
 * reader is better off without it.
 */
export class Trail {
  /** Steps taken, loops included. */
  steps = 0;
  /** The number of the walk, from 1. */
  readonly walk: number;
  private readonly states: number[];
  private readonly firings: number[] = [];
  private readonly positions: Map<number, number>;

  constructor(walk: number, start: number) {
    this.walk = walk;
    this.states = [start];
    this.positions = new Map([[start, 0]]);
  }

  last(): number {
    return this.states.at(-1) ?? -1;
  }

  /** Takes a step; whether it leads back to a state of the trail, which is then cut back to it. */
  add(firing: number, state: number): boolean {
    this.steps++;
    const position = this.positions.get(state);
    if (position !== undefined) {
      for (const left of this.states.splice(position + 1)) this.positions.delete(left);
      this.firings.length = position;
      return true;
    }
    this.positions.set(state, this.states.length);
    this.states.push(state);
    this.firings.push(firing);
    return false;
  }

  /** The instance that led to the last state; null for an initial one. */
  lastFiring(): number | null {
    return this.firings.at(-1) ?? null;
  }

  path(): Path {
    return { states: [...this.states], firings: [...this.firings], loop: null };
  }

  /** Where the walk is, for a message. */
  place(): string {
    return `in walk ${this.walk}, after ${this.steps} ${this.steps === 1 ? "step" : "steps"}`;
  }
}
