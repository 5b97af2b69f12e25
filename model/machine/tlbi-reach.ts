import { at } from "../../checker/schema/access.ts";
import type { Tlbi } from "../program/instruction.ts";
import type { Scenario } from "../scenario.ts";
import { type MachineDraft, type PeDraft, slotWords } from "./draft.ts";
import type { CompletionLevel, TlbiReach } from "./slot.ts";
import type { PartialAccess } from "./translations.ts";
import { removedBy } from "./two-stages.ts";

/** What a TLBI can remove, where, and what its DSB may have to wait for; null for another instruction. */
export function tlbiReach(
  machine: MachineDraft,
  accesses: readonly (readonly (PartialAccess | null)[])[],
  draft: PeDraft,
  index: number,
): TlbiReach | null {
  const { instruction } = at(draft.code, index);
  if (instruction.kind !== "tlbi") return null;
  const inScope = scopeMembers(machine, draft, instruction);
  const targets = inScope.filter(({ pe }) => at(machine.pes, pe).configuration.regime === instruction.regime);
  const covers = coversOf(machine, draft, index, instruction);
  const covered = new Set([...covers.values()].flat());
  const removes = machine.has("tlbi-removes");
  const removed = removedBy(instruction, machine.has);
  // With explicit entries nothing needs to be noted of those that no access uses.
  const noted = machine.scenario.features.walks === "may-be-cached";
  const hasEntries = ({ stage2 }: PeDraft, pte: number): boolean =>
    removes && (removed.combined || (removed.stage2 && noted && stage2.includes(pte)));
  const pairs = targets.flatMap(({ pe, level }) =>
    at(machine.pes, pe)
      .holds.filter((pte) => covered.has(pte) && hasEntries(at(machine.pes, pe), pte))
      .map((pte) => ({ pte, pe, level })),
  );
  const pages = new Set([...covered].map((pte) => machine.locations.ptes[pte]?.page));
  // No access uses an entry of stage 2 but through one that both stages make, and that one stays.
  // The issuer's own accesses are not waited for, but for discarded ones: no DSB of its own waits for those.
  const mayUse = (pe: number, slot: number): boolean =>
    pe !== draft.index || (slot < index && at(draft.code, slot).instruction.kind === "speculate");
  const drains = (removed.combined ? targets : []).flatMap(({ pe }) =>
    at(accesses, pe).flatMap((access, slot) =>
      mayUse(pe, slot) && access?.outcomes.some(({ page }) => pages.has(page)) === true ? [{ pe, slot }] : [],
    ),
  );
  const scope = scopeOf(machine, instruction);
  const full = scope === "nsh" ? 1 : scope === "ish" ? 2 : 3;
  const waitsFor = {
    accesses: machine.has("dsb-waits-for-old-accesses"),
    faults: machine.has("dsb-waits-for-old-faults"),
    unknownMayPass: machine.has("unknown-addresses-do-not-block"),
  };
  return { removes: removed, covers, pairs, drains, targets, inScope, full, waitsFor };
}

/** The PEs a TLBI gets to, each with the level of DSB that completes it there. */
function scopeMembers(machine: MachineDraft, issuer: PeDraft, tlbi: Tlbi): TlbiReach["inScope"] {
  const scope = scopeOf(machine, tlbi);
  return machine.pes.flatMap((draft): TlbiReach["targets"][number][] => {
    if (draft.configuration.regime === "io" || draft.architecture === "x86") return [];
    if (draft.index === issuer.index) return [{ pe: draft.index, level: 1 }];
    const level: CompletionLevel = draft.domain === issuer.domain ? 2 : 3;
    const reached = scope === "osh" || (scope === "ish" && level === 2);
    return reached ? [{ pe: draft.index, level }] : [];
  });
}

const scopeOf = ({ has }: MachineDraft, { scope }: Tlbi): Tlbi["scope"] =>
  scope === "nsh" && !has("local-tlbi") ? "ish" : scope;

/** By possible operand, the PTEs whose entries it names. An operand that names no page removes nothing. */
function coversOf(machine: MachineDraft, draft: PeDraft, index: number, tlbi: Tlbi): TlbiReach["covers"] {
  const { locations, scenario } = machine;
  const all = locations.ptes.map((pte) => pte.index);
  if (tlbi.va === null) return new Map([[null, all]]);
  const byOperand = [...slotWords(machine, draft, index).address].map(
    (address): [bigint, readonly number[]] => {
      if (!machine.has("tlbi-spares-other-pages")) return [address, all];
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

/**
 * CVE-2025-10263: a broadcast TLBI may have to wait for what any other of its PE left undrained, whatever its operand and
 * its regime: to drain a guest's accesses Linux repeats a TLBI of the host's regime (__tlbi_sync_s1ish_hyp()).
 */
export function withUndrained(
  { scenario }: MachineDraft,
  tlbis: readonly (TlbiReach | null)[],
): readonly (TlbiReach | null)[] {
  if (scenario.features.tlbiDrainsOldAccesses) return tlbis;
  const all = tlbis.flatMap((tlbi) => tlbi?.drains ?? []);
  return tlbis.map((tlbi) => {
    if (tlbi === null || tlbi.full === 1) return tlbi;
    const reached = (pe: number): boolean => tlbi.inScope.some((member) => member.pe === pe);
    const drains = [...tlbi.drains, ...all.filter(({ pe }) => reached(pe))];
    const isFirst = ({ pe, slot }: { readonly pe: number; readonly slot: number }, index: number): boolean =>
      drains.findIndex((drain) => drain.pe === pe && drain.slot === slot) === index;
    return { ...tlbi, drains: drains.filter(isFirst) };
  });
}
