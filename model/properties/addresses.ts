import type { Always, Sometimes } from "../../checker/property.ts";
import { at } from "../../checker/schema/access.ts";
import { AMALGAMATED } from "../machine/locations.ts";
import type { Machine } from "../machine/machine.ts";
import { bbmFeature, conflictingEntries, isFinished, isUsable, outcomeOf } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { conflictOutcomes } from "../mmu/break-before-make.ts";
import { Guards } from "../pe/guards.ts";
import type { Named } from "./named.ts";
import { hasPassed, type ProgramPoint } from "./program-point.ts";

type State = Readonly<MachineState>;

/** A descriptor of a virtual page, both by what the scenario calls them. */
export interface Mapping {
  readonly page: string;
  readonly word: bigint;
}

/**
 * No PE can reach an address that is in none of the descriptors: neither by what its TLB can hold, nor by an access
 * that it made. "Uses the old entry" is another property: FEAT_BBM tells the two apart.
 */
export function noWrongAddress(machine: Machine, named: Named): Always<MachineState> {
  const feature = bbmFeature(machine);
  const amalgamate = (a: bigint, b: bigint): boolean =>
    conflictOutcomes(a, b, feature).includes("amalgamation");
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      if (!machine.scenario.features.amalgamation) return null;
      for (const pe of machine.pes) {
        for (const [page, { name }] of machine.scenario.virtual.entries()) {
          const pair = conflictingEntries(machine, state, pe.index, page, amalgamate);
          if (pair === null) continue;
          const [entry, other] = pair.map((word) => machine.wordName(word));
          return {
            facts: { pe: pe.name, page: name, reaches: AMALGAMATED, entry: entry ?? "", other: other ?? "" },
          };
        }
      }
      return null;
    },
  };
}

/** After each point, no PE can use the mapping that was taken away before it. */
export function noStaleAfter(
  machine: Machine,
  named: Named,
  unmaps: readonly {
    readonly after: ProgramPoint;
    readonly until?: ProgramPoint;
    readonly mapping: Mapping;
  }[],
): Always<MachineState> {
  const checks = unmaps.map(({ after, until, mapping }) => ({
    page: machine.page(mapping.page),
    mapping,
    after: hasPassed(machine, after),
    until: until === undefined ? () => false : hasPassed(machine, until),
    point: after.mark,
  }));
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      for (const { page, mapping, after, until, point } of checks) {
        if (!after(state) || until(state)) continue;
        const pe = machine.pes.find((p) => isUsable(machine, state, p.index, page, mapping.word));
        if (pe === undefined) continue;
        return {
          facts: { pe: pe.name, page: mapping.page, entry: machine.wordName(mapping.word), after: point },
        };
      }
      return null;
    },
  };
}

/** After each point, no access that was translated by the mapping taken away is unfinished: a read or write in flight, or a fault not yet taken. */
export function noAccessInFlightAfter(
  machine: Machine,
  named: Named,
  unmaps: readonly { readonly after: ProgramPoint; readonly mapping: Mapping }[],
): Always<MachineState> {
  const checks = unmaps.map(({ after, mapping }) => ({
    mapping,
    accesses: accessesOf(machine, machine.page(mapping.page)),
    after: hasPassed(machine, after),
    point: after.mark,
  }));
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      for (const { mapping, accesses, after, point } of checks) {
        if (!after(state)) continue;
        const slot = accesses.find((s) => uses(state, s, mapping.word) && !isFinished(state, s));
        if (slot === undefined) continue;
        const pe = at(machine.pes, slot.pe).name;
        return {
          facts: {
            pe,
            page: mapping.page,
            access: slot.instruction.kernel,
            entry: machine.wordName(mapping.word),
            after: point,
          },
        };
      }
      return null;
    },
  };
}

/** Some access of a PE other than `owner` was translated by the mapping and is in flight: what shows `noAccessInFlightAfter` exercised. */
export function accessInFlight(
  machine: Machine,
  named: Named,
  owner: string,
  mappings: readonly Mapping[],
): Sometimes<MachineState> {
  const checks = mappings.map((mapping) => ({
    mapping,
    accesses: accessesOf(machine, machine.page(mapping.page)).filter(
      (s) => at(machine.pes, s.pe).name !== owner,
    ),
  }));
  return {
    kind: "sometimes",
    ...named,
    reachedBy: (state) => {
      for (const { mapping, accesses } of checks) {
        const slot = accesses.find((s) => uses(state, s, mapping.word) && !isFinished(state, s));
        if (slot !== undefined) {
          return {
            facts: {
              pe: at(machine.pes, slot.pe).name,
              page: mapping.page,
              entry: machine.wordName(mapping.word),
            },
          };
        }
      }
      return null;
    },
  };
}

/** Every labelled access that is translated without a fault uses the descriptor it should. Judged once no earlier access of its PE can fault. */
export function usesMapping(
  machine: Machine,
  named: Named,
  accesses: readonly { readonly pe: string; readonly label: string; readonly mapping: Mapping }[],
): Always<MachineState> {
  const guards = new Guards(machine);
  const checks = accesses.map(({ pe, label, mapping }) => ({
    pe,
    label,
    mapping,
    slots: machine.labelled(pe, label),
  }));
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      for (const { pe, label, mapping, slots } of checks) {
        for (const slot of slots) {
          const result = outcomeOf(state, slot)?.result;
          if (result?.kind !== "descriptor" || result.fault === "translation" || result.word === mapping.word)
            continue;
          if (!guards.translations(state, slot) || !guards.control(state, slot)) continue;
          return {
            facts: {
              pe,
              page: mapping.page,
              access: label,
              entry: machine.wordName(result.word),
              expected: machine.wordName(mapping.word),
            },
          };
        }
      }
      return null;
    },
  };
}

const accessesOf = (machine: Machine, page: number): readonly Slot[] =>
  machine.pes.flatMap((pe) =>
    pe.slots.filter((slot) => slot.access?.outcomes.some((o) => o.page === page) === true),
  );

function uses(state: State, slot: Slot, word: bigint): boolean {
  const result = outcomeOf(state, slot)?.result;
  return result?.kind === "descriptor" && result.word === word;
}
