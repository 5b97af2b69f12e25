import { Diagnostic } from "../../checker/diagnostic.ts";
import { decode, isCacheable } from "../mmu/descriptor.ts";
import type { Instruction, Tlbi } from "../program/instruction.ts";
import { meets, orderOf, writesMemory, type Ordered } from "../pe/order.ts";
import { registersOf } from "../program/expression.ts";
import { addressExpression, registersRead } from "../program/operands.ts";
import type { Scenario } from "../scenario.ts";
import { sourcesOf } from "./closing-loops.ts";
import type { PeDraft } from "./build.ts";
import type { Locations } from "./locations.ts";
import { isFault } from "./outcome.ts";
import type {
  Access,
  AccessAddress,
  CompletionLevel,
  Drain,
  FaultType,
  Outcome,
  Slot,
  TlbiReach,
} from "./slot.ts";
import type { SlotWords, Words } from "./words.ts";

type Builder = {
  readonly scenario: Scenario;
  readonly locations: Locations;
  readonly drafts: readonly PeDraft[];
  readonly words: Words;
};

/** The slots of every PE. */
export function slotsOf(
  scenario: Scenario,
  locations: Locations,
  drafts: readonly PeDraft[],
  words: Words,
): readonly (readonly Slot[])[] {
  const builder: Builder = { scenario, locations, drafts, words };
  const partial = drafts.map((draft) => draft.code.map((_, i) => partialAccess(builder, draft, i)));
  const tlbis = drafts.map((draft) => draft.code.map((_, i) => tlbiReach(builder, partial, draft, i)));
  return drafts.map((draft, p) =>
    draft.code.map((_, i) => slotOf(builder, draft, i, partial[p] ?? [], tlbis)),
  );
}

/** An access before anything is known of its neighbours. */
type PartialAccess = Pick<Access, "reads" | "writes" | "addresses" | "outcomes" | "locations">;

function slotOf(
  builder: Builder,
  draft: PeDraft,
  index: number,
  accesses: readonly (PartialAccess | null)[],
  tlbis: readonly (readonly (TlbiReach | null)[])[],
): Slot {
  const { instruction, origin, taken, next } = at(draft.code, index);
  const ordered = (i: number): Ordered => ({
    instruction: at(draft.code, i).instruction,
    locations: accesses[i]?.locations ?? new Set(),
  });
  const earlier = Array.from({ length: index }, (_, i) => i);
  const own = tlbis[draft.index] ?? [];
  return {
    pe: draft.index,
    index,
    instruction,
    origin,
    taken,
    next,
    alwaysFetched: draft.code
      .slice(0, index)
      .every(
        (older, i) => older.instruction.kind !== "branch" && !canEnd(older.instruction, accesses[i] ?? null),
      ),
    operands: operandsOf(draft, index),
    access: accessOf(draft, index, accesses, tlbis),
    order: orderOf(earlier.map(ordered), ordered(index), builder.scenario.features.entryExitCse),
    tlbi: own[index] ?? null,
    completes:
      instruction.kind === "dsb" && instruction.accesses === "all"
        ? earlier.filter((i) => own[i] !== null && own[i] !== undefined)
        : [],
    values: holdsValue(instruction, accesses[index] ?? null)
      ? [...slotWords(builder, draft, index).result]
      : [],
  };
}

/** The result of a `let` is computed again wherever it is read. */
const holdsValue = (instruction: Instruction, access: PartialAccess | null): boolean =>
  access?.reads === true || instruction.kind === "choose";

function slotWords({ words }: Builder, draft: PeDraft, index: number): SlotWords {
  return at(at(words.slots, draft.index), index);
}

/** Whether the thread may end at it: a discarded load's fault is discarded too. */
const canEnd = (instruction: Instruction, access: PartialAccess | null): boolean =>
  access !== null && instruction.kind !== "speculate" && access.outcomes.some(isFault);

function operandsOf(draft: PeDraft, index: number): Slot["operands"] {
  // A loop's branch also hands on registers that it does not read itself.
  const handedOn = draft.carried.filter(({ loop }) => loop.branch === index).map(({ register }) => register);
  const registers = [...registersRead(at(draft.code, index).instruction), ...handedOn];
  return new Map(registers.map((name) => [name, sourcesOf(draft.code, draft.carried, index, name)]));
}

function partialAccess(builder: Builder, draft: PeDraft, index: number): PartialAccess | null {
  const { instruction } = at(draft.code, index);
  const { kind } = instruction;
  if (kind !== "load" && kind !== "store" && kind !== "rmw" && kind !== "await" && kind !== "speculate")
    return null;
  const writes = writesMemory(instruction);
  const addresses = addressesOf(builder, draft, index);
  const outcomes = addresses.flatMap((address) => outcomesOf(builder, draft, address, writes));
  const locations = new Set<number>();
  for (const address of addresses) if (address.kind === "pte") locations.add(address.location);
  for (const { result } of outcomes) if (result.kind !== "conflict-abort") locations.add(result.location);
  return { reads: kind !== "store", writes, addresses, outcomes, locations };
}

function addressesOf(builder: Builder, draft: PeDraft, index: number): readonly AccessAddress[] {
  const words = [...slotWords(builder, draft, index).address];
  const place = `${draft.name}: ${at(draft.code, index).instruction.kernel}`;
  const found = words.flatMap((address): AccessAddress[] => {
    const target = builder.locations.resolve(address);
    if (target === null) return [];
    return target.kind === "pte"
      ? [{ kind: "pte", address, location: target.pte }]
      : [{ kind: "virtual", address, page: target.page, offset: target.offset }];
  });
  // Words are over-approximated, so one that resolves to nothing may never occur; if none resolves, it is a mistake.
  const [first] = words;
  if (found.length === 0 && first !== undefined) throw builder.locations.unresolved(first, place);
  return found;
}

/** Everything that translating an access to a virtual address can give. */
function outcomesOf(
  { scenario, locations, words }: Builder,
  draft: PeDraft,
  target: AccessAddress,
  writes: boolean,
): readonly Outcome[] {
  if (target.kind === "pte") return [];
  const { address, page, offset } = target;
  const held = draft.holds.filter((pte) => locations.ptes[pte]?.page === page);
  const own = draft.walks[page] ?? null;
  const entries = new Set(
    held.flatMap((pte) => [...(words.memory[pte] ?? [])].filter((w) => pte === own || isCacheable(w))),
  );
  const outcomes: Outcome[] = [...entries].map((word) => {
    const fault = faultOf(word, writes);
    const location = fault === null ? locations.cellAt(decode(word).oa, offset) : -1;
    return { address, page, offset, result: { kind: "descriptor", word, fault, location } };
  });
  // A table that does not map the page at all: its walk ends in a translation fault, as for an invalid descriptor.
  if (own === null) {
    outcomes.push({
      address,
      page,
      offset,
      result: { kind: "descriptor", word: 0n, fault: "translation", location: -1 },
    });
  }
  if (scenario.features.amalgamation && [...entries].filter(isCacheable).length > 1) {
    outcomes.push({
      address,
      page,
      offset,
      result: { kind: "amalgamation", location: locations.amalgamated() },
    });
    outcomes.push({ address, page, offset, result: { kind: "conflict-abort" } });
  }
  return outcomes;
}

/** The fault that a descriptor gives an access, in the architecture's priority order (Arm ARM D8.15). */
function faultOf(word: bigint, writes: boolean): FaultType | null {
  const { valid, accessFlag, writable } = decode(word);
  if (!valid) return "translation";
  if (!accessFlag) return "access-flag";
  return writes && !writable ? "permission" : null;
}

function accessOf(
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
  const address = addressExpression(at(draft.code, index).instruction);
  const isComputed = address !== null && registersOf(address).size > 0;
  return {
    ...own,
    computedPte: isComputed && own.addresses.some(({ kind }) => kind === "pte"),
    local: own.writes && draft.code.slice(index + 1).some(({ instruction }) => isLocalDsb(instruction)),
    sources: own.reads ? indices.filter((i) => older[i]?.writes === true && meetsOlder(i)).toReversed() : [],
    watchesCoherence: own.reads && indices.some((i) => meetsOlder(i)),
    olderTranslated: indices.filter((i) => (older[i]?.outcomes.length ?? 0) > 0),
    drainedBy: drainsOf(tlbis, draft.index, index),
  };
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

function tlbiReach(
  builder: Builder,
  accesses: readonly (readonly (PartialAccess | null)[])[],
  draft: PeDraft,
  index: number,
): TlbiReach | null {
  const { instruction } = at(draft.code, index);
  if (instruction.kind !== "tlbi") return null;
  const targets = targetsOf(builder, draft, instruction);
  const covers = coversOf(builder, draft, index, instruction);
  const covered = new Set([...covers.values()].flat());
  const pairs = targets.flatMap(({ pe, level }) =>
    at(builder.drafts, pe)
      .holds.filter((pte) => covered.has(pte))
      .map((pte) => ({ pte, pe, level })),
  );
  const pages = new Set([...covered].map((pte) => builder.locations.ptes[pte]?.page));
  // The issuer's own accesses are not waited for, but for discarded ones: no DSB of its own waits for those.
  const waitsFor = (pe: number, slot: number): boolean =>
    pe !== draft.index || (slot < index && at(draft.code, slot).instruction.kind === "speculate");
  const drains = targets.flatMap(({ pe }) =>
    at(accesses, pe).flatMap((access, slot) =>
      waitsFor(pe, slot) && access?.outcomes.some(({ page }) => pages.has(page)) === true
        ? [{ pe, slot }]
        : [],
    ),
  );
  const full = instruction.scope === "nsh" ? 1 : instruction.scope === "ish" ? 2 : 3;
  return { covers, pairs, drains, targets, full };
}

/** The PEs a TLBI reaches, each with the level of DSB that completes it there. */
function targetsOf({ drafts }: Builder, issuer: PeDraft, { scope, regime }: Tlbi): TlbiReach["targets"] {
  return drafts.flatMap((draft): TlbiReach["targets"][number][] => {
    if (draft.configuration.regime !== regime) return [];
    if (draft.index === issuer.index) return [{ pe: draft.index, level: 1 }];
    const level: CompletionLevel = draft.domain === issuer.domain ? 2 : 3;
    const reached = scope === "osh" || (scope === "ish" && level === 2);
    return reached ? [{ pe: draft.index, level }] : [];
  });
}

/** By possible operand, the PTEs whose entries it names. An operand that names no page removes nothing. */
function coversOf(builder: Builder, draft: PeDraft, index: number, tlbi: Tlbi): TlbiReach["covers"] {
  const { locations, scenario } = builder;
  const all = locations.ptes.map((pte) => pte.index);
  if (tlbi.va === null) return new Map([[null, all]]);
  const byOperand = [...slotWords(builder, draft, index).address].map(
    (address): [bigint, readonly number[]] => {
      const target = locations.resolve(address);
      const ptes = target?.kind === "virtual" ? locations.ptes.filter((pte) => pte.page === target.page) : [];
      return [address, ptes.filter((pte) => levelMatches(tlbi, pte.level, scenario)).map((pte) => pte.index)];
    },
  );
  return new Map(byOperand);
}

/** A TTL hint of another level may make hardware skip the entry (Arm ARM C5.5, the TTL field); without FEAT_TTL it is ignored. */
const levelMatches = (tlbi: Tlbi, level: number, { features }: Scenario): boolean =>
  tlbi.level === null || !features.ttl || tlbi.level === level;

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item !== undefined) return item;
  throw new Diagnostic({ kind: "program", what: `there is no element ${index} of ${items.length}` });
}
