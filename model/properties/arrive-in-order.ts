import type { Always, Sometimes } from "../../checker/property.ts";
import { isUnderWay } from "../interconnect/requests.ts";
import type { Machine } from "../machine/machine.ts";
import { slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import type { Named } from "./named.ts";
import type { AccessPoint } from "./span.ts";

/** Two labelled writes to registers, by whatever PEs and mappings, get to the device in the order given. */
export function arriveInOrder(
  machine: Machine,
  named: Named,
  first: AccessPoint,
  second: AccessPoint,
): Always<MachineState> {
  const [older, younger] = [slotsOf(machine, first), slotsOf(machine, second)];
  return {
    kind: "always",
    ...named,
    violatedBy: (state) =>
      hasArrived(machine, state, younger) && !hasArrived(machine, state, older)
        ? { facts: { pe: second.pe, access: second.access, before: first.access } }
        : null,
  };
}

/** Every one of the labelled writes gets to its device. */
export function haveArrived(
  machine: Machine,
  named: Named,
  writes: readonly AccessPoint[],
): Sometimes<MachineState> {
  const checks = writes.map((write) => slotsOf(machine, write));
  return {
    kind: "sometimes",
    ...named,
    reachedBy: (state) =>
      checks.every((slots) => hasArrived(machine, state, slots))
        ? { facts: { writes: writes.map(({ pe, access }) => `${pe}: ${access}`).join(", ") } }
        : null,
  };
}

const slotsOf = (machine: Machine, { pe, access }: AccessPoint): readonly Slot[] =>
  machine.labelled(pe, access);

const hasArrived = (machine: Machine, state: Readonly<MachineState>, slots: readonly Slot[]): boolean =>
  slots.some((slot) => slotState(state, slot).sent === 1 && !isUnderWay(machine, state, slot));
