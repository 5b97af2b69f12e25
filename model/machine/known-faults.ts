import type { KnownFaults, Place } from "../program/layout.ts";
import { type MachineDraft, type PeDraft, slotWords } from "./draft.ts";
import { mayFault, partialAccess } from "./translations.ts";

/** What analyses of a PE have found out about its faults so far. */
export class FaultsOfPe implements KnownFaults {
  readonly #faults = new Set<string>();
  readonly #returns = new Map<string, Set<bigint>>();

  mayFault(place: Place): boolean {
    return this.#faults.has(keyOf(place));
  }

  returnAddresses(place: Place): Iterable<bigint> {
    return this.#returns.get(keyOf(place)) ?? [];
  }

  /** Takes in what an analysis of the code laid out so far says; whether anything was new. */
  learn(machine: MachineDraft, draft: PeDraft): boolean {
    let isNew = false;
    draft.code.forEach(({ place, instruction, returns }, index) => {
      const key = keyOf(place);
      if (!this.#faults.has(key) && mayFault(instruction, partialAccess(machine, draft, index))) {
        this.#faults.add(key);
        isNew = true;
      }
      if (returns === null) return;
      const known = this.#returns.get(key) ?? new Set();
      const before = known.size;
      for (const address of slotWords(machine, draft, index).value) known.add(address);
      this.#returns.set(key, known);
      if (known.size > before) isNew = true;
    });
    return isNew;
  }
}

const keyOf = ({ block, node }: Place): string => `${block} ${node}`;
