import { at } from "../../checker/schema/access.ts";
import { effectiveType } from "../memory/effective-type.ts";
import { isCacheable } from "../mmu/descriptor.ts";
import { entryAt } from "../mmu/entry.ts";
import { faultOf, hardwareUpdate, walkerOf, type Walker } from "../mmu/walk.ts";
import type { Instruction } from "../program/instruction.ts";
import { addressExpression } from "../program/operands.ts";
import { maintainsCaches, readsMemory, writesMemory } from "../pe/order.ts";
import { isFault, isUpdate } from "./outcome.ts";
import { type MachineDraft, type PeDraft, slotWords } from "./draft.ts";
import type { Access, AccessAddress, Outcome } from "./slot.ts";

/** An access before anything is known of its neighbours. */
export type PartialAccess = Pick<
  Access,
  "reads" | "writes" | "maintains" | "addresses" | "outcomes" | "updates" | "locations"
>;

/** What an access can be to, and what its translation can give; null for an instruction that is none. */
export function partialAccess(machine: MachineDraft, draft: PeDraft, index: number): PartialAccess | null {
  const { instruction } = at(draft.code, index);
  if (addressExpression(instruction) === null) return null;
  const writes = writesMemory(instruction);
  const addresses = addressesOf(machine, draft, index);
  const outcomes = addresses.flatMap((address) => outcomesOf(machine, draft, index, address));
  const locations = new Set<number>();
  for (const address of addresses) if (address.kind === "pte") locations.add(address.location);
  for (const { result } of outcomes)
    if (result.kind === "descriptor" || result.kind === "amalgamation") locations.add(result.location);
  return {
    reads: reading(instruction),
    writes,
    maintains: maintainsCaches(instruction),
    addresses,
    outcomes,
    updates: outcomes.some(isUpdate),
    locations,
  };
}

const reading = (instruction: Instruction): boolean =>
  readsMemory(instruction) || instruction.kind === "speculate";

/**
 * Whether an instruction may take an exception: a supervisor call always does, an access where it may fault. What a
 * discarded load ends in is discarded too.
 */
export const mayFault = (instruction: Instruction, access: PartialAccess | null): boolean =>
  instruction.kind === "svc" ||
  (access !== null && instruction.kind !== "speculate" && access.outcomes.some(isFault));

function addressesOf(machine: MachineDraft, draft: PeDraft, index: number): readonly AccessAddress[] {
  return [...slotWords(machine, draft, index).address].flatMap((address): AccessAddress[] => {
    const target = machine.locations.resolve(address);
    if (target === null) return [];
    if (target.kind === "pte") return [pteAddress(machine, draft, index, address, target.pte)];
    return [{ kind: "virtual", address, page: target.page, offset: target.offset }];
  });
}

/** A PTE is accessed untranslated; from EL0 it is not accessible (litmus-format 4). */
function pteAddress(
  { locations }: MachineDraft,
  draft: PeDraft,
  index: number,
  address: bigint,
  pte: number,
): AccessAddress {
  if (!walkerAt(draft, index).el0) return { kind: "pte", address, location: pte };
  return { kind: "forbidden", address, page: at(locations.ptes, pte).page };
}

/** A handler runs at EL1. */
function walkerAt({ configuration, code, stage }: PeDraft, index: number): Walker {
  const walker = walkerOf(configuration, stage);
  return at(code, index).handler ? { ...walker, el0: false } : walker;
}

/** Everything that translating an access to a virtual address can give. */
function outcomesOf(
  { scenario, locations, words, has, isCacheable }: MachineDraft,
  draft: PeDraft,
  index: number,
  target: AccessAddress,
): readonly Outcome[] {
  if (target.kind === "pte") return [];
  if (target.kind === "forbidden") return [{ ...target, offset: 0, result: { kind: "forbidden" } }];
  const { instruction } = at(draft.code, index);
  const [reads, writes] = [reading(instruction), writesMemory(instruction)];
  const walker = walkerAt(draft, index);
  const { address, page, offset } = target;
  const held = draft.holds.filter((pte) => locations.ptes[pte]?.page === page);
  const own = draft.walks[page] ?? null;
  const entries = new Set(
    held.flatMap((pte) => [...(words.memory[pte] ?? [])].filter((w) => pte === own || isCacheable(w))),
  );
  const overwrites = writes || (losesData(instruction) && has("ivac-needs-write-permission"));
  const outcomes: Outcome[] = [...entries].map((word) => {
    const fault = faultOf(word, walker, {
      reads: reads && has("read-permission"),
      writes: overwrites && has("write-permission"),
    });
    const location = fault === null ? locations.cellAt(entryAt(walker.stage, word).oa, offset) : -1;
    const update = fault === null ? hardwareUpdate(word, walker, writes) : null;
    const type = effectiveType(draft, word, page);
    return { address, page, offset, result: { kind: "descriptor", word, fault, location, type, update } };
  });
  if (has("failing-cas-needs-no-update")) outcomes.push(...withoutUpdate(outcomes, instruction));
  // A table that does not map the page at all: its walk ends in a translation fault, as for an invalid descriptor.
  if (own === null) {
    outcomes.push({
      address,
      page,
      offset,
      result: {
        kind: "descriptor",
        word: 0n,
        fault: "translation",
        location: -1,
        type: effectiveType(draft, 0n, page),
        update: null,
      },
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

/** DC IVAC needs permission to write, as it may do what a write of old data would (Arm ARM, "DC IVAC"). */
const losesData = (instruction: Instruction): boolean =>
  instruction.kind === "dc" && instruction.operation === "ivac";

/** A compare-and-swap that fails writes nothing: it may do without the update, and must then fail (machine-semantics 3). */
const withoutUpdate = (outcomes: readonly Outcome[], instruction: Instruction): readonly Outcome[] =>
  instruction.kind === "rmw" && instruction.operation === "cas"
    ? outcomes.flatMap((outcome): Outcome[] => {
        const { result } = outcome;
        if (result.kind !== "descriptor" || result.update === null || !isCacheable(result.word)) return [];
        return [{ ...outcome, result: { ...result, update: null, mustFail: true } }];
      })
    : [];
