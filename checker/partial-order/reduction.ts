import type { EngineOptions } from "../engine/engine.ts";
import { Level, type Stored } from "./level.ts";
import type { Reducer } from "./reducer.ts";

/** A reducer, as an engine uses it that expands states one by one, in order. */
export class Reduction {
  private readonly reducer: Reducer;
  private readonly level: Level;

  constructor(reducer: Reducer, { judge, deadlock }: EngineOptions, stored: Stored) {
    this.reducer = reducer;
    this.level = new Level(stored, judge, deadlock);
  }

  /**
   * The enabled instances to fire, or null where nothing is left out: only such a state may turn out to be a dead end,
   * because one of which something is left out can go on to another state.
   */
  choose(state: number, slots: Int32Array, enabled: readonly number[]): ReadonlySet<number> | null {
    const chosen = this.reducer.choose(slots, enabled, this.level.openAt(state));
    return chosen.length === enabled.length ? null : new Set(chosen);
  }
}
