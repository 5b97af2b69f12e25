import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import type { MachineState } from "../machine/state.ts";
import { holdersOf, type Holder } from "./holders.ts";

/** The clean copies of lines: two ways to keep account of them, which tests compare (docs/machine.md, "Caches"). */
export interface Copies {
  /** A cache has fetched a value: what memory holds, the dirty copy, or what another cache has. */
  fetch(state: MachineState, line: number, cache: number, value: bigint): void;
  /** Memory is written, by something that caches do not notice. They keep what they have. */
  overwritten(state: MachineState, line: number, value: bigint): void;
  /** A cache takes ownership: the copies of others go. */
  owned(state: MachineState, line: number, cache: number): void;
  /** The dirty copy has been written back: what caches held of it are clean copies. */
  cleaned(state: MachineState, line: number, owner: number): void;
  /** One cache has nothing any more. */
  drop(state: MachineState, line: number, cache: number): void;
  /** None has. */
  dropAll(state: MachineState, line: number): void;
}

/**
 * What caches may hold. Fetches and evictions of clean copies are no steps: a copy that may be there may be gone as well,
 * and what one cache may hold any other that can fetch may get from it. What memory holds, and the dirty copy, is held
 * wherever it can be fetched: `held` says so of a cache that cannot always.
 */
export class MayHold implements Copies {
  readonly #machine: Machine;
  readonly #holders: readonly (readonly Holder[])[];

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#holders = holdersOf(machine);
  }

  fetch(state: MachineState, line: number, cache: number, value: bigint): void {
    const own = at(state.lines, line);
    if (this.#when(line, cache) !== "sometimes") return;
    if (own.dirty !== null || value === this.#memory(state, line)) own.held[cache] = 1;
    else at(own.clean, cache).add(value);
  }

  overwritten(state: MachineState, line: number, value: bigint): void {
    const own = at(state.lines, line);
    const before = this.#memory(state, line);
    if (own.dirty !== null || value === before) return;
    own.clean.forEach((copies, cache) => {
      const when = this.#when(line, cache);
      const held = when === "always" || own.held[cache] === 1;
      const holdsValue = copies.delete(value);
      if (held) copies.add(before);
      if (when === "sometimes") own.held[cache] = holdsValue ? 1 : 0;
    });
  }

  owned(state: MachineState, line: number, cache: number): void {
    this.dropAll(state, line);
    if (this.#when(line, cache) === "sometimes") at(state.lines, line).held[cache] = 1;
  }

  /** What held the dirty copy holds what memory holds. */
  cleaned(): void {
    return;
  }

  drop(state: MachineState, line: number, cache: number): void {
    const own = at(state.lines, line);
    own.held[cache] = 0;
    at(own.clean, cache).clear();
    // It may fetch again at once what others still have.
    if (this.#when(line, cache) !== "always") return;
    for (const others of own.clean) for (const value of others) at(own.clean, cache).add(value);
  }

  dropAll(state: MachineState, line: number): void {
    const own = at(state.lines, line);
    own.clean.forEach((copies, cache) => {
      copies.clear();
      own.held[cache] = 0;
    });
  }

  #when(line: number, cache: number): Holder["when"] {
    return at(at(this.#holders, line), cache).when;
  }

  #memory(state: MachineState, line: number): bigint {
    return at(state.memory, at(this.#machine.lines, line));
  }
}

/** What caches hold: every fetch and every eviction is a step (`explicit-caches.ts`). */
export const explicitCopies: Copies = {
  fetch: (state, line, cache, value) => {
    at(at(state.lines, line).clean, cache).add(value);
  },
  overwritten: () => undefined,
  owned: (state, line) => explicitCopies.dropAll(state, line),
  cleaned: (state, line, owner) => {
    const { clean, dirty } = at(state.lines, line);
    if (dirty !== null) at(clean, owner).add(dirty);
  },
  drop: (state, line, cache) => at(at(state.lines, line).clean, cache).clear(),
  dropAll: (state, line) => {
    for (const copies of at(state.lines, line).clean) copies.clear();
  },
};
