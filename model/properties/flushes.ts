import type { Always, Sometimes } from "../../checker/property.ts";
import { at } from "../../checker/schema/access.ts";
import type { Cell } from "../machine/locations.ts";
import type { Machine } from "../machine/machine.ts";
import { isFinished, outcomeOf } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { unknownName } from "../machine/unknown-name.ts";
import type { Named } from "./named.ts";

type State = Readonly<MachineState>;

/** Cache maintenance by address. */
export const flushesOf = ({ pes }: Machine): readonly Slot[] =>
  pes.flatMap(({ slots }) =>
    slots.filter(({ instruction: { kind } }) => kind === "dc" || kind === "clflush"),
  );

/** Where a flush leads to, once it is translated; null where it faults. */
function flushed(state: State, slot: Slot): number | null {
  const result = outcomeOf(state, slot)?.result;
  return result?.kind === "descriptor" && result.fault === null ? result.location : null;
}

/** A flush that has found its line. */
const isDone = (state: State, slot: Slot): boolean =>
  isFinished(state, slot) && flushed(state, slot) !== null;

/**
 * No cache maintenance by address is to a register of a device: some machines answer it with a machine check, and there is
 * nothing to flush.
 */
export function noFlushOfMmio(machine: Machine, named: Named): Always<MachineState> {
  const flushes = flushesOf(machine);
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      for (const slot of flushes) {
        const register = machine.registers.get(flushed(state, slot) ?? -1);
        if (register === undefined || !isDone(state, slot)) continue;
        return {
          facts: {
            pe: at(machine.pes, slot.pe).name,
            flush: slot.instruction.kernel,
            device: at(machine.devices, register.device).name,
            register: register.name,
          },
        };
      }
      return null;
    },
  };
}

/** A cell by its page. */
export interface CellOfPage {
  readonly page: string;
  readonly offset?: number;
}

/** Some PEs flush nothing while all of these cells hold 0: what nobody has asked for costs nothing. */
export function noFlushUnless(
  machine: Machine,
  named: Named,
  { by, unless }: { readonly by: readonly string[]; readonly unless: readonly CellOfPage[] },
): Always<MachineState> {
  const pes = by.map((name) => machine.pe(name).index);
  const flushes = flushesOf(machine).filter((slot) => pes.includes(slot.pe));
  const places = unless.map((cell) => cellNamed(machine, cell));
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      if (places.some(({ index }) => at(state.memory, index) !== 0n)) return null;
      const slot = flushes.find((flush) => isDone(state, flush));
      if (slot === undefined) return null;
      return {
        facts: {
          pe: at(machine.pes, slot.pe).name,
          flush: slot.instruction.kernel,
          "still 0": places.map(({ name }) => name).join(", "),
        },
      };
    },
  };
}

function cellNamed({ locations, scenario }: Machine, { page, offset = 0 }: CellOfPage): Cell {
  const cell = locations.cells.find((other) => other.page === page && other.offset === offset);
  if (cell !== undefined) return cell;
  throw unknownName(
    `properties of ${scenario.name}`,
    "cell",
    offset === 0 ? page : `${page}+0x${offset.toString(16)}`,
    locations.cells.map(({ name }) => name),
  );
}

/** Something is flushed. */
export function flushes(machine: Machine, named: Named): Sometimes<MachineState> {
  const all = flushesOf(machine);
  return {
    kind: "sometimes",
    ...named,
    reachedBy: (state) => {
      const slot = all.find((flush) => isDone(state, flush));
      return slot === undefined
        ? null
        : { facts: { pe: at(machine.pes, slot.pe).name, flush: slot.instruction.kernel } };
    },
  };
}
