import { at } from "../../checker/schema/access.ts";
import type { Machine } from "./machine.ts";
import type { MachineState } from "./state.ts";

type State = Readonly<MachineState>;

/*
 * Who holds a lock, in `MachineState.locks`: 0 nobody, then 1 + the PE that holds it alone, then the PEs that share it, as
 * a set of those that ever do.
 */

/** The PEs that ever share a lock. */
export const sharersOf = ({ pes, locks }: Machine, lock: number): readonly number[] =>
  pes.flatMap(({ index, slots }) =>
    slots.some(({ instruction: i }) => i.kind === "lock" && i.shared === true && i.lock === locks[lock])
      ? [index]
      : [],
  );

/** The largest value of a lock. */
export const lastHolders = (machine: Machine, lock: number): number =>
  machine.pes.length + 2 ** sharersOf(machine, lock).length - 1;

/** The PEs that hold a lock now. */
export function holdersOf(machine: Machine, state: State, lock: number): readonly number[] {
  const value = at(state.locks, lock);
  const alone = machine.pes.length;
  if (value <= alone) return value === 0 ? [] : [value - 1];
  return sharersOf(machine, lock).filter((_, bit) => ((value - alone) >> bit) % 2 === 1);
}

/** Whether a lock may be taken. A PE that shares one does not share it twice: `down_read` is not recursive. */
export function mayTake(machine: Machine, state: State, lock: number, pe: number, shared: boolean): boolean {
  const value = at(state.locks, lock);
  if (!shared || value <= machine.pes.length) return value === 0;
  return !holdersOf(machine, state, lock).includes(pe);
}

export function take(machine: Machine, state: MachineState, lock: number, pe: number, shared: boolean): void {
  state.locks[lock] = shared ? shareWith(machine, [...holdersOf(machine, state, lock), pe], lock) : pe + 1;
}

/** Whether a PE holds a lock, alone or shared. */
export function holds(machine: Machine, state: State, lock: number, pe: number, shared: boolean): boolean {
  const isShared = at(state.locks, lock) > machine.pes.length;
  return isShared === shared && holdersOf(machine, state, lock).includes(pe);
}

export function release(machine: Machine, state: MachineState, lock: number, pe: number): void {
  const left = holdersOf(machine, state, lock).filter((holder) => holder !== pe);
  state.locks[lock] = left.length === 0 ? 0 : shareWith(machine, left, lock);
}

const shareWith = (machine: Machine, holders: readonly number[], lock: number): number =>
  sharersOf(machine, lock).reduce(
    (value, sharer, bit) => value + (holders.includes(sharer) ? 2 ** bit : 0),
    machine.pes.length,
  );
