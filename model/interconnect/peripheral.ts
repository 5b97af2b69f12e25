import { behaviours } from "../memory/behaviour.ts";
import type { Register } from "../machine/hardware.ts";
import type { Machine } from "../machine/machine.ts";
import type { Outcome, Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { behaviourAt, registerOf } from "./requests.ts";

/*
 * A memory-mapped peripheral, within which accesses by types that do not reorder arrive in program order (Arm ARM B2.10,
 * "Reordering"; its size is IMPLEMENTATION DEFINED): the registers of a device that are reached by one path. What of a
 * device is reached by another path, such as its configuration space, is another peripheral: no PE can see, of a write that
 * is acknowledged before it arrives, when that has happened.
 */

const nameOf = ({ device, path }: Register): string => `${device} by ${path}`;

/** The peripherals to which an access may be a request by a type that does not reorder. */
export const peripheralsOf = (
  registers: ReadonlyMap<number, Register>,
  outcomes: readonly Outcome[],
): ReadonlySet<string> =>
  new Set(
    registers.size === 0
      ? []
      : outcomes.flatMap(({ result }) => {
          const register = result.kind === "descriptor" ? registers.get(result.location) : undefined;
          if (register === undefined || result.kind !== "descriptor") return [];
          return behaviours[result.type].ordering === "peripheral" ? [nameOf(register)] : [];
        }),
  );

/** Whether two accesses of a PE turned out to be to one peripheral, by types that do not reorder. */
export function shareOrderedPeripheral(
  machine: Machine,
  state: Readonly<MachineState>,
  one: Slot,
  other: Slot,
): boolean {
  const [first, second] = [registerOf(machine, state, one), registerOf(machine, state, other)];
  if (first === null || second === null || nameOf(first) !== nameOf(second)) return false;
  return [one, other].every((slot) => behaviourAt(state, slot)?.ordering === "peripheral");
}
