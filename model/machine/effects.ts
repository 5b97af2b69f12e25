import { at } from "../../checker/schema/access.ts";
import { lineAccessOf, seeAlike, type LineAccess } from "../memory/line-access.ts";
import { Lines, type Maintenance } from "../memory/lines.ts";
import { withdraw } from "../interconnect/requests.ts";
import { owesUpdate } from "../pe/atomicity.ts";
import { locationAt, valueAt } from "../pe/values.ts";
import { blankSlot } from "./blank.ts";
import { claimOf, isClaimed, isLoadExclusive, reservationOf } from "./exclusives.ts";
import type { Machine } from "./machine.ts";
import { entryOf, hasFaulted, isFetched, isFinished, outcomeOf, slotState, walkerView } from "./queries.ts";
import type { Outcome, Slot } from "./slot.ts";
import { undrainedOf, type MachineState } from "./state.ts";
import { stage2Entries } from "./two-stages.ts";

/** Who writes: an instruction, the walker for one, or a walker or other hardware for none (`pe` and `slot` null). */
interface Writer {
  readonly pe: number | null;
  readonly slot: Slot | null;
  readonly walker: boolean;
}

/** Hardware that writes on behalf of no instruction. */
const NOBODY: Writer = { pe: null, slot: null, walker: false };

/** What a micro-step does to the rest of the machine. All of it happens in the instant of the step. */
export class Effects {
  /** What happens to cache lines: to be asked what reads may give. Steps that change something go through `Effects`. */
  readonly lines: Lines;
  readonly #machine: Machine;
  readonly #tlbis: readonly Slot[];

  constructor(machine: Machine) {
    this.#machine = machine;
    this.lines = new Lines(machine);
    this.#tlbis = machine.pes.flatMap((pe) => pe.slots.filter((slot) => slot.tlbi !== null));
  }

  /** A store becomes visible to everyone. */
  propagate(state: MachineState, slot: Slot, location: number, value: bigint): void {
    const own = slotState(state, slot);
    const wasLocal = own.written === 1;
    const views = location < this.#machine.locations.ptes.length ? this.#views(state, location) : null;
    own.written = 2;
    this.#write(state, slot, location, value);
    if (views !== null) {
      if (wasLocal && !this.#hasLocalStore(state, slot.pe, location))
        at(state.pes, slot.pe).local[location] = null;
      this.#viewsChanged(state, location, views, wasLocal ? slot.pe : null);
    }
    this.#overwrite(state, { pe: slot.pe, slot, walker: false }, location);
    this.finish(state, slot);
  }

  #write(state: MachineState, slot: Slot, location: number, value: bigint): void {
    const line = this.lines.lineAt(location);
    if (line === null) state.memory[location] = value;
    else this.lines.write(state, line, this.lineAccess(state, slot), value);
  }

  /** How an access that is to a line meets it. */
  lineAccess(state: Readonly<MachineState>, slot: Slot): LineAccess {
    return lineAccessOf(this.#machine, state, slot) ?? { how: "memory" };
  }

  /** A load has taken a value from a location, from memory or from a cache. */
  read(state: MachineState, slot: Slot, location: number, value: bigint): void {
    const line = this.lines.lineAt(location);
    if (line === null) return;
    const access = this.lineAccess(state, slot);
    this.lines.read(state, line, access, value);
    if (access.how === "checked") this.#overwrite(state, NOBODY, location);
  }

  /**
   * A device writes a location, snooped or not where that is a cache line: to loads and atomics of every PE it is the write
   * of another.
   */
  writeByDevice(state: MachineState, location: number, value: bigint, snooped = true): void {
    const line = this.lines.lineAt(location);
    if (line === null) state.memory[location] = value;
    else this.lines.writeByDevice(state, line, snooped, value);
    this.#overwrite(state, NOBODY, location);
  }

  /** A dirty copy is written back. */
  writeBack(state: MachineState, line: number): void {
    this.lines.writeBack(state, line);
    this.#overwrite(state, NOBODY, at(this.#machine.lines, line));
  }

  /** Cache maintenance by address; of what is no line it has no effect. */
  maintain(state: MachineState, location: number, maintenance: Maintenance): void {
    const line = this.lines.lineAt(location);
    if (line === null) return;
    this.lines.maintain(state, line, maintenance);
    this.#overwrite(state, NOBODY, location);
  }

  /** WBINVD: one cache writes back and invalidates all it has. */
  writeBackAndInvalidate(state: MachineState, cache: number): void {
    this.#machine.lines.forEach((location, line) => {
      this.lines.writeBackAndInvalidate(state, line, cache);
      this.#overwrite(state, NOBODY, location);
    });
  }

  /**
   * What a register holds changes, because a request has arrived or its device is reset.
   *
   * @param slot the write that changes it, or null
   */
  changeRegister(state: MachineState, slot: Slot | null, location: number, value: bigint): void {
    state.memory[location] = value;
    this.#overwrite(state, { pe: slot?.pe ?? null, slot, walker: false }, location);
  }

  /** The walker of a PE updates the descriptor that an access of it is translated by (machine-semantics 6). */
  update(state: MachineState, slot: Slot, pte: number, word: bigint): void {
    const views = this.#views(state, pte);
    slotState(state, slot).updated = 1;
    state.memory[pte] = word;
    this.#viewsChanged(state, pte, views, null);
    this.#overwrite(state, { pe: slot.pe, slot, walker: true }, pte);
  }

  /** Some walker, on behalf of no access, updates a descriptor. */
  updateSpeculatively(state: MachineState, pte: number, word: bigint): void {
    const views = this.#views(state, pte);
    state.memory[pte] = word;
    this.#viewsChanged(state, pte, views, null);
    this.#overwrite(state, { pe: null, slot: null, walker: true }, pte);
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
    this.#undecide(state, slot);
    for (let index = slot.index + 1; index < pe.slots.length; index++) {
      const younger = at(pe.slots, index);
      if (slotState(state, younger).fetched === 0) continue;
      this.forget(state, younger);
      this.#undecide(state, younger);
      withdraw(this.#machine, state, younger);
      at(state.pes, slot.pe).slots[index] = blankSlot(younger, false);
    }
  }

  /** While a store-exclusive was to fail nobody watched its reservation: whatever is decided again fails too. */
  #undecide(state: MachineState, slot: Slot): void {
    if (slot.instruction.kind !== "store-exclusive" || slotState(state, slot).compared !== 2) return;
    const load = reservationOf(this.#machine, state, slot);
    if (load !== null) slotState(state, load).broken = 1;
  }

  /** The operand's PTEs of an issued TLBI. */
  covered(state: Readonly<MachineState>, slot: Slot): readonly number[] {
    if (slot.tlbi === null || slot.instruction.kind !== "tlbi") return [];
    const { va } = slot.instruction;
    const operand = va === null ? null : valueAt(this.#machine, state, slot, va);
    return slot.tlbi.covers.get(operand) ?? [];
  }

  /** A TLBI of stage 1 removes what both stages made, and what entries of stage 2 hold then can be made of them again. */
  keepStage2(state: MachineState, tlbi: Slot): void {
    if (tlbi.tlbi?.removes.stage2 !== false) return;
    const covered = this.covered(state, tlbi);
    tlbi.tlbi.pairs.forEach(({ pe, pte }, index) => {
      if (!covered.includes(pte)) return;
      const since = at(slotState(state, tlbi).since, index);
      for (const word of stage2Entries(this.#machine, state, pe, pte) ?? []) since.add(word);
    });
  }

  /** Notes an access that used an entry older than issued TLBIs: their DSBs wait for it. */
  noteOldEntry(state: MachineState, slot: Slot): void {
    const outcome = outcomeOf(state, slot);
    if (outcome === null || slot.access === null) return;
    for (const drain of slot.access.drainedBy) {
      const tlbi = at(at(this.#machine.pes, drain.pe).slots, drain.slot);
      if (this.#removes(state, tlbi, slot.pe, outcome)) this.drain(state, tlbi, drain.index);
    }
  }

  /** The DSB after `tlbi` must wait for access number `index` of its list (under CVE-2025-10263 it does not). */
  drain(state: MachineState, tlbi: Slot, index: number): void {
    const drains = this.#machine.scenario.features.tlbiDrainsOldAccesses;
    slotState(state, tlbi).drains[index] = drains ? 2 : 1;
  }

  /** @param saw the PE whose walker has seen the value already, if any */
  #viewsChanged(state: MachineState, pte: number, views: readonly bigint[], saw: number | null): void {
    const { table } = at(this.#machine.locations.ptes, pte);
    views.forEach((before, pe) => {
      if (at(this.#machine.pes, pe).table !== table || pe === saw) return;
      // The writer's own local value, if it has one, is another, younger store.
      if (at(at(state.pes, pe).local, pte) !== null && before === walkerView(state, pe, pte)) return;
      this.#viewChanged(state, pe, pte, before, walkerView(state, pe, pte));
    });
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
        if (this.#machine.isCacheable(before)) cached.add(before);
        if (owner) cached.delete(now);
        const stage2 = stage2Entries(this.#machine, state, pe.index, pte);
        if (this.#machine.isCacheable(before)) stage2?.add(before);
        if (owner) stage2?.delete(now);
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
        if (this.#machine.isCacheable(before)) at(own.since, index).add(before);
        if (now !== null) at(own.since, index).delete(now);
      });
    }
  }

  #entriesBecomeOld(state: MachineState, pe: number, pte: number, before: bigint): void {
    const { page } = at(this.#machine.locations.ptes, pte);
    for (const slot of at(this.#machine.pes, pe).slots) {
      const outcome = outcomeOf(state, slot);
      if (outcome === null || outcome.page !== page || slot.access === null) continue;
      if (outcome.result.kind === "descriptor" && entryOf(state, slot) !== before) continue;
      if (slot.access.olderTranslated.length === 0 && isFinished(state, slot)) continue;
      slotState(state, slot).old = 1;
    }
  }

  /** Whether an issued TLBI removes the entry that a translation on `pe` just used. */
  #removes(state: MachineState, tlbi: Slot, pe: number, { page, result }: Outcome): boolean {
    const own = slotState(state, tlbi);
    if (own.done === 0 || tlbi.tlbi === null || !tlbi.tlbi.removes.combined) return false;
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
      } else if (!tlbi.tlbi.removes.stage2 && stage2Entries(this.#machine, state, pe, pte) !== null) {
        // Nor does an amalgamation need one of those that go, if others can be made again.
        if (at(own.since, index).size > 0) return false;
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

  /**
   * A write hits a location (machine-semantics 2, 5 and 6): a walk that was about to update it is not atomic any more,
   * and loads that read the value before notice.
   */
  #overwrite(state: MachineState, writer: Writer, location: number): void {
    for (const pe of this.#machine.pes) {
      for (const slot of pe.slots) {
        if (slot !== writer.slot && owesUpdate(this.#machine, state, slot, location)) state.abandoned = 1;
        if (slot.access?.reads === true) this.#overwriteRead(state, slot, writer, location);
      }
    }
  }

  #overwriteRead(state: MachineState, slot: Slot, writer: Writer, location: number): void {
    const own = slotState(state, slot);
    if (own.read === 0) return;
    const foreign = slot.pe !== writer.pe;
    if (!foreign && !writer.walker) {
      // An own plain store breaks neither coherence nor atomicity.
      if (writer.slot !== null && own.forwarded === writer.slot.index + 1) own.forwarded = 0;
    } else if (own.forwarded === 0 && locationAt(this.#machine, state, slot) === location) {
      this.#breakAtomicity(state, slot);
      if (foreign) this.#breakCoherence(state, slot, location);
    }
  }

  /** Nothing may come between the read and the write of an RMW that will write. */
  #breakAtomicity(state: MachineState, slot: Slot): void {
    const own = slotState(state, slot);
    if (slot.access?.atomic !== true) return;
    if (isLoadExclusive(slot.instruction)) this.#breakReservation(state, slot);
    if (slot.instruction.kind !== "rmw" || own.written === 2) return;
    if (slot.instruction.operation !== "cas" || own.compared === 1) state.abandoned = 1;
    else own.broken = 1;
  }

  /** coRR: an older load of the location would now read a newer value than the younger one did. */
  #breakCoherence(state: MachineState, slot: Slot, location: number): void {
    if (slot.access?.watchesCoherence !== true) return;
    slotState(state, slot).overwritten = 1;
    const pe = at(this.#machine.pes, slot.pe);
    for (let index = 0; index < slot.index; index++) {
      const older = at(pe.slots, index);
      if (older.access?.reads !== true || slotState(state, older).read === 1) continue;
      if (older.instruction.kind === "speculate" || !isFetched(state, older)) continue;
      if (hasFaulted(state, older) || locationAt(this.#machine, state, older) !== location) continue;
      if (seeAlike(this.#machine, state, older, slot, location)) state.abandoned = 1;
    }
  }

  /** The reservation of a load-exclusive is gone: a store-exclusive that was to succeed never happened. */
  #breakReservation(state: MachineState, slot: Slot): void {
    if (!isLoadExclusive(slot.instruction) || slot.access?.exclusives.length === 0) return;
    const claim = claimOf(this.#machine, state, slot);
    const decided = claim === null ? 0 : slotState(state, claim).compared;
    if (decided === 0) slotState(state, slot).broken = 1;
    else if (isClaimed(this.#machine, state, slot)) state.abandoned = 1;
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
