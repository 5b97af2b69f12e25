import { at } from "../../checker/schema/access.ts";
import type { Step } from "../../checker/rule.ts";
import { isPending, slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import type { Maintenance } from "../memory/lines.ts";
import { type Context, type MachineRule, programStep, slotRule } from "./context.ts";
import { locationAt } from "./values.ts";

type State = Readonly<MachineState>;

/**
 * Cache maintenance by address (docs/machine.md, "Caches"): once translated, by whatever memory type, it takes effect on
 * the line in one step. On ordinary memory, which is coherent, it has none. DC IVAC may write a dirty copy back before it
 * invalidates: then it is DC CIVAC (Arm ARM D7.5, "Invalidate instructions"; at EL1 of a guest it always is).
 */
export function maintenanceRule(context: Context, slot: Slot): MachineRule {
  const { machine, guards, effects } = context;
  const ways = waysOf(slot).slice(0, machine.has("ivac-may-clean") ? 2 : 1);
  const dirtyAt = (state: State): bigint | null => {
    const line = effects.lines.lineAt(locationAt(machine, state, slot) ?? -1);
    return line === null ? null : at(state.lines, line).dirty;
  };
  return {
    name: "cache maintenance",
    source: 'docs/machine.md, "Caches"',
    instances: ways.map((_, way) => [way]),
    when: (state, way = 0) => {
      const { fetched, done } = slotState(state, slot);
      if (fetched === 0 || done === 1 || locationAt(machine, state, slot) === null) return false;
      if (way > 0 && dirtyAt(state) === null) return false;
      return guards.settled(state, slot) && guards.ordered(state, slot, slot.order.beforeWrite);
    },
    then: (state, way = 0) => {
      slotState(state, slot).done = 1;
      effects.maintain(state, locationAt(machine, state, slot) ?? 0, at(ways, way));
      effects.finish(state, slot);
    },
    label: (state, way = 0) => maintenanceStep(context, state, slot, at(ways, way), dirtyAt(state)),
  };
}

/** What an instruction may do to its line; the second only where there is a dirty copy. */
function waysOf({ instruction }: Slot): readonly Maintenance[] {
  switch (instruction.kind) {
    case "dc":
      if (instruction.operation === "cvac") return ["clean"];
      return instruction.operation === "ivac"
        ? ["invalidate", "clean and invalidate"]
        : ["clean and invalidate"];
    case "clflush":
      return [instruction.form === "clwb" ? "clean" : "clean and invalidate"];
    default:
      return [];
  }
}

function maintenanceStep(
  { machine }: Context,
  state: State,
  slot: Slot,
  maintenance: Maintenance,
  dirty: bigint | null,
): Step {
  const location = locationAt(machine, state, slot) ?? 0;
  const { ptes, cells } = machine.locations;
  const name = ptes[location]?.name ?? cells[location - ptes.length]?.name ?? "";
  const text = `${slot.instruction.kernel}: ${name}`;
  if (!machine.lines.includes(location)) return programStep(machine, slot, text, "is coherent anyway");
  if (dirty === null)
    return programStep(machine, slot, text, maintenance === "clean" ? "nothing is dirty" : "copies go");
  const value = machine.valueName(location, dirty);
  const loses = maintenance === "invalidate";
  return programStep(machine, slot, text, `dirty ${value} is ${loses ? "lost" : "written back"}`);
}

/**
 * WBINVD: all that the caches of its own CPU have is written back and invalidated, and nothing of what other caches have
 * (Intel SDM vol. 2, WBINVD). One step: what happens to a line in between is what its own write-back may do anyway.
 */
export function wbinvdRule({ machine, guards, effects }: Context, slot: Slot): MachineRule {
  return slotRule({
    name: "wbinvd",
    source: 'docs/machine.md, "Caches"',
    when: (state) =>
      isPending(state, slot) &&
      guards.settled(state, slot) &&
      guards.ordered(state, slot, slot.order.beforeDsb),
    then: (state) => {
      slotState(state, slot).done = 1;
      effects.writeBackAndInvalidate(state, at(machine.pes, slot.pe).cache);
    },
    label: () => programStep(machine, slot, slot.instruction.kernel),
  });
}
