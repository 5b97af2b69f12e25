import { at } from "../../checker/schema/access.ts";
import type { Pe } from "../machine/machine.ts";
import { owedUpdate, outcomeOf } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { type Context, type MachineRule, hardwareStep, slotRule } from "../pe/context.ts";
import { accessed, isCacheable, isValid } from "./descriptor.ts";

type State = Readonly<MachineState>;

/**
 * The hardware update of the access flag and the dirty state for one access (machine-semantics 6). It is a write, so
 * nothing earlier may still go another way; but no DMB, acquire or release orders it, and the access itself does not
 * wait for it. A full DSB does.
 */
export function updateRule({ machine, guards, effects }: Context, slot: Slot): MachineRule {
  const pte = (state: State): number =>
    at(machine.pes, slot.pe).walks[outcomeOf(state, slot)?.page ?? -1] ?? 0;
  const passesDmb = machine.has("update-passes-dmb");
  return slotRule({
    name: "hardware update",
    source: "machine-semantics 6",
    when: (state) =>
      owedUpdate(state, slot) !== null &&
      guards.settledWalk(state, slot) &&
      (passesDmb || guards.ordered(state, slot, slot.order.beforeWrite)),
    then: (state) => effects.update(state, slot, pte(state), owedUpdate(state, slot) ?? 0n),
    label: (state) => {
      const { name } = at(machine.locations.ptes, pte(state));
      const word = machine.wordName(owedUpdate(state, slot) ?? 0n);
      return hardwareStep(machine, slot, `${slot.instruction.kernel}: the walker sets ${name} := ${word}`);
    },
  });
}

/**
 * A walk for no instruction sets the access flag (machine-semantics 6, SPUR): at any time, and at most once per value
 * that a program wrote, which is as often as it finds the flag clear. Null where no walker does, or none finds it so.
 */
export function speculativeUpdateRule({ machine, effects }: Context): MachineRule | null {
  const updaters = machine.pes.filter((pe) => updatesAccessFlag(machine, pe));
  const ptes = machine.locations.ptes.filter(
    ({ index }) =>
      updaters.some(({ walks }) => walks.includes(index)) &&
      [...(machine.words.memory[index] ?? [])].some(isUnaccessed),
  );
  if (ptes.length === 0 || !machine.has("speculative-access-flag")) return null;
  return {
    name: "speculative access-flag update",
    source: "machine-semantics 6",
    instances: ptes.map(({ index }) => [index]),
    when: (state, pte = 0) => isUnaccessed(at(state.memory, pte)),
    then: (state, pte = 0) => effects.updateSpeculatively(state, pte, accessed(at(state.memory, pte))),
    label: (state, pte = 0) => ({
      lane: "",
      actor: "hardware",
      text: `a speculative walk sets the access flag of ${at(machine.locations.ptes, pte).name}: ${machine.wordName(accessed(at(state.memory, pte)))}`,
    }),
  };
}

function updatesAccessFlag({ scenario }: Context["machine"], { index }: Pe): boolean {
  const { ha, hd } = at(scenario.pes, index);
  return ha === true || hd === true;
}

const isUnaccessed = (word: bigint): boolean => isValid(word) && !isCacheable(word);
