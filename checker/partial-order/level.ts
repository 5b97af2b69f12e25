import type { DeadlockMode } from "../model.ts";
import type { Open } from "./reducer.ts";

/** What an engine knows of the states that it has stored. */
export interface Stored {
  size(): number;
  /** Steps from an initial state by which a state was first reached. */
  depth(state: number): number;
  /** The state that decided a property first, or null. */
  found(property: number): number | null;
  deadlocked(): number | null;
}

/**
 * What is open when a level is begun. What is found within a level closes nothing before its end: engines and workers
 * find it in different orders, and have to visit the same states.
 */
export class Level {
  private readonly stored: Stored;
  private readonly judged: readonly number[];
  private readonly mode: DeadlockMode;
  /** The first state after the level. */
  private end = 0;
  private open: Open = { properties: [], deadlocks: false };

  constructor(stored: Stored, judged: readonly number[], mode: DeadlockMode) {
    this.stored = stored;
    this.judged = judged;
    this.mode = mode;
  }

  /** What is open while a state is expanded. States are asked about in order. */
  openAt(state: number): Open {
    if (state >= this.end) this.begin(state);
    return this.open;
  }

  private begin(state: number): void {
    const { stored, judged, mode } = this;
    const depth = stored.depth(state);
    this.end = this.firstBelow(depth, state);
    const deadlocked = stored.deadlocked();
    this.open = {
      properties: judged.filter((property) => (stored.found(property) ?? this.end) >= this.end),
      deadlocks: mode !== "off" && (deadlocked === null || stored.depth(deadlocked) >= depth),
    };
  }

  /** The first state that is deeper: after a resumption a part of the next level is stored already. */
  private firstBelow(depth: number, state: number): number {
    let [known, beyond] = [state, this.stored.size()];
    while (beyond - known > 1) {
      const middle = (known + beyond) >>> 1;
      if (this.stored.depth(middle) > depth) beyond = middle;
      else known = middle;
    }
    return beyond;
  }
}
