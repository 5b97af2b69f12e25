import {
  descriptor,
  features,
  invalid,
  type PeConfiguration,
  type PhysicalPage,
  type PteConfiguration,
  type Scenario,
} from "../../model/index.ts";
import type { FixmapSetting } from "./parameters.ts";
import { fixmapProperties } from "./properties.ts";
import { merged, overridden, posted, type Sequences } from "./sequences.ts";
import { mappedA, mappedB, pageA, pageB, slotOf, type FixmapSlot } from "./slot.ts";
import {
  acknowledgement,
  blockUser,
  ipiOwner,
  ipiPeer,
  nestedUser,
  overwriter,
  owner,
  peer,
  type User,
} from "./users.ts";
import type { FixmapVariant } from "./variants.ts";

/** Who runs what: one scenario per variant and setting. */
export function fixmapScenario(variant: FixmapVariant, setting: FixmapSetting): Scenario {
  const users = usersOf(variant, setting, overridden(sequencesOf(variant), setting));
  const initial = variant === "overwrite-valid" ? mappedA.word : 0n;
  return {
    name: `pkvm-fixmap ${variant}`,
    features: features({
      ets2: setting.ets2 === "yes",
      bbmLevel: setting.bbmLevel,
      bbmCoversOa: setting.bbmCoversOA === "yes",
      amalgamation: true,
      tlbiDrainsOldAccesses: setting.tlbiDrainsOldAccesses === "yes",
      entryExitCse: setting.entryExitCSE === "yes",
      ttl: setting.ttl === "yes",
    }),
    physical: [{ name: "A", pa: pageA }, { name: "B", pa: pageB }, ...acknowledgementPages(users)],
    ...addressSpaces(users, setting, initial),
    words: wordsOf(setting),
    properties: fixmapProperties(users, setting),
    assumptions: assumptionsOf(setting),
  };
}

function sequencesOf(variant: FixmapVariant): Sequences {
  const local = ["v4-as-posted", "private-tables", "private-tables-cnp", "ipi-shootdown", "ipi-not-awaited"];
  return local.includes(variant) ? posted : merged;
}

function usersOf(variant: FixmapVariant, setting: FixmapSetting, sequences: Sequences): readonly User[] {
  const page = slotOf("slot0", 0, 3);
  const peerNames = Array.from({ length: Number(setting.peers) }, (_, i) => `PE${i + 1}`);
  const peers = (slot: FixmapSlot): readonly User[] => peerNames.map((name) => peer(name, slot, setting));
  switch (variant) {
    case "overwrite-valid":
      return [overwriter("PE0", page, sequences, setting), ...peers(page)];
    case "ipi-shootdown":
    case "ipi-not-awaited": {
      const first = ipiOwner("PE0", page, peerNames, sequences, setting, variant === "ipi-shootdown");
      return [first, ...peerNames.map((name, i) => ipiPeer(name, i, page))];
    }
    default:
      if (setting.nested === "yes") {
        const outer = blockSlot(setting, 0);
        return [nestedUser("PE0", outer, page, sequences, setting), ...peers(outer)];
      }
      if (setting.slotKind === "sharedBlock") return blockUsers(peerNames, sequences, setting);
      return [owner("PE0", page, sequences, setting), ...peers(page)];
  }
}

/** hyp_fixblock_map() from every PE: PE0 maps A, the first peer B, and any further one only walks. */
function blockUsers(peers: readonly string[], sequences: Sequences, setting: FixmapSetting): readonly User[] {
  const [first, ...others] = peers;
  const users = [blockUser("PE0", blockSlot(setting, 0), mappedA, "A", sequences, setting)];
  if (first !== undefined) {
    users.push(blockUser(first, blockSlot(setting, 1), mappedB(setting), "B", sequences, setting));
  }
  return [...users, ...others.map((name) => peer(name, blockSlot(setting, 0), setting))];
}

/**
 * With 64K pages a PMD is too large, and fixblock is the CPU's own page slot (mm.c, hyp_create_fixmap_slots). With tables
 * of their own, every CPU's block slot is another descriptor too.
 */
function blockSlot({ pageShift, sharedTables }: FixmapSetting, cpu: number): FixmapSlot {
  if (pageShift === "16") return slotOf(`slot${cpu}`, cpu, 3);
  const block = slotOf("block", 2, 2);
  return sharedTables === "yes" ? block : { ...block, ptep: block.ptep + BigInt(cpu) * TABLE_SIZE };
}

/** The distance between the tables of two CPUs. */
const TABLE_SIZE = 0x10000n;

/** The slots as virtual pages, and the tables: one for all PEs, or one for each that maps only its own slots. */
function addressSpaces(
  users: readonly User[],
  { sharedTables, cnp }: FixmapSetting,
  initial: bigint,
): Pick<Scenario, "virtual" | "tables" | "pes"> {
  const slots = distinct(users.flatMap((user) => user.episodes.map((e) => e.slot)));
  const acknowledgements = acknowledgementPte(users, 0);
  const pteOf = (slot: FixmapSlot): PteConfiguration => ({
    page: slot.name,
    address: slot.ptep,
    initial,
    level: slot.level,
  });
  const shared = sharedTables === "yes";
  const tables = shared
    ? [{ name: "hyp", ptes: [...slots.map(pteOf), ...acknowledgements] }]
    : users.map((user, cpu) => ({
        name: `hyp of ${user.name}`,
        ptes: [...distinct(user.episodes.map((e) => e.slot)).map(pteOf), ...acknowledgementPte(users, cpu)],
      }));
  return {
    virtual: [
      ...slots.map(({ name, va }) => ({ name, va })),
      ...acknowledgements.map(({ page }) => ({ name: page, va: acknowledgement(0) })),
    ],
    tables,
    pes: users.map((user): PeConfiguration => ({
      name: user.name,
      program: user.program,
      table: shared ? "hyp" : `hyp of ${user.name}`,
      regime: "el2",
      ...(cnp === "yes" ? { cnp: "cluster" } : {}),
    })),
  };
}

function distinct(slots: readonly FixmapSlot[]): readonly FixmapSlot[] {
  return slots.filter((slot, i) => slots.findIndex((other) => other.name === slot.name) === i);
}

const ACK_PAGE = 0x3000_0000n;

const usesIpis = (users: readonly User[]): boolean =>
  users.some((user) => user.program.instructions.some(({ kind }) => kind === "take-ipi"));

function acknowledgementPages(users: readonly User[]): readonly PhysicalPage[] {
  if (!usesIpis(users)) return [];
  const cells = users.slice(1).map((_, i) => ({ offset: i * 8, value: 0n }));
  return [{ name: "ack", pa: ACK_PAGE, cells }];
}

const acknowledgementPte = (users: readonly User[], cpu: number): readonly PteConfiguration[] =>
  usesIpis(users)
    ? [
        {
          page: "ack",
          address: 0xffff_0000_0000_2000n + BigInt(cpu) * TABLE_SIZE,
          initial: descriptor({ oa: ACK_PAGE }),
        },
      ]
    : [];

function wordsOf(setting: FixmapSetting): Readonly<Record<string, bigint>> {
  const b = mappedB(setting);
  return {
    Inv: 0n,
    [mappedA.name]: mappedA.word,
    [b.name]: b.word,
    "Inv(A)": invalid(mappedA.word),
    ...(setting.changeKind === "OA" ? { "Inv(B)": invalid(b.word) } : { "Inv(A')": invalid(b.word) }),
  };
}

function assumptionsOf({ bbmCoversOA, changeKind }: FixmapSetting): readonly string[] {
  return [
    "one level of translation: the slots' table pages are never changed",
    ...(changeKind === "size"
      ? ["a change of size is one of the contiguous bit, which FEAT_BBM treats alike"]
      : []),
    ...(bbmCoversOA === "yes"
      ? ["FEAT_BBM's promises extend to output addresses: the architecture does not say so"]
      : []),
  ];
}
