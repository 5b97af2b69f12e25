import { at } from "../../checker/schema/access.ts";
import type { Machine, Pe } from "../machine/machine.ts";
import { shareCacheability } from "../memory/line-access.ts";
import { hasFaulted, isFetched, slotState } from "../machine/queries.ts";
import type { Before, Requirement, Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import { shareOrderedPeripheral } from "../interconnect/peripheral.ts";
import { registerOf } from "../interconnect/requests.ts";
import { isWeak, typesOrder } from "./memory-ordering.ts";
import { isAddressTainted, isResultTainted } from "./taint.ts";
import { isTranslated, locationAt } from "./values.ts";

type State = Readonly<MachineState>;

/** The ordering guards of machine-semantics 4, by its names. Each takes the slot that wants to take a step. */
export class Guards {
  readonly #machine: Machine;
  readonly #dsbsHoldBackWalks: boolean;

  constructor(machine: Machine) {
    this.#machine = machine;
    const { ets2, ets3 } = machine.scenario.features;
    this.#dsbsHoldBackWalks =
      ((ets2 || ets3) && machine.has("ets2-dsb-holds-back-walks")) || !machine.has("walks-pass-dsb");
  }

  /** Earlier ISBs, and exception entries and returns where they synchronise context, are done. */
  contextSynchronised(state: State, slot: Slot): boolean {
    return this.#done(state, slot, slot.order.contextSync);
  }

  dsbsDone(state: State, slot: Slot): boolean {
    return this.#done(state, slot, slot.order.dsbs);
  }

  /** BASE: what holds back every step of an instruction but its translation. */
  base(state: State, slot: Slot): boolean {
    return (
      this.contextSynchronised(state, slot) &&
      this.dsbsDone(state, slot) &&
      this.#done(state, slot, slot.order.interrupts)
    );
  }

  /** What holds back a translation and its hardware update: DSBs do with FEAT_ETS2 only (machine-semantics 3 and 6). */
  mayWalk(state: State, slot: Slot): boolean {
    return this.contextSynchronised(state, slot) && (!this.#dsbsHoldBackWalks || this.dsbsDone(state, slot));
  }

  /** CTRL: earlier branches are confirmed, awaits satisfied, locks taken. */
  control(state: State, slot: Slot, before: Before = slot.order): boolean {
    const pe = this.#pe(slot);
    for (const index of before.control) {
      const older = at(pe.slots, index);
      const own = slotState(state, older);
      if (own.fetched === 0) continue;
      if ((older.instruction.kind === "await" ? own.read : own.done) === 0) return false;
      // An await is a load and a branch on what it read.
      if (isResultTainted(this.#machine, state, older)) return false;
    }
    return true;
  }

  /**
   * TRANS: earlier accesses are translated, by addresses that rest on no guess, and none of them faulted. Earlier marks have happened: with BASE and CTRL,
   * which everything that asks for TRANS asks for too, that is no further condition, and without eager folding it keeps
   * a mark from being overtaken by the effects that come after it.
   */
  translations(state: State, slot: Slot, before: Before = slot.order): boolean {
    if (!this.#done(state, slot, slot.order.marks)) return false;
    const pe = this.#pe(slot);
    for (const index of before.translations) {
      const older = at(pe.slots, index);
      if (!isFetched(state, older) || older.access === null) continue;
      if (!isTranslated(this.#machine, state, older)) return false;
      if (isAddressTainted(this.#machine, state, older)) return false;
    }
    return true;
  }

  /**
   * BASE, CTRL and TRANS: nothing earlier can still take the instruction off the path. Nor does its own address, if it has
   * one, rest on a guess.
   */
  settled(state: State, slot: Slot, before: Before = slot.order): boolean {
    return (
      this.base(state, slot) &&
      this.control(state, slot, before) &&
      this.translations(state, slot, before) &&
      !isAddressTainted(this.#machine, state, slot)
    );
  }

  /** Pick dependencies of a store through the acquires that order it: they were not forwarded a guess. */
  picksSettled(state: State, slot: Slot): boolean {
    const pe = this.#pe(slot);
    for (const index of slot.order.picks) {
      const older = at(pe.slots, index);
      if (isFetched(state, older) && isResultTainted(this.#machine, state, older)) return false;
    }
    return true;
  }

  /** What a hardware update waits for: as `settled`, but DSBs hold it back with FEAT_ETS2 only (machine-semantics 6). */
  settledWalk(state: State, slot: Slot): boolean {
    const { beforeUpdate } = slot.order;
    return (
      this.mayWalk(state, slot) &&
      this.#done(state, slot, slot.order.interrupts) &&
      this.control(state, slot, beforeUpdate) &&
      this.translations(state, slot, beforeUpdate) &&
      !isAddressTainted(this.#machine, state, slot)
    );
  }

  /**
   * MEM: earlier accesses that the ordering rules put before this step have read, propagated or maintained caches.
   *
   * @param level what counts as written: 2 visible to everyone, 1 visible to the own walker (nsh)
   */
  ordered(state: State, slot: Slot, requirements: readonly Requirement[], level: 1 | 2 = 2): boolean {
    const pe = this.#pe(slot);
    for (const requirement of requirements) {
      const older = at(pe.slots, requirement.slot);
      if (!isFetched(state, older) || !this.#applies(state, requirement, older, slot)) continue;
      if (requirement.read && this.needsRead(state, older)) return false;
      if (requirement.write && (this.needsWrite(state, older, level) || this.needsMaintenance(state, older)))
        return false;
    }
    return true;
  }

  /** Whether the conditions of a requirement hold, and it is not met already by the place of a request on its path. */
  #applies(state: State, requirement: Requirement, older: Slot, slot: Slot): boolean {
    const { via, sameLocation, samePeripheral, types, cached } = requirement;
    if (via !== null && !isFetched(state, at(this.#pe(slot).slots, via))) return false;
    if (sameLocation && !this.#meets(state, older, slot)) return false;
    if (samePeripheral === true && !shareOrderedPeripheral(this.#machine, state, older, slot)) return false;
    if (types !== undefined && !typesOrder(state, types, older, slot)) return false;
    if (cached === true && !this.#isInLineOrder(state, older, slot)) return false;
    return !this.#isRequestInPlace(state, older, requirement);
  }

  /**
   * Two requests to one place or peripheral are in order once the older one has left: paths keep the order that they find
   * (`mayTakePlace`), and nothing waits for an acknowledgement.
   */
  #isRequestInPlace(state: State, older: Slot, { sameLocation, samePeripheral }: Requirement): boolean {
    if (!sameLocation && samePeripheral !== true) return false;
    return registerOf(this.#machine, state, older) !== null && slotState(state, older).sent === 1;
  }

  /** Nothing earlier can take an access off the path: what a request waits for that may not be speculative. */
  certain(state: State, slot: Slot): boolean {
    return this.settled(state, slot, slot.order.beforeRequest);
  }

  /** What holds back the read of a load. */
  mayRead(state: State, slot: Slot): boolean {
    return this.#isReadable(state, slot) && this.ordered(state, slot, slot.order.beforeRead);
  }

  /**
   * On x86 nothing earlier can go another way when a load reads: it is in order. Where it is to WC memory, earlier branches
   * still may.
   */
  #isReadable(state: State, slot: Slot): boolean {
    if (this.#pe(slot).architecture === "arm64") return this.base(state, slot);
    return slot.access?.weak === true && isWeak(state, slot)
      ? this.base(state, slot) && this.translations(state, slot)
      : this.settled(state, slot);
  }

  /** The instruction reads and has not yet. A faulted access never will. */
  needsRead(state: State, slot: Slot): boolean {
    if (slot.instruction.kind === "lock") return slotState(state, slot).done === 0;
    return slot.access?.reads === true && slotState(state, slot).read === 0 && !hasFaulted(state, slot);
  }

  /** The instruction may still write. */
  needsWrite(state: State, slot: Slot, level: 1 | 2 = 2): boolean {
    const { kind } = slot.instruction;
    if (kind === "lock" || kind === "unlock") return slotState(state, slot).done === 0;
    if (slot.access?.writes !== true) return false;
    const own = slotState(state, slot);
    return own.written < level && own.compared !== 2 && !hasFaulted(state, slot);
  }

  /** The instruction is cache maintenance that has not taken effect. */
  needsMaintenance(state: State, slot: Slot): boolean {
    return slot.access?.maintains === true && slotState(state, slot).done === 0 && !hasFaulted(state, slot);
  }

  /**
   * Maintenance is in order with other maintenance of its line, and with accesses through caches whose mapping has the
   * cacheability of its own (Arm ARM D7.5).
   */
  #isInLineOrder(state: State, older: Slot, slot: Slot): boolean {
    if (older.access?.maintains === true && slot.access?.maintains === true) return true;
    return shareCacheability(this.#machine, state, older, slot);
  }

  #meets(state: State, older: Slot, slot: Slot): boolean {
    const location = locationAt(this.#machine, state, older);
    return location !== null && location === locationAt(this.#machine, state, slot);
  }

  #done(state: State, slot: Slot, indices: readonly number[]): boolean {
    const pe = this.#pe(slot);
    for (const index of indices) {
      const older = at(pe.slots, index);
      const own = slotState(state, older);
      if (own.fetched === 0) continue;
      if (older.access === null ? own.done === 0 : own.exception === 0 && hasFaulted(state, older))
        return false;
    }
    return true;
  }

  #pe(slot: Slot): Pe {
    return at(this.#machine.pes, slot.pe);
  }
}
