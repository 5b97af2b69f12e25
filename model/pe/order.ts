import type { Instruction } from "../program/instruction.ts";
import type { Order, Requirement } from "../machine/slot.ts";

/** What ordering needs to know of an instruction; `locations` decides which accesses may meet. */
export interface Ordered {
  readonly instruction: Instruction;
  readonly locations: ReadonlySet<number>;
  /** Whether a fault of it leads to other code: a handler, or a copy of the program. */
  readonly entersCode: boolean;
}

/**
 * The ordering rules of the architecture for one instruction, worked out once: machine-semantics 4, the tables of Arm
 * ARM B2.3 ("Definition of the Arm memory model": dependency-, atomic-, barrier- and DSB-ordered-before).
 *
 * @param earlier the instructions before it in program order
 */
export function orderOf(earlier: readonly Ordered[], own: Ordered, entryExitCse: boolean): Order {
  const indices = (wanted: (instruction: Instruction) => boolean): readonly number[] =>
    earlier.flatMap(({ instruction }, i) => (wanted(instruction) ? [i] : []));
  const dmbs = indices((i) => i.kind === "dmb");
  const isEntry = ({ kind }: Instruction): boolean => kind === "take-ipi" || kind === "eret";
  return {
    contextSync: indices((i) => i.kind === "isb" || (entryExitCse && isEntry(i))),
    // What follows a fault that synchronises context is not fetched before it is taken.
    interrupts: entryExitCse
      ? []
      : earlier.flatMap(({ instruction, entersCode }, i) => (isEntry(instruction) || entersCode ? [i] : [])),
    dsbs: indices((i) => i.kind === "dsb"),
    control: indices((i) => i.kind === "branch" || i.kind === "await" || i.kind === "lock"),
    translations: indices((i) => readsMemory(i) || writesMemory(i)),
    marks: indices((i) => i.kind === "mark"),
    beforeRead: requirements(earlier, dmbs, own, "read"),
    beforeWrite: requirements(earlier, dmbs, own, "write"),
    beforeFault: requirements(earlier, dmbs, own, "fault"),
    picks: [],
    beforeDsb: own.instruction.kind === "dsb" ? dsbRequirements(earlier, own.instruction.accesses) : [],
  };
}

type Event = "read" | "write" | "fault";

function requirements(
  earlier: readonly Ordered[],
  dmbs: readonly number[],
  own: Ordered,
  event: Event,
): readonly Requirement[] {
  return earlier.flatMap((older, i) => {
    if (!readsMemory(older.instruction) && !writesMemory(older.instruction)) return [];
    const between = dmbs.flatMap((via): Requirement[] => {
      const barrier = earlier[via]?.instruction;
      if (via <= i || barrier === undefined) return [];
      const ordered = dmbOrders(barrier, older.instruction, event);
      return ordered === null ? [] : [{ slot: i, ...ordered, via, sameLocation: false }];
    });
    const direct = selfOrdered(older.instruction, own.instruction, event);
    if (direct !== null) between.push({ slot: i, ...direct, via: null, sameLocation: false });
    if (event === "write" && meets(older.locations, own.locations)) {
      between.push({ slot: i, read: true, write: true, via: null, sameLocation: true });
    }
    return between;
  });
}

interface Effects {
  readonly read: boolean;
  readonly write: boolean;
}

/** What a DMB between `older` and an event orders before the event; a DMB NSH orders for no observer but its own PE. */
function dmbOrders(barrier: Instruction, older: Instruction, event: Event): Effects | null {
  if (barrier.kind !== "dmb" || barrier.domain === "nsh") return null;
  switch (barrier.accesses) {
    case "all":
      return { read: true, write: true };
    case "ld":
      // ST<op> and LD<op> into the zero register are not ordered by DMB LD.
      return isNoReturn(older) ? null : { read: true, write: false };
    case "st":
      return event === "read" ? null : { read: false, write: true };
  }
}

/** What acquire and release order without a barrier. */
function selfOrdered(older: Instruction, own: Instruction, event: Event): Effects | null {
  const acquires = isAcquire(older);
  const strong = older.kind === "rmw" && older.acquire && older.release && older.register !== null;
  const released = event === "write" && isRelease(own);
  const pair = event === "read" && isRelease(older) && isAcquire(own) && !isAcquirePc(own);
  const read = acquires || released;
  const write = strong || released || pair;
  return read || write ? { read, write } : null;
}

/** DSB: loads (those whose result is used) for LD, stores for ST, both otherwise. */
function dsbRequirements(earlier: readonly Ordered[], accesses: "ld" | "st" | "all"): readonly Requirement[] {
  return earlier.flatMap(({ instruction }, slot): Requirement[] => {
    const read =
      accesses !== "st" && readsMemory(instruction) && !(accesses === "ld" && isNoReturn(instruction));
    const write = accesses !== "ld" && writesMemory(instruction);
    return read || write ? [{ slot, read, write, via: null, sameLocation: false }] : [];
  });
}

/** A discarded load (`speculate`) is not one: nothing waits for it, as nothing waits for a wrong path. */
export function readsMemory({ kind }: Instruction): boolean {
  return kind === "load" || kind === "rmw" || kind === "await" || kind === "lock";
}

export function writesMemory({ kind }: Instruction): boolean {
  return (
    kind === "store" || kind === "store-exclusive" || kind === "rmw" || kind === "lock" || kind === "unlock"
  );
}

const isNoReturn = (instruction: Instruction): boolean =>
  instruction.kind === "rmw" && instruction.register === null;

function isAcquire(instruction: Instruction): boolean {
  switch (instruction.kind) {
    case "load":
    case "await":
      return instruction.order !== "plain";
    case "rmw":
      return instruction.acquire && instruction.register !== null;
    case "lock":
      return true;
    default:
      return false;
  }
}

const isAcquirePc = (instruction: Instruction): boolean =>
  (instruction.kind === "load" || instruction.kind === "await") && instruction.order === "acquirePC";

function isRelease(instruction: Instruction): boolean {
  switch (instruction.kind) {
    case "store":
    case "store-exclusive":
      return instruction.order === "release";
    case "rmw":
      return instruction.release;
    case "unlock":
      return true;
    default:
      return false;
  }
}

export function meets(one: ReadonlySet<number>, other: ReadonlySet<number>): boolean {
  for (const location of one) if (other.has(location)) return true;
  return false;
}
