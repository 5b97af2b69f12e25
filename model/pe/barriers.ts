import { at } from "../../checker/schema/access.ts";
import { isFetched, isPending, needsUpdate, slotState } from "../machine/queries.ts";
import type { RulesInForce } from "../machine/rules-in-force.ts";
import type { CompletionLevel, Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { completeTlbi, isCompleteAt, nothingToWaitFor } from "../mmu/tlbi-completion.ts";
import type { Domain, Dsb } from "../program/instruction.ts";
import { isTranslated } from "./values.ts";
import { type Context, type MachineRule, barrierStep, programStep, slotRule } from "./context.ts";

type State = Readonly<MachineState>;

/** How far a DSB completes stores and TLBIs (kernel-primitives 1 to 6). */
function levelOf(domain: Domain, has: RulesInForce): CompletionLevel {
  switch (domain) {
    case "nsh":
      return has("nsh-completes-locally") ? 1 : 2;
    case "ish":
      return 2;
    case "osh":
    case "sy":
      return 3;
  }
}

/**
 * ISB (machine-semantics 8): later steps, translation included, wait for it. It waits for earlier branches and
 * translations, not for earlier reads and writes. Eager: it only enables.
 */
export function isbRule({ machine, guards }: Context, slot: Slot): MachineRule {
  return slotRule({
    name: "isb",
    eager: true,
    source: "machine-semantics 8",
    when: (state) => isPending(state, slot) && guards.settled(state, slot),
    then: (state) => {
      slotState(state, slot).done = 1;
    },
    label: () => programStep(machine, slot, slot.instruction.kernel),
  });
}

/** DMB: all it does is in the `Order` of what follows it. Eager: done as soon as it is fetched. */
export function dmbRule({ machine }: Context, slot: Slot): MachineRule {
  return slotRule({
    name: "dmb",
    eager: true,
    when: (state) => isPending(state, slot),
    then: (state) => {
      slotState(state, slot).done = 1;
    },
    label: () => barrierStep(machine, slot),
  });
}

/**
 * DSB (machine-semantics 7): waits for earlier accesses of its kind in its domain. A full one also completes the TLBIs
 * that its own PE issued, as far as its domain goes; that is a step of its own. Without any it only enables: eager.
 */
export function dsbRules(context: Context, slot: Slot, dsb: Dsb): readonly MachineRule[] {
  const { machine } = context;
  const level = levelOf(dsb.domain, machine.has);
  const tlbis = slot.completes.map((index) => at(at(machine.pes, slot.pe).slots, index));
  const isReady = readiness(context, slot, dsb.accesses, level);
  const ready = (state: State): boolean =>
    isReady(state) && tlbis.every((tlbi) => !isFetched(state, tlbi) || slotState(state, tlbi).done === 1);
  const pending = (state: State): readonly Slot[] =>
    tlbis.filter((tlbi) => isFetched(state, tlbi) && !isCompleteAt(state, tlbi, level));
  const fence = slotRule({
    name: "dsb",
    eager: true,
    source: "machine-semantics 7",
    when: (state) => ready(state) && pending(state).length === 0,
    then: (state) => {
      slotState(state, slot).done = 1;
    },
    label: () => programStep(machine, slot, slot.instruction.kernel),
  });
  if (tlbis.length === 0) return [fence];
  const completing = slotRule({
    name: "dsb completes tlbi",
    source: "machine-semantics 7 and 15",
    when: (state) => {
      if (!ready(state)) return false;
      const left = pending(state);
      return left.length > 0 && left.every((tlbi) => nothingToWaitFor(context, state, tlbi, level));
    },
    then: (state) => {
      for (const tlbi of pending(state)) completeTlbi(context, state, tlbi, level);
      slotState(state, slot).done = 1;
    },
    label: (state) => {
      const done = pending(state).map((tlbi) => tlbi.instruction.kernel);
      const where = level === 1 ? "on this PE only" : "on every PE it reaches";
      return programStep(machine, slot, slot.instruction.kernel, `completes ${done.join(", ")} ${where}`);
    },
  });
  return [fence, completing];
}

/** Whether the accesses before an instruction are as complete as a full DSB there would wait for. */
export const isReadyAsDsb = (context: Context, slot: Slot): ((state: State) => boolean) =>
  readiness(context, slot, "all", 3);

/** Whether the earlier accesses that a DSB waits for are complete. */
function readiness(
  { machine, guards }: Context,
  slot: Slot,
  accesses: Dsb["accesses"],
  level: CompletionLevel,
): (state: State) => boolean {
  // Unlike its reads and writes, the hardware update of an access is nothing that DSB LD or ST waits for.
  const awaitsUpdates = accesses === "all" && machine.has("dsb-waits-for-updates");
  const updating = at(machine.pes, slot.pe).slots.filter(
    (older) => older.index < slot.index && older.access?.updates === true && awaitsUpdates,
  );
  // Of a store-exclusive that fails, a DSB of everything waits for the translation; of others, that is implied.
  const awaitsAll = accesses === "all" && machine.has("dsb-waits");
  const exclusives = at(machine.pes, slot.pe).slots.filter(
    ({ index, instruction }) => awaitsAll && index < slot.index && instruction.kind === "store-exclusive",
  );
  return (state) =>
    isPending(state, slot) &&
    guards.base(state, slot) &&
    guards.ordered(state, slot, slot.order.beforeDsb, level === 1 ? 1 : 2) &&
    updating.every((older) => !isFetched(state, older) || !needsUpdate(state, older)) &&
    exclusives.every((store) => !isFetched(state, store) || isTranslated(machine, state, store));
}
