import { lineAccessOf } from "../memory/line-access.ts";
import { gatherRule } from "../interconnect/gathering.ts";
import { registerOf } from "../interconnect/requests.ts";
import { sendWriteRule } from "../interconnect/sending.ts";
import { needsUpdate, slotState } from "../machine/queries.ts";
import type { Access, Requirement, Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { type Context, type MachineRule, hardwareStep, programStep, slotRule } from "./context.ts";
import { hasReservation } from "./store-exclusives.ts";
import { isTainted } from "./taint.ts";
import { storedValue } from "./stored-value.ts";
import { locationAt } from "./values.ts";

type State = Readonly<MachineState>;

/**
 * Micro-step W (machine-semantics 5): a store becomes visible to every observer at once. Stores are not FIFO; only the
 * rules of `Order` put one before another.
 */
export function writeRules(context: Context, slot: Slot, access: Access): readonly MachineRule[] {
  const isReady = readiness(context, slot);
  const propagate = slotRule({
    name: "propagate",
    source: "machine-semantics 5",
    when: (state) =>
      slotState(state, slot).written < 2 &&
      registerOf(context.machine, state, slot) === null &&
      isReady(state, 2),
    then: (state) => {
      const { machine, effects } = context;
      effects.propagate(
        state,
        slot,
        locationAt(machine, state, slot) ?? 0,
        storedValue(machine, state, slot) ?? 0n,
      );
    },
    label: (state) =>
      programStep(context.machine, slot, slot.instruction.kernel, writeNote(context, state, slot)),
  });
  const leaves = [
    ...sendWriteRule(context, slot, (state) => isReady(state, 2)),
    ...gatherRule(context, slot, (state, store, but) => mayWrite(context, state, store, 2, but)),
  ];
  return access.local ? [propagate, ...leaves, localRule(context, slot, isReady)] : [propagate, ...leaves];
}

/**
 * The part of a store that a DSB NSH waits for: it is visible to the walker of its own PE. Nobody else sees it before it
 * propagates (machine-semantics 15). Exists only for stores that an NSH DSB follows, so that with wider barriers alone
 * the machine is multi-copy atomic for walkers too.
 */
function localRule(
  context: Context,
  slot: Slot,
  isReady: (state: State, level: 1 | 2) => boolean,
): MachineRule {
  const { machine, effects } = context;
  return slotRule({
    name: "visible to own walker",
    source: "machine-semantics 15, local completion",
    when: (state) => slotState(state, slot).written === 0 && isReady(state, 1),
    then: (state) =>
      effects.makeLocal(
        state,
        slot,
        locationAt(machine, state, slot) ?? 0,
        storedValue(machine, state, slot) ?? 0n,
      ),
    label: () =>
      hardwareStep(machine, slot, `${slot.instruction.kernel}: seen by its own walker, not yet by others`),
  });
}

/** Whether a store may become visible: to everyone (2), or to its own walker (1). */
function readiness(context: Context, slot: Slot): (state: State, level: 1 | 2) => boolean {
  if (slot.access?.updates !== true || context.machine.has("access-passes-its-update"))
    return (state, level) => mayWrite(context, state, slot, level);
  return (state, level) => !needsUpdate(state, slot) && mayWrite(context, state, slot, level);
}

/** @param but an older store to its place that is merged into it, and so need not be before it */
function mayWrite(
  context: Context,
  state: State,
  slot: Slot,
  level: 1 | 2,
  but: Slot | null = null,
): boolean {
  const { machine, guards } = context;
  const own = slotState(state, slot);
  if (own.fetched === 0 || locationAt(machine, state, slot) === null) return false;
  if (slot.instruction.kind === "rmw" && own.read === 0) return false;
  if (slot.instruction.kind === "store-exclusive" && !hasReservation(machine, state, slot)) return false;
  return (
    guards.settled(state, slot) &&
    guards.ordered(state, slot, beforeWrite(slot, but), level) &&
    guards.picksSettled(state, slot) &&
    storedValue(machine, state, slot) !== null &&
    !isDataTainted(context, state, slot)
  );
}

const beforeWrite = ({ order }: Slot, but: Slot | null): readonly Requirement[] =>
  but === null
    ? order.beforeWrite
    : order.beforeWrite.filter(({ slot, sameLocation }) => slot !== but.index || !sameLocation);

/** Whether what it writes, or for a compare-and-swap that it writes, rests on a guess. */
function isDataTainted({ machine }: Context, state: State, slot: Slot): boolean {
  const { instruction } = slot;
  if (instruction.kind !== "store" && instruction.kind !== "store-exclusive" && instruction.kind !== "rmw")
    return false;
  if (isTainted(machine, state, slot, instruction.value)) return true;
  if (instruction.kind !== "rmw" || instruction.compare === undefined) return false;
  return isTainted(machine, state, slot, instruction.compare);
}

function writeNote({ machine }: Context, state: State, slot: Slot): string {
  const location = locationAt(machine, state, slot) ?? 0;
  const { ptes, cells } = machine.locations;
  const name = ptes[location]?.name ?? cells[location - ptes.length]?.name ?? "";
  const value = machine.valueName(location, storedValue(machine, state, slot) ?? 0n);
  return `${name} := ${value}${whereTo(machine, state, slot, location)}`;
}

/** Of a cache line, where the store leaves its value. */
function whereTo(machine: Context["machine"], state: State, slot: Slot, location: number): string {
  if (!machine.lines.includes(location)) return "";
  const access = lineAccessOf(machine, state, slot);
  return access?.how === "cached" && !access.writeThrough ? ", dirty in the cache" : ", in memory";
}
