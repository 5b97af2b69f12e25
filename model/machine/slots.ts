import { at } from "../../checker/schema/access.ts";
import { peripheralsOf } from "../interconnect/peripheral.ts";
import { orderingOf } from "../pe/memory-ordering.ts";
import { meets, orderOf, type Ordered } from "../pe/order.ts";
import { x86OrderOf } from "../pe/x86-order.ts";
import { registersOf } from "../program/expression.ts";
import type { Dsb, Instruction } from "../program/instruction.ts";
import { addressExpression, registersRead } from "../program/operands.ts";
import { ELR } from "../program/program.ts";
import { sourcesOf } from "./closing-loops.ts";
import { type MachineDraft, type PeDraft, slotWords } from "./draft.ts";
import { isExclusive, isLoadExclusive } from "./exclusives.ts";
import { withGuesses } from "./guesses.ts";
import type { Access, Drain, Slot, TlbiReach } from "./slot.ts";
import { tlbiReach, withUndrained } from "./tlbi-reach.ts";
import { mayFault, partialAccess, type PartialAccess } from "./translations.ts";

/** The slots of every PE. */
export function slotsOf(machine: MachineDraft): readonly (readonly Slot[])[] {
  const { pes } = machine;
  const accesses = pes.map((pe) => pe.code.map((_, i) => partialAccess(machine, pe, i)));
  const tlbis = pes.map((pe) =>
    withUndrained(
      machine,
      pe.code.map((_, i) => tlbiReach(machine, accesses, pe, i)),
    ),
  );
  return pes.map((pe) => {
    const own = accesses[pe.index] ?? [];
    const ordered = pe.code.map(({ instruction, onFault }, i): Ordered => ({
      instruction,
      locations: own[i]?.locations ?? new Set(),
      peripherals: peripheralsOf(machine.registers, own[i]?.outcomes ?? []),
      orderings: new Set(own[i]?.outcomes.map(orderingOf)),
      entersCode: onFault.kind === "goes on" && mayFault(instruction, own[i] ?? null),
    }));
    const slots = pe.code.map((_, i) => slotOf(machine, pe, i, own, ordered, tlbis));
    // On x86 a guess is about branches only, and stores are after what they are about.
    return pe.architecture === "x86" ? slots : withGuesses(machine.has, slots);
  });
}

function slotOf(
  machine: MachineDraft,
  draft: PeDraft,
  index: number,
  accesses: readonly (PartialAccess | null)[],
  ordered: readonly Ordered[],
  tlbis: readonly (readonly (TlbiReach | null)[])[],
): Slot {
  const { instruction, origin, taken, next, handler, onFault, returns } = at(draft.code, index);
  const earlier = Array.from({ length: index }, (_, i) => i);
  const own = tlbis[draft.index] ?? [];
  const { entry } = machine.synchronises;
  return {
    pe: draft.index,
    index,
    instruction,
    origin,
    handler,
    onFault: mayFault(instruction, accesses[index] ?? null) ? onFault : null,
    returns,
    taken,
    // Where its exception does not synchronise context, what a supervisor call leads to is fetched at once.
    next: instruction.kind === "svc" && !entry && onFault.kind === "goes on" ? onFault.at : next,
    alwaysFetched: draft.code
      .slice(0, index)
      .every(
        (older, i) =>
          older.instruction.kind !== "branch" && !mayFault(older.instruction, accesses[i] ?? null),
      ),
    operands: operandsOf(draft, index),
    predicted: false,
    taint: { operands: new Set(), result: false },
    access: accessOf(machine, draft, index, accesses, tlbis),
    order: (draft.architecture === "x86" ? x86OrderOf : orderOf)(
      machine,
      ordered.slice(0, index),
      at(ordered, index),
    ),
    tlbi: own[index] ?? null,
    completes:
      instruction.kind === "dsb" && completesTlbis(machine, instruction)
        ? earlier.filter((i) => own[i] !== null && own[i] !== undefined)
        : [],
    values: [
      ...(choosesLine(machine, instruction) ? [NOT_CHOSEN] : []),
      ...(holdsValue(instruction, accesses[index] ?? null) ? slotWords(machine, draft, index).result : []),
    ],
  };
}

const completesTlbis = ({ has }: MachineDraft, { accesses }: Dsb): boolean =>
  has("dsb-completes-tlbi") && (accesses === "all" || !has("dsb-ld-st-complete-no-tlbi"));

/** What a choice holds before it is made, where it may be between lines that are interchangeable: none of them. */
const NOT_CHOSEN = 0n;

const choosesLine = ({ lines }: MachineDraft, { kind }: Instruction): boolean =>
  kind === "choose" && lines.length > 1;

/** The result of a `let` is computed again wherever it is read. */
const holdsValue = (instruction: Instruction, access: PartialAccess | null): boolean =>
  access?.reads === true || instruction.kind === "choose";

function operandsOf(draft: PeDraft, index: number): Slot["operands"] {
  // A loop's branch also hands on registers that it does not read itself.
  const handedOn = draft.carried.filter(({ loop }) => loop.branch === index).map(({ register }) => register);
  const { instruction, returns } = at(draft.code, index);
  const registers = [...registersRead(instruction), ...handedOn, ...(returns === null ? [] : [ELR])];
  return new Map(registers.map((name) => [name, sourcesOf(draft.code, draft.carried, index, name)]));
}

function accessOf(
  { has }: MachineDraft,
  draft: PeDraft,
  index: number,
  accesses: readonly (PartialAccess | null)[],
  tlbis: readonly (readonly (TlbiReach | null)[])[],
): Access | null {
  const own = accesses[index] ?? null;
  if (own === null) return null;
  const older = accesses.slice(0, index);
  const meetsOlder = (i: number): boolean => meets(older[i]?.locations ?? new Set(), own.locations);
  const indices = older.map((_, i) => i);
  const { instruction } = at(draft.code, index);
  const address = addressExpression(instruction);
  const operands = operandsOf(draft, index);
  // A register that nothing writes has its initial value from the start.
  const isComputed =
    address !== null && [...registersOf(address)].some((name) => (operands.get(name) ?? []).length > 0);
  return {
    ...own,
    computedPte: isComputed && own.addresses.some(({ kind }) => kind === "pte"),
    updatesAtomically: own.updates && has("update-is-atomic"),
    atomic:
      (instruction.kind === "rmw" && has("atomic-is-atomic")) ||
      (isLoadExclusive(instruction) && has("exclusive-pair")),
    local:
      own.writes &&
      has("nsh-completes-locally") &&
      draft.code.slice(index + 1).some(({ instruction }) => isLocalDsb(instruction)),
    sources: own.reads ? indices.filter((i) => older[i]?.writes === true && meetsOlder(i)).toReversed() : [],
    passesStores: own.reads && !has("coWR"),
    exclusives: exclusivesOf(draft, index),
    weak: draft.architecture === "x86" && isEverWeak(own),
    watchesCoherence:
      own.reads && has("coRR") && indices.some((i) => meetsOlder(i) && mayPass(draft, own, older[i] ?? null)),
    // A discarded load owes nothing: it may never be translated, and no coherence is about it.
    olderTranslated: indices.filter(
      (i) =>
        draft.architecture === "arm64" &&
        has("dsb-waits-for-older-walks") &&
        (older[i]?.outcomes.length ?? 0) > 0 &&
        at(draft.code, i).instruction.kind !== "speculate",
    ),
    drainedBy: drainsOf(tlbis, draft.index, index),
  };
}

/** Whether an access may be done before an older one of its PE: on x86 only where one is to weakly ordered memory. */
const mayPass = ({ architecture }: PeDraft, own: PartialAccess, older: PartialAccess | null): boolean =>
  architecture === "arm64" || isEverWeak(own) || (older !== null && isEverWeak(older));

const isEverWeak = ({ outcomes }: PartialAccess): boolean =>
  outcomes.some((outcome) => orderingOf(outcome) === "weak");

/** The exclusive instructions that a load-exclusive or store-exclusive may be paired with, nearest first. */
function exclusivesOf({ code }: PeDraft, index: number): readonly number[] {
  const { instruction } = at(code, index);
  const indices = code.flatMap((other, i) => (isExclusive(other.instruction) ? [i] : []));
  if (instruction.kind === "store-exclusive") return indices.filter((i) => i < index).toReversed();
  if (!isLoadExclusive(instruction)) return [];
  const later = indices.filter((i) => i > index);
  return later.some((i) => at(code, i).instruction.kind === "store-exclusive") ? later : [];
}

/** A DSB after which a store may still be invisible to others: it makes it visible to the own walker only. */
const isLocalDsb = (instruction: Instruction): boolean =>
  instruction.kind === "dsb" && instruction.domain === "nsh" && instruction.accesses !== "ld";

function drainsOf(
  tlbis: readonly (readonly (TlbiReach | null)[])[],
  pe: number,
  slot: number,
): readonly Drain[] {
  return tlbis.flatMap((ofPe, p) =>
    ofPe.flatMap((tlbi, i): Drain[] => {
      const index = tlbi?.drains.findIndex((drain) => drain.pe === pe && drain.slot === slot) ?? -1;
      return index < 0 ? [] : [{ pe: p, slot: i, index }];
    }),
  );
}
