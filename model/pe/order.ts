import type { Dsb, Instruction } from "../program/instruction.ts";
import type { Ordering } from "../memory/behaviour.ts";
import type { Machine } from "../machine/machine.ts";
import type { RulesInForce } from "../machine/rules-in-force.ts";
import type { Before, Order, Requirement } from "../machine/slot.ts";
import type { SwitchableRule } from "../machine-rules/machine-rules.ts";

/** What ordering needs to know of an instruction; `locations` decides which accesses may meet. */
export interface Ordered {
  readonly instruction: Instruction;
  readonly locations: ReadonlySet<number>;
  /** How the memory types by which it may be translated order it. */
  readonly orderings: ReadonlySet<Ordering>;
  /** The peripherals to which it may be a request by a type that does not reorder. */
  readonly peripherals: ReadonlySet<string>;
  /** Whether a fault of it leads to other code: a handler, or a copy of the program. */
  readonly entersCode: boolean;
}

/**
 * The ordering rules of the architecture for one instruction, worked out once: machine-semantics 4, the tables of Arm
 * ARM B2.3 ("Definition of the Arm memory model": dependency-, atomic-, barrier- and DSB-ordered-before).
 *
 * @param earlier the instructions before it in program order
 */
export function orderOf(
  { has, synchronises }: Pick<Machine, "has" | "synchronises">,
  earlier: readonly Ordered[],
  own: Ordered,
): Order {
  const indices = (wanted: (instruction: Instruction) => boolean): readonly number[] =>
    earlier.flatMap(({ instruction }, i) => (wanted(instruction) ? [i] : []));
  const dmbs = indices((i) => i.kind === "dmb");
  const { entry, exit } = synchronises;
  const control = indices((i) => i.kind === "branch" || i.kind === "await" || i.kind === "lock");
  const translations = indices(isAccess);
  const before = (branches: SwitchableRule | null, walks: SwitchableRule | null): Before => ({
    control: branches === null || has(branches) ? control : [],
    translations: walks === null || has(walks) ? translations : [],
  });
  return {
    contextSync: indices(
      ({ kind }) =>
        (kind === "isb" && has("isb")) || (kind === "take-ipi" && entry) || (kind === "eret" && exit),
    ),
    // What follows a fault that synchronises context is not fetched before it is taken.
    interrupts: earlier.flatMap(({ instruction, entersCode }, i) => {
      const enters = !entry && (instruction.kind === "take-ipi" || entersCode);
      return enters || (!exit && instruction.kind === "eret") ? [i] : [];
    }),
    // An invalidation of the IOTLB is awaited, so that it holds back what a DSB would.
    dsbs: indices(({ kind }) => (kind === "dsb" && has("dsb-holds-back")) || kind === "iotlb-invalidate"),
    ...before(...beforeOwnStep(own.instruction)),
    beforeEntry: before("entry-waits-for-branches", "entry-waits-for-translations"),
    beforeRequest: { control, translations },
    beforeUpdate: before("update-waits-for-branches", "update-waits-for-translations"),
    marks: indices((i) => i.kind === "mark"),
    beforeRead: requirements(has, earlier, dmbs, own, "read"),
    beforeWrite: requirements(has, earlier, dmbs, own, "write"),
    beforeFault: has("fault-waits-for-barriers") ? requirements(has, earlier, dmbs, own, "fault") : [],
    picks: [],
    beforeDsb: beforeDsb(has, earlier, own.instruction),
  };
}

/** The rules by which the write of an instruction, or the instruction itself, waits for branches and translations. */
function beforeOwnStep(
  instruction: Instruction,
): readonly [branches: SwitchableRule | null, translations: SwitchableRule | null] {
  switch (instruction.kind) {
    case "isb":
      return ["isb-waits", "isb-waits"];
    case "eret":
      return ["eret-waits", "eret-waits"];
    case "svc":
      return ["entry-waits-for-branches", "entry-waits-for-translations"];
    case "tlbi":
      return ["tlbi-waits-for-branches", null];
    case "iotlb-invalidate":
    case "store":
    case "store-exclusive":
    case "rmw":
      return ["control-before-writes", "translations-before-writes"];
    default:
      return [null, null];
  }
}

type Event = "read" | "write" | "fault";

function requirements(
  has: RulesInForce,
  earlier: readonly Ordered[],
  dmbs: readonly number[],
  own: Ordered,
  event: Event,
): readonly Requirement[] {
  const inLineOrder = has("maintenance-in-line-order");
  return earlier.flatMap((older, i) => {
    if (!isAccess(older.instruction)) return [];
    const maintenance = maintainsCaches(older.instruction) || maintainsCaches(own.instruction);
    const between = dmbs.flatMap((via): Requirement[] => {
      const barrier = earlier[via]?.instruction;
      if (via <= i || barrier === undefined) return [];
      if (maintenance && !(isFullDmb(barrier) && has("dmb-orders-maintenance"))) return [];
      const ordered = dmbOrders(has, barrier, older.instruction, event);
      return ordered === null ? [] : [{ slot: i, ...ordered, via, sameLocation: false }];
    });
    if (maintenance) return [...between, ...(inLineOrder ? lineOrder(older, own, i, event) : [])];
    const direct = selfOrdered(has, older.instruction, own.instruction, event);
    if (direct !== null) between.push({ slot: i, ...direct, via: null, sameLocation: false });
    if (event === "write" && has("same-location") && meets(older.locations, own.locations)) {
      between.push({ slot: i, read: true, write: true, via: null, sameLocation: true });
    }
    if (event !== "fault" && has("peripheral-order") && meets(older.peripherals, own.peripherals)) {
      between.push({
        slot: i,
        read: true,
        write: true,
        via: null,
        sameLocation: false,
        samePeripheral: true,
      });
    }
    return between;
  });
}

/**
 * Cache maintenance by address is in program order with accesses of its PE to the same line that go through caches by the
 * cacheability of its own mapping, and with other maintenance of it; with nothing else, unless a DMB or DSB of both reads and writes says so (Arm ARM D7.5, "Ordering
 * and completion of data and instruction cache instructions").
 */
function lineOrder(older: Ordered, own: Ordered, slot: number, event: Event): readonly Requirement[] {
  if (!meets(older.locations, own.locations)) return [];
  if (maintainsCaches(own.instruction) ? event !== "write" : event === "fault") return [];
  return [{ slot, read: true, write: true, via: null, sameLocation: true, cached: true }];
}

const isFullDmb = (barrier: Instruction): boolean => barrier.kind === "dmb" && barrier.accesses === "all";

interface Effects {
  readonly read: boolean;
  readonly write: boolean;
}

/** What a DMB between `older` and an event orders before the event; a DMB NSH orders for no observer but its own PE. */
function dmbOrders(
  has: RulesInForce,
  barrier: Instruction,
  older: Instruction,
  event: Event,
): Effects | null {
  if (barrier.kind !== "dmb" || (barrier.domain === "nsh" && has("dmb-nsh-is-local"))) return null;
  switch (barrier.accesses) {
    case "all":
      return has("dmb") ? { read: true, write: true } : null;
    case "ld":
      return !has("dmb-ld") || passesLoadBarriers(has, older) ? null : { read: true, write: false };
    case "st":
      return event === "read" || !has("dmb-st") ? null : { read: false, write: true };
  }
}

/** What acquire and release order without a barrier. */
function selfOrdered(has: RulesInForce, older: Instruction, own: Instruction, event: Event): Effects | null {
  const acquires = isAcquire(has, older) && has(isAcquirePc(older) ? "acquire-pc" : "acquire");
  const strong =
    older.kind === "rmw" && older.release && isAcquire(has, older) && has("acquire-release-atomic");
  const released = event === "write" && isRelease(own) && has("release");
  const pair =
    event === "read" &&
    isRelease(older) &&
    isAcquire(has, own) &&
    !isAcquirePc(own) &&
    has("release-before-acquire");
  const read = acquires || released;
  const write = strong || released || pair;
  return read || write ? { read, write } : null;
}

function beforeDsb(
  has: RulesInForce,
  earlier: readonly Ordered[],
  instruction: Instruction,
): readonly Requirement[] {
  if (instruction.kind === "dsb") return dsbRequirements(has, earlier, instruction);
  return instruction.kind === "iotlb-invalidate"
    ? dsbRequirements(has, earlier, { accesses: "all", domain: "sy" })
    : [];
}

/**
 * DSB: loads (those whose result is used) for LD, stores for ST, both otherwise, and cache maintenance (Arm ARM B2.3, "Data
 * Synchronization Barrier": "if the required access types are reads and writes"). For NSH that is complete where no other
 * observer need see it.
 */
function dsbRequirements(
  has: RulesInForce,
  earlier: readonly Ordered[],
  { accesses, domain }: Pick<Dsb, "accesses" | "domain">,
): readonly Requirement[] {
  if (!has(WAITS[accesses])) return [];
  const completes =
    has("dsb-completes-maintenance") &&
    accesses === "all" &&
    (domain !== "nsh" || !has("nsh-completes-locally"));
  return earlier.flatMap(({ instruction }, slot): Requirement[] => {
    const read =
      accesses !== "st" &&
      readsMemory(instruction) &&
      !(accesses === "ld" && passesLoadBarriers(has, instruction));
    const write =
      (accesses !== "ld" && writesMemory(instruction)) || (completes && maintainsCaches(instruction));
    return read || write ? [{ slot, read, write, via: null, sameLocation: false }] : [];
  });
}

const WAITS = { ld: "dsb-ld-waits", st: "dsb-st-waits", all: "dsb-waits" } as const;

/** A discarded load (`speculate`) is not one: nothing waits for it, as nothing waits for a wrong path. */
export function readsMemory({ kind }: Instruction): boolean {
  return kind === "load" || kind === "rmw" || kind === "await" || kind === "lock";
}

/** Cache maintenance by address: it is translated, and neither reads nor writes. */
export const maintainsCaches = ({ kind }: Instruction): boolean => kind === "dc" || kind === "clflush";

const isAccess = (instruction: Instruction): boolean =>
  readsMemory(instruction) || writesMemory(instruction) || maintainsCaches(instruction);

export function writesMemory({ kind }: Instruction): boolean {
  return (
    kind === "store" || kind === "store-exclusive" || kind === "rmw" || kind === "lock" || kind === "unlock"
  );
}

/** ST<op> and LD<op> into the zero register are not ordered by DMB LD and DSB LD. */
const passesLoadBarriers = (has: RulesInForce, instruction: Instruction): boolean =>
  instruction.kind === "rmw" && instruction.register === null && has("no-return-passes-dmb-ld");

export function isAcquire(has: RulesInForce, instruction: Instruction): boolean {
  switch (instruction.kind) {
    case "load":
    case "await":
      return instruction.order !== "plain";
    case "rmw":
      return instruction.acquire && (instruction.register !== null || !has("no-return-is-no-acquire"));
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

export function meets<T>(one: ReadonlySet<T>, other: ReadonlySet<T>): boolean {
  for (const member of one) if (other.has(member)) return true;
  return false;
}
