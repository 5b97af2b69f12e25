import { at } from "../../checker/schema/access.ts";
import { decode, isCacheable } from "../mmu/descriptor.ts";
import { writesMemory } from "../pe/order.ts";
import { type MachineDraft, type PeDraft, slotWords } from "./draft.ts";
import type { Access, AccessAddress, FaultType, Outcome } from "./slot.ts";

/** An access before anything is known of its neighbours. */
export type PartialAccess = Pick<Access, "reads" | "writes" | "addresses" | "outcomes" | "locations">;

/** What an access can be to, and what its translation can give; null for an instruction that is none. */
export function partialAccess(machine: MachineDraft, draft: PeDraft, index: number): PartialAccess | null {
  const { instruction } = at(draft.code, index);
  const { kind } = instruction;
  if (kind !== "load" && kind !== "store" && kind !== "rmw" && kind !== "await" && kind !== "speculate")
    return null;
  const writes = writesMemory(instruction);
  const addresses = addressesOf(machine, draft, index);
  const outcomes = addresses.flatMap((address) => outcomesOf(machine, draft, address, writes));
  const locations = new Set<number>();
  for (const address of addresses) if (address.kind === "pte") locations.add(address.location);
  for (const { result } of outcomes) if (result.kind !== "conflict-abort") locations.add(result.location);
  return { reads: kind !== "store", writes, addresses, outcomes, locations };
}

function addressesOf(machine: MachineDraft, draft: PeDraft, index: number): readonly AccessAddress[] {
  const words = [...slotWords(machine, draft, index).address];
  const place = `${draft.name}: ${at(draft.code, index).instruction.kernel}`;
  const found = words.flatMap((address): AccessAddress[] => {
    const target = machine.locations.resolve(address);
    if (target === null) return [];
    return target.kind === "pte"
      ? [{ kind: "pte", address, location: target.pte }]
      : [{ kind: "virtual", address, page: target.page, offset: target.offset }];
  });
  // Words are over-approximated, so one that resolves to nothing may never occur; if none resolves, it is a mistake.
  const [first] = words;
  if (found.length === 0 && first !== undefined) throw machine.locations.unresolved(first, place);
  return found;
}

/** Everything that translating an access to a virtual address can give. */
function outcomesOf(
  { scenario, locations, words }: MachineDraft,
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
