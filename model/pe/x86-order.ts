import type { Machine } from "../machine/machine.ts";
import type { Before, Order, Requirement } from "../machine/slot.ts";
import type { Instruction } from "../program/instruction.ts";
import { meets, type Ordered, readsMemory, writesMemory } from "./order.ts";

/**
 * The orders of an x86 PE (docs/machine.md, "x86"): total store order, as Intel SDM vol. 3, 9.2 ("Memory Ordering") and
 * Owens, Sarkar and Sewell, "A Better x86 Memory Model: x86-TSO" have it. On the slots of `orderOf` that is: reads happen
 * in program order, and once nothing earlier can go another way; writes happen in program order after everything before
 * them; so all that is left is that a read may happen before older writes of its PE to other places, which sit in the
 * store buffer. What memory types, locked instructions, fences and cache flushes add is below.
 *
 * @param earlier the instructions before it in program order
 */
export function x86OrderOf(
  { synchronises }: Pick<Machine, "synchronises">,
  earlier: readonly Ordered[],
  own: Ordered,
): Order {
  const indices = (wanted: (instruction: Instruction) => boolean): readonly number[] =>
    earlier.flatMap(({ instruction }, i) => (wanted(instruction) ? [i] : []));
  const before: Before = {
    control: indices(({ kind }) => kind === "branch" || kind === "await" || kind === "lock"),
    translations: indices((i) => readsMemory(i) || writesMemory(i) || i.kind === "clflush"),
  };
  return {
    ...before,
    // An exception synchronises whatever `Features.entryExitCse` says: where it does not on arm64, what follows is
    // fetched before it is taken.
    contextSync: earlier.flatMap(({ instruction, entersCode }, i) =>
      serialises(instruction) || (entersCode && !synchronises.entry) ? [i] : [],
    ),
    dsbs: [],
    interrupts: indices((older) => holdsBack(older, own.instruction)),
    beforeEntry: before,
    beforeRequest: before,
    beforeUpdate: before,
    marks: indices(({ kind }) => kind === "mark"),
    beforeRead: requirements(earlier, own, "read"),
    beforeWrite: requirements(earlier, own, "write"),
    // A walk that faults has waited for everything earlier.
    beforeFault: [],
    picks: [],
    beforeDsb: waitsFor(earlier, own.instruction),
  };
}

/** Nothing later begins before it is done (SDM vol. 3, 9.3, "Serializing Instructions"). */
const serialises = ({ kind }: Instruction): boolean => kind === "take-ipi" || kind === "wbinvd";

/**
 * Later reads and writes wait for it. SFENCE does not hold back reads, see `requirements`. An IPI is sent by a WRMSR to
 * the x2APIC, for which MFENCE alone is not enough (SDM vol. 3, 11.12.3: "the sequence MFENCE;LFENCE").
 */
function holdsBack(older: Instruction, own: Instruction): boolean {
  if (older.kind === "iotlb-invalidate") return true;
  if (older.kind !== "fence") return false;
  return older.type === "lfence" || (older.type === "mfence" && own.kind !== "send-ipi");
}

/** What an instruction that is no access waits for: what a DSB has `Order.beforeDsb` for. */
function waitsFor(earlier: readonly Ordered[], own: Instruction): readonly Requirement[] {
  const [read, write] = awaited(own);
  return earlier.flatMap(({ instruction }, slot): readonly Requirement[] => {
    const reads = read && readsMemory(instruction);
    const writes = write && takesEffect(instruction);
    return reads || writes ? [{ slot, read: reads, write: writes, via: null, sameLocation: false }] : [];
  });
}

/**
 * - MFENCE: loads, stores and flushes are globally visible (SDM vol. 2, MFENCE).
 * - LFENCE: earlier instructions have completed locally; stores may still be in the buffer (SDM vol. 2, LFENCE).
 * - interrupts and serialising instructions drain the store buffer (SDM vol. 3, 12.10 and 9.3).
 * - WRMSR to the x2APIC is executed after earlier loads, but may pass earlier stores (SDM vol. 3, 11.12.3).
 */
function awaited(own: Instruction): readonly [reads: boolean, writes: boolean] {
  switch (own.kind) {
    case "fence":
      return [own.type !== "sfence", own.type === "mfence"];
    case "wbinvd":
    case "take-ipi":
    case "iotlb-invalidate":
      return [true, true];
    case "send-ipi":
      return [true, false];
    default:
      return [false, false];
  }
}

/** Writes, and cache flushes: both sit in the store buffer until they take effect. */
const takesEffect = (instruction: Instruction): boolean =>
  writesMemory(instruction) || instruction.kind === "clflush";

/** Locked instructions are ordered with everything, failed CMPXCHGs too (SDM vol. 3, 9.2.3.8 and 9.2.3.9). */
const isLocked = ({ kind }: Instruction): boolean => kind === "rmw" || kind === "lock";

function requirements(
  earlier: readonly Ordered[],
  own: Ordered,
  event: "read" | "write",
): readonly Requirement[] {
  const takesPart = event === "read" ? readsMemory : takesEffect;
  if (!takesPart(own.instruction)) return [];
  return earlier.flatMap((older, slot): readonly Requirement[] => {
    const pair: Pair = { older, own, slot };
    if (!readsMemory(older.instruction) && !takesEffect(older.instruction)) return [];
    if (isLocked(older.instruction) || isLocked(own.instruction))
      return [{ slot, read: true, write: true, via: null, sameLocation: false }];
    if (event === "read") return beforeRead(pair);
    if (!takesEffect(older.instruction)) return [after(pair, "read")];
    return [...beforeEffect(pair), ...sfenceBetween(earlier, pair)];
  });
}

/** Two instructions of a PE, neither of them locked. */
interface Pair {
  readonly older: Ordered;
  readonly own: Ordered;
  /** Of the older one. */
  readonly slot: number;
}

const after = ({ slot }: Pair, what: "read" | "write"): Requirement => ({
  slot,
  read: what === "read",
  write: what === "write",
  via: null,
  sameLocation: false,
});

/**
 * Reads are in order, but for those of WC memory (SDM vol. 3, table 12-2: "weak ordering"). Older writes are passed,
 * but not by a read of UC memory: it is executed in program order, and empties the write-combining buffers (12.3).
 */
function beforeRead(pair: Pair): readonly Requirement[] {
  if (readsMemory(pair.older.instruction)) return unlessWeak(pair, "read");
  if (pair.older.instruction.kind === "clflush" || !isEver(pair.own, "strong")) return [];
  return [{ ...after(pair, "write"), types: "if the younger is strong" }];
}

/**
 * Writes are in order, but for those to WC memory, which are so only with others to their place; CLFLUSH is one of them.
 * CLFLUSHOPT and CLWB are ordered after older writes to their line, and with nothing else (SDM vol. 2, CLFLUSH,
 * CLFLUSHOPT, CLWB).
 */
function beforeEffect(pair: Pair): readonly Requirement[] {
  const { older, own } = pair;
  if (isWeakFlush(older.instruction)) return [];
  const meetings = meets(older.locations, own.locations)
    ? [{ ...after(pair, "write"), sameLocation: true }]
    : [];
  if (isWeakFlush(own.instruction)) return older.instruction.kind === "clflush" ? [] : meetings;
  return mayBeWeak(pair) ? [...unlessWeak(pair, "write"), ...meetings] : unlessWeak(pair, "write");
}

const isWeakFlush = (instruction: Instruction): boolean =>
  instruction.kind === "clflush" && instruction.form !== "clflush";

const unlessWeak = (pair: Pair, what: "read" | "write"): readonly Requirement[] => [
  mayBeWeak(pair) ? { ...after(pair, what), types: "unless one is weak" } : after(pair, what),
];

const mayBeWeak = ({ older, own }: Pair): boolean => isEver(older, "weak") || isEver(own, "weak");

const isEver = ({ orderings }: Ordered, wanted: "weak" | "strong"): boolean => orderings.has(wanted);

/** SFENCE: writes and flushes before it take effect before those after it. Reads pass it (SDM vol. 2, SFENCE). */
const sfenceBetween = (earlier: readonly Ordered[], pair: Pair): readonly Requirement[] =>
  earlier.flatMap(({ instruction }, via): readonly Requirement[] =>
    via > pair.slot && instruction.kind === "fence" && instruction.type === "sfence"
      ? [{ ...after(pair, "write"), via }]
      : [],
  );
