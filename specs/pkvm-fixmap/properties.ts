import {
  accessInFlight,
  breakBeforeMake,
  canUse,
  mutualExclusion,
  noAccessInFlightAfter,
  noSpuriousFault,
  noStaleAfter,
  noWrongAddress,
  reachesOne,
  usesMapping,
  type Mapping,
  type Scenario,
} from "../../model/index.ts";
import type { FixmapSetting } from "./parameters.ts";
import type { Episode, User } from "./users.ts";

/** Why each property matters; the keys are the properties of every variant. */
export const propertySentences = {
  "break-before-make":
    "P1: no PE can use two descriptors of a slot that differ in what the architecture requires break-before-make for",
  "no-wrong-address": "P2: no PE can reach an address that is in neither mapping, e.g. a device's",
  "owner-fresh": "P3: an access through the slot uses the mapping just made, never the one before",
  "no-spurious-fault": "P4: EL2 has no fixup: a translation fault on a mapped slot is a hyp_panic()",
  "no-stale-after-unmap":
    "P5: once hyp_fixmap_unmap() has returned, no PE can make an access with the old mapping",
  "no-access-in-flight":
    "P5b: once hyp_fixmap_unmap() has returned, no access made with the old mapping is in flight: the page may change owner",
  "mutual-exclusion": "P6: a slot that PEs share is in use by one at a time",
  "slot-reused": "goal: the slot holds its second mapping",
  "unmap-returned": "goal: hyp_fixmap_unmap() has returned",
  "peer-can-hold": "goal: a PE other than the owner can hold the slot's mapping",
  "peer-access-in-flight": "goal: an access of another PE through the slot is in flight",
} as const;

export type FixmapProperty = keyof typeof propertySentences;

/** The properties of the brief, and the goals that show each was exercised. */
export function fixmapProperties(users: readonly User[], setting: FixmapSetting): Scenario["properties"] {
  const episodes = users.flatMap((user) => user.episodes);
  const last = episodes.slice(-1);
  const unmaps = episodes.flatMap((e) =>
    e.returned === null ? [] : [{ after: { pe: e.pe, mark: e.returned }, mapping: mappingOf(e) }],
  );
  const first = episodes.slice(0, 1);
  const peers = users.map((user) => user.name).filter((name) => name !== first[0]?.pe);
  // Only where another PE's walker can get at the slot is its holding the mapping part of what must be exercised.
  const reachable = peers.length > 0 && (setting.sharedTables === "yes" || setting.cnp === "yes");
  const named = (name: FixmapProperty, ...goals: FixmapProperty[]) => ({
    name,
    because: propertySentences[name],
    goals: [...goals, ...(reachable ? (["peer-can-hold"] as const) : [])],
  });
  const goal = (name: FixmapProperty) => ({ name, because: propertySentences[name] });
  return [
    (m) => breakBeforeMake(m, named("break-before-make", "slot-reused")),
    (m) => noWrongAddress(m, named("no-wrong-address", "slot-reused")),
    (m) => usesMapping(m, named("owner-fresh", "slot-reused"), episodes.map(usedBy)),
    (m) => noSpuriousFault(m, named("no-spurious-fault", "slot-reused"), episodes.map(usedBy)),
    (m) => noStaleAfter(m, named("no-stale-after-unmap", "unmap-returned"), unmaps),
    (m) =>
      noAccessInFlightAfter(
        m,
        named("no-access-in-flight", "unmap-returned", "peer-access-in-flight"),
        unmaps,
      ),
    (m) =>
      mutualExclusion(
        m,
        named("mutual-exclusion", "slot-reused"),
        setting.slotKind === "sharedBlock" ? regionsOf(episodes) : [],
      ),
    (m) =>
      canUse(
        m,
        goal("slot-reused"),
        last.map((e) => e.pe),
        last.map(mappingOf),
      ),
    (m) =>
      reachesOne(
        m,
        goal("unmap-returned"),
        unmaps.map(({ after }) => after),
      ),
    (m) => canUse(m, goal("peer-can-hold"), peers, first.map(mappingOf)),
    (m) => accessInFlight(m, goal("peer-access-in-flight"), first[0]?.pe ?? "", first.map(mappingOf)),
  ];
}

const mappingOf = ({ slot, page }: Episode): Mapping => ({ page: slot.name, word: page.word });

const usedBy = (e: Episode) => ({ pe: e.pe, label: e.use, mapping: mappingOf(e) });

/** The uses of slots that more than one episode has, where episodes may overlap: of different PEs, or nested. */
function regionsOf(episodes: readonly Episode[]) {
  return episodes.flatMap((e) =>
    e.returned !== null && episodes.some((other) => other !== e && other.slot.ptep === e.slot.ptep)
      ? [{ pe: e.pe, from: e.mapped, to: e.returned }]
      : [],
  );
}
