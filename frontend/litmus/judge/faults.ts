import { outcomeOf, type Machine, type MachineState } from "../../../model/index.ts";
import { faultOfOutcome } from "../../../model/machine/outcome.ts";
import { hasTakenException } from "../../../model/machine/queries.ts";
import type { FaultType, Outcome, Slot } from "../../../model/machine/slot.ts";
import type { FaultAtom, PteName, VariableName } from "../syntax.ts";
import type { Translation } from "../translate/translate.ts";

/** A fault that a thread took. */
export interface ObservedFault {
  readonly thread: number;
  /** The labels of the instruction, as the file has them. */
  readonly labels: readonly string[];
  /** What was accessed, by its virtual address; null for a supervisor call. */
  readonly location: VariableName | PteName | null;
  /** `MMU:Translation`, `SupervisorCall`. */
  readonly type: string;
}

const TYPES: Readonly<Record<FaultType, string>> = {
  translation: "MMU:Translation",
  "access-flag": "MMU:AccessFlag",
  permission: "MMU:Permission",
  "tlb-conflict": "MMU:Conflict",
};

/** The faults of an end state. */
export function faultsOf(
  machine: Machine,
  { layout, labels }: Translation,
  state: Readonly<MachineState>,
): readonly ObservedFault[] {
  const found: ObservedFault[] = [];
  for (const { slots, index: thread } of machine.pes)
    for (const slot of slots) {
      const cause = causeOf(state, slot, layout.variables);
      if (cause === null) continue;
      found.push({ thread, labels: labels[thread]?.get(slot.instruction.label ?? "") ?? [], ...cause });
    }
  return found;
}

/** What an instruction has taken its exception for; null where it has taken none. */
function causeOf(
  state: Readonly<MachineState>,
  slot: Slot,
  variables: readonly string[],
): Pick<ObservedFault, "location" | "type"> | null {
  if (slot.onFault === null || !hasTakenException(state, slot)) return null;
  if (slot.instruction.kind === "svc") return { location: null, type: "SupervisorCall" };
  const outcome = outcomeOf(state, slot);
  const fault = outcome === null ? null : faultOfOutcome(outcome);
  if (outcome === null || fault === null) return null;
  return { location: locationOf(outcome, variables), type: TYPES[fault] };
}

function locationOf({ result, page }: Outcome, variables: readonly string[]): VariableName | PteName {
  const name = variables[page] ?? "";
  return result.kind === "forbidden" ? { kind: "pte", of: name } : { kind: "variable", name };
}

/** Whether a fault is one that an atom speaks of: what the atom leaves out matches anything. */
export function matches(atom: FaultAtom, fault: ObservedFault): boolean {
  return (
    atom.thread === fault.thread &&
    (atom.label === null || fault.labels.includes(atom.label)) &&
    (atom.location === null || (fault.location !== null && samePlace(atom.location, fault.location))) &&
    (atom.type === null || atom.type === fault.type)
  );
}

function samePlace(one: VariableName | PteName, other: VariableName | PteName): boolean {
  if (one.kind === "pte") return other.kind === "pte" && one.of === other.of;
  return other.kind === "variable" && one.name === other.name;
}
