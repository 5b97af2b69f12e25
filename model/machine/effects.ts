import { at } from "../../checker/schema/access.ts";
import { isCacheable } from "../mmu/descriptor.ts";
import { locationAt, valueAt } from "../pe/values.ts";
import { blankSlot } from "./blank.ts";
import type { Machine } from "./machine.ts";
import { hasFaulted, isFinished, outcomeOf, slotState, walkerView } from "./queries.ts";
import type { Slot } from "./slot.ts";
import { undrainedOf, type MachineState } from "./state.ts";

/** What a micro-step does to the rest of the machine. All of it happens in the instant of the step. */
export class Effects {
  readonly #machine: Machine;
  readonly #tlbis: readonly Slot[];

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#tlbis = machine.pes.flatMap((pe) => pe.slots.filter((slot) => slot.tlbi !== null));
  }

  /** A store becomes visible to everyone. */
  propagate(state: MachineState, slot: Slot, location: number, value: bigint): void {
    const own = slotState(state, slot);
    const wasLocal = own.written === 1;
    const views = location < this.#machine.locations.ptes.length ? this.#views(state, location) : null;
    own.written = 2;
    state.memory[location] = value;
    if (views !== null) {
      if (wasLocal && !this.#hasLocalStore(state, slot.pe, location))
        at(state.pes, slot.pe).local[location] = null;
      const { table } = at(this.#machine.locations.ptes, location);
      views.forEach((before, pe) => {
        if (at(this.#machine.pes, pe).table !== table) return;
        const blind = pe === slot.pe ? wasLocal : at(at(state.pes, pe).local, location) !== null;
        if (!blind) this.#viewChanged(state, pe, location, before, walkerView(state, pe, location));
      });
    }
    this.#overwrite(state, slot, location);
    this.finish(state, slot);
  }

  /** A store to a PTE becomes visible to the walker of its own PE. */
  makeLocal(state: MachineState, slot: Slot, location: number, value: bigint): void {
    slotState(state, slot).written = 1;
    if (location >= this.#machine.locations.ptes.length) return;
    const before = walkerView(state, slot.pe, location);
    at(state.pes, slot.pe).local[location] = value;
    this.#viewChanged(state, slot.pe, location, before, value);
  }

  /** A finished access needs no TLBI to wait for it, unless an older one of its PE might still be found to meet it. */
  finish(state: MachineState, slot: Slot): void {
    if (slot.access === null || slot.access.olderTranslated.length > 0 || !isFinished(state, slot)) return;
    this.forget(state, slot);
  }

  /** A fault throws away what the PE fetched after it; nothing of that can have had an effect. */
  discardYounger(state: MachineState, slot: Slot): void {
    const pe = at(this.#machine.pes, slot.pe);
    for (let index = slot.index + 1; index < pe.slots.length; index++) {
      const younger = at(pe.slots, index);
      if (slotState(state, younger).fetched === 0) continue;
      this.forget(state, younger);
      at(state.pes, slot.pe).slots[index] = blankSlot(younger, false);
    }
  }

  /** The operand's PTEs of an issued TLBI. */
  covered(state: Readonly<MachineState>, slot: Slot): readonly number[] {
    if (slot.tlbi === null || slot.instruction.kind !== "tlbi") return [];
    const { va } = slot.instruction;
    const operand = va === null ? null : valueAt(this.#machine, state, slot, va);
    return slot.tlbi.covers.get(operand) ?? [];
  }

  /** Notes an access that used an entry older than issued TLBIs: their DSBs wait for it. */
  noteOldEntry(state: MachineState, slot: Slot): void {
    const outcome = outcomeOf(state, slot);
    if (outcome === null || slot.access === null) return;
    for (const drain of slot.access.drainedBy) {
      const tlbi = at(at(this.#machine.pes, drain.pe).slots, drain.slot);
      if (this.#removes(state, tlbi, slot.pe, outcome.page, outcome.result))
        this.drain(state, tlbi, drain.index);
    }
  }

  /** The DSB after `tlbi` must wait for access number `index` of its list (under CVE-2025-10263 it does not). */
  drain(state: MachineState, tlbi: Slot, index: number): void {
    const drains = this.#machine.scenario.features.tlbiDrainsOldAccesses;
    slotState(state, tlbi).drains[index] = drains ? 2 : 1;
  }

  #views(state: MachineState, pte: number): readonly bigint[] {
    return this.#machine.pes.map((pe) => walkerView(state, pe.index, pte));
  }

  /**
   * What a walker of `pe` reads from a PTE changed. The value before joins the sets of every PE whose TLB that walker
   * fills, and of every TLBI that was issued but is not complete there; the value now is current, and leaves them.
   */
  #viewChanged(state: MachineState, walker: number, pte: number, before: bigint, now: bigint): void {
    for (const pe of this.#machine.pes) {
      if (!pe.cluster.includes(walker) || !pe.holds.includes(pte)) continue;
      const owner = pe.index === walker;
      if (this.#machine.scenario.features.walks === "may-be-cached") {
        const cached = at(at(state.pes, pe.index).cached, pte);
        if (isCacheable(before)) cached.add(before);
        if (owner) cached.delete(now);
      }
      this.#addSinceIssue(state, pe.index, pte, before, owner ? now : null);
      this.#entriesBecomeOld(state, pe.index, pte, before);
    }
  }

  #addSinceIssue(state: MachineState, pe: number, pte: number, before: bigint, now: bigint | null): void {
    for (const tlbi of this.#tlbis) {
      const own = slotState(state, tlbi);
      if (own.done === 0) continue;
      tlbi.tlbi?.pairs.forEach((pair, index) => {
        if (pair.pe !== pe || pair.pte !== pte || pair.level <= own.completed) return;
        if (isCacheable(before)) at(own.since, index).add(before);
        if (now !== null) at(own.since, index).delete(now);
      });
    }
  }

  #entriesBecomeOld(state: MachineState, pe: number, pte: number, before: bigint): void {
    const { page } = at(this.#machine.locations.ptes, pte);
    for (const slot of at(this.#machine.pes, pe).slots) {
      const outcome = outcomeOf(state, slot);
      if (outcome === null || outcome.page !== page || slot.access === null) continue;
      if (outcome.result.kind === "descriptor" && outcome.result.word !== before) continue;
      if (slot.access.olderTranslated.length === 0 && isFinished(state, slot)) continue;
      slotState(state, slot).old = 1;
    }
  }

  /** Whether an issued TLBI removes the entry that a translation on `pe` just used. */
  #removes(
    state: MachineState,
    tlbi: Slot,
    pe: number,
    page: number,
    result: NonNullable<ReturnType<typeof outcomeOf>>["result"],
  ): boolean {
    const own = slotState(state, tlbi);
    if (own.done === 0 || tlbi.tlbi === null) return false;
    const pairs = tlbi.tlbi.pairs;
    let removed = false;
    for (const pte of this.covered(state, tlbi)) {
      if (at(this.#machine.locations.ptes, pte).page !== page) continue;
      const index = pairs.findIndex((pair) => pair.pe === pe && pair.pte === pte);
      const pair = pairs[index];
      if (pair === undefined || pair.level <= own.completed) continue;
      // An amalgamation is made of an entry that goes, among others.
      if (result.kind === "descriptor") {
        if (at(own.since, index).has(result.word) || this.#isCurrent(state, pe, pte, result.word))
          return false;
      }
      removed = true;
    }
    return removed;
  }

  #isCurrent(state: MachineState, pe: number, pte: number, word: bigint): boolean {
    const { table } = at(this.#machine.locations.ptes, pte);
    return at(this.#machine.pes, pe).cluster.some(
      (walker) => at(this.#machine.pes, walker).table === table && walkerView(state, walker, pte) === word,
    );
  }

  /** A write hits a location: loads that read the value before notice (machine-semantics 2 and 5). */
  #overwrite(state: MachineState, writer: Slot, location: number): void {
    for (const pe of this.#machine.pes) {
      for (const slot of pe.slots) {
        if (slot.access?.reads !== true) continue;
        const own = slotState(state, slot);
        if (own.read === 0) continue;
        const foreign = pe.index !== writer.pe;
        if (!foreign && own.forwarded === writer.index + 1) own.forwarded = 0;
        else if (foreign && own.forwarded === 0 && locationAt(this.#machine, state, slot) === location) {
          this.#overwritten(state, slot, location);
        }
      }
    }
  }

  #overwritten(state: MachineState, slot: Slot, location: number): void {
    const own = slotState(state, slot);
    if (slot.instruction.kind === "rmw" && own.written < 2) {
      // Atomicity: nothing may come between the read and the write of an RMW that will write.
      if (slot.instruction.operation !== "cas" || own.compared === 1) state.abandoned = 1;
      else own.broken = 1;
    }
    if (slot.access?.watchesCoherence !== true) return;
    own.overwritten = 1;
    const pe = at(this.#machine.pes, slot.pe);
    for (let index = 0; index < slot.index; index++) {
      const older = at(pe.slots, index);
      if (older.access?.reads !== true || slotState(state, older).read === 1) continue;
      if (older.instruction.kind === "speculate") continue;
      // coRR: the older load of the location would now read a newer value than the younger one did.
      if (!hasFaulted(state, older) && locationAt(this.#machine, state, older) === location)
        state.abandoned = 1;
    }
  }

  #hasLocalStore(state: MachineState, pe: number, pte: number): boolean {
    return at(this.#machine.pes, pe).slots.some(
      (slot) =>
        slot.access?.local === true &&
        slotState(state, slot).written === 1 &&
        locationAt(this.#machine, state, slot) === pte,
    );
  }

  /** No TLBI waits for the access any more. */
  forget(state: MachineState, slot: Slot): void {
    if (slot.access === null) return;
    const own = slotState(state, slot);
    own.old = 0;
    for (const drain of slot.access.drainedBy) {
      const issuer = at(this.#machine.pes, drain.pe);
      slotState(state, at(issuer.slots, drain.slot)).drains[drain.index] = 0;
      const index = undrainedOf(this.#machine, issuer).findIndex(
        (d) => d.pe === slot.pe && d.slot === slot.index,
      );
      if (index >= 0) at(state.pes, drain.pe).undrained[index] = 0;
    }
  }
}
