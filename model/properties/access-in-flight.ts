import type { Always, Sometimes } from "../../checker/property.ts";
import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import { isFinished, outcomeOf } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import type { Mapping } from "./mapping.ts";
import type { Named } from "./named.ts";
import { isWithin, type Interval } from "./program-point.ts";

/** After each point, no access that was translated by the mapping taken away is unfinished: a read or write in flight, or a fault not yet taken. */
export function noAccessInFlightAfter(
  machine: Machine,
  named: Named,
  unmaps: readonly (Interval & { readonly mapping: Mapping })[],
): Always<MachineState> {
  const checks = unmaps.map(({ mapping, ...interval }) => ({
    mapping,
    accesses: accessesOf(machine, machine.page(mapping.page)),
    applies: isWithin(machine, interval),
    point: interval.after.mark,
  }));
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      for (const { mapping, accesses, applies, point } of checks) {
        if (!applies(state)) continue;
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

const accessesOf = (machine: Machine, page: number): readonly Slot[] =>
  machine.pes.flatMap((pe) =>
    pe.slots.filter((slot) => slot.access?.outcomes.some((o) => o.page === page) === true),
  );

/** An amalgamated entry is made of every mapping of its page that is usable: an access by it counts for each. */
function uses(state: Readonly<MachineState>, slot: Slot, word: bigint): boolean {
  const result = outcomeOf(state, slot)?.result;
  return result?.kind === "amalgamation" || (result?.kind === "descriptor" && result.word === word);
}
