import type { Sometimes, Witness } from "../../checker/property.ts";
import {
  isComplete,
  outcomeOf,
  slotState,
  type Machine,
  type MachineState,
  type Scenario,
  type Slot,
} from "../../model/index.ts";
import type { LitmusOutcome } from "./litmus-test.ts";

type State = Readonly<MachineState>;

/** Why each property matters; the keys are the properties of every variant. */
export const propertySentences = {
  "outcome-reachable":
    "the published final state can be reached: PROVED is the published 'allowed', REFUTED its 'forbidden'",
  "premise-reachable":
    "all threads can end, with the message received where there is one: nothing is forbidden just because it never runs",
} as const;

export type CalibrationProperty = keyof typeof propertySentences;

/** Labels of the instructions that the properties ask about. */
export const labels = { use: "use", receive: "receive" } as const;

/** Both properties of a test. `oldEntry` is the descriptor that the outcome `uses-old` is about. */
export function calibrationProperties(outcome: LitmusOutcome, oldEntry: bigint): Scenario["properties"] {
  return [
    (machine) =>
      atTheEnd(machine, "outcome-reachable", (state, use) => hasOutcome(state, use, outcome, oldEntry)),
    (machine) => atTheEnd(machine, "premise-reachable", () => true),
  ];
}

/** A final state with the message received, where there is one: a litmus test is about whole executions. */
function atTheEnd(
  machine: Machine,
  name: CalibrationProperty,
  wanted: (state: State, use: Slot) => boolean,
): Sometimes<MachineState> {
  const slots = machine.pes.flatMap((pe) => pe.slots);
  const uses = slots.filter(({ instruction }) => instruction.label === labels.use);
  const receives = slots.filter(({ instruction }) => instruction.label === labels.receive);
  return {
    kind: "sometimes",
    name,
    because: propertySentences[name],
    reachedBy: (state) => {
      if (!slots.every((slot) => isComplete(state, slot))) return null;
      if (receives.some((slot) => slotState(state, slot).value !== 1n)) return null;
      const use = uses.find((slot) => wanted(state, slot));
      return use === undefined ? null : witnessOf(machine, state, use);
    },
  };
}

function hasOutcome(state: State, use: Slot, wanted: LitmusOutcome, oldEntry: bigint): boolean {
  const result = outcomeOf(state, use)?.result;
  if (result?.kind !== "descriptor") return false;
  switch (wanted) {
    case "faults":
      return result.fault === "translation";
    case "uses-old":
      return result.fault === null && result.word === oldEntry;
  }
}

function witnessOf(machine: Machine, state: State, use: Slot): Witness {
  const result = outcomeOf(state, use)?.result;
  if (result?.kind !== "descriptor") return { facts: {} };
  const { word, fault } = result;
  return {
    facts: {
      access: use.instruction.kernel,
      entry: machine.wordName(word),
      ...(fault === null ? {} : { fault }),
    },
  };
}
