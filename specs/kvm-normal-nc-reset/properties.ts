import {
  arriveInOrder,
  canUse,
  canUseMemoryType,
  getsTo,
  haveArrived,
  isReset,
  noMappingInstalledWithin,
  noMappingWithin,
  noMismatchedAliasWithin,
  noRefusedRequest,
  noUnissuedRead,
  noWriteInReset,
  noWriteUnderWay,
  onlyMemoryTypes,
  reaches,
  writeUnderWay,
  type Machine,
  type MemoryType,
  type Named,
  type Scenario,
  type Span,
} from "../../model/index.ts";
import { device, importer, isMemory, virtual } from "./board.ts";
import { handled, installs, retry, takesUserFault } from "./fault-path.ts";
import { writes } from "./guest.ts";
import { deviceMemory, importerBar, stage2Bar, userBar } from "./mappings.ts";
import type { ResetSetting } from "./parameters.ts";
import { pes } from "./pes.ts";
import { marks, revokes } from "./reset.ts";
import { resetWrite } from "./reset-paths.ts";
import { propertySentences, type ResetProperty } from "./sentences.ts";

type Properties = Scenario["properties"];

/**
 * The properties of the brief, and the goals that show each was exercised. Of what a setting does not have (a second vCPU, a
 * reset, an importer) nothing is said: a goal is not reached, so that the verdict is VACUOUS.
 */
export const resetProperties = (setting: ResetSetting): Properties => [
  ...(hasReset(setting) ? mappingProperties(setting) : absentIn("reset-arrives", mappingNames)),
  ...writeProperties(setting),
  ...(takesFaults(setting) ? faultProperties(setting) : absentIn("fault-handled", faultNames)),
  ...typeProperties(setting),
  ...(hasReset(setting) ? absentIn("writes-done", aliasNames) : aliasProperties),
  ...atcProperties(setting),
  ...goals(setting),
];

const named = (name: ResetProperty, ...of: readonly ResetProperty[]): Named => ({
  name,
  because: propertySentences[name],
  ...(of.length === 0 ? {} : { goals: of }),
});

/** Properties of what the setting does not have. */
const absentIn = (goal: ResetProperty, names: readonly ResetProperty[]): Properties =>
  names.map((name) => () => ({ kind: "always", ...named(name, goal), violatedBy: () => null }));

/** A goal that the setting cannot reach. */
const unreachable =
  (name: ResetProperty): Properties[number] =>
  () => ({ kind: "sometimes", ...named(name), reachedBy: () => null });

/** Whether a device is reset, or disabled. */
const hasReset = ({ vmm }: ResetSetting): boolean => vmm === "idle";

/** Whether a vCPU is in the fault path, and gets something mapped. */
const takesFaults = (setting: ResetSetting): boolean =>
  setting.vcpus === "2" && hasReset(setting) && stage2Bar(setting) !== null;

/** Whether a device that is reset has an ATC. */
const hasAtc = (setting: ResetSetting): boolean => setting.ats === "yes" && hasReset(setting);

/** From the write that begins the reset until the device is back. */
const inReset = {
  from: { pe: pes.host, access: resetWrite },
  until: { pe: pes.host, mark: marks.over },
} as const;

/** The same from the revocation on, where there is one. */
const sinceRevocation = (setting: ResetSetting): Span =>
  revokes(setting) ? { ...inReset, from: { pe: pes.host, mark: marks.revoked } } : inReset;

const cacheable: readonly MemoryType[] = ["Normal-WB", "Normal-WT"];
const uncached: readonly MemoryType[] = ["Device-nGnRnE", "Device-nGnRE", "Device-nGRE", "Device-GRE"];

/** The types that a guest's mapping of the BAR may have. */
function safeTypes({ bus, vmaType, fwb, cacheDic }: ResetSetting): readonly MemoryType[] {
  if (bus === "platform") return uncached;
  const maintained = vmaType === "cacheable" && fwb === "yes" && cacheDic === "yes";
  return [...uncached, "Normal-NC", ...(maintained ? cacheable : [])];
}

const mappingNames = ["revoked-before-reset", "no-mismatched-alias-at-reset"] as const;

function mappingProperties(setting: ResetSetting): Properties {
  const imported = setting.importer === "yes";
  const users = [pes.guest, pes.vmm];
  const cpus = { page: "BAR", pes: [...users, pes.host] };
  const all = { page: "BAR", pes: [...users, ...(imported ? [importer] : [])] };
  const exercised: readonly ResetProperty[] = [
    "reset-arrives",
    ...(userBar(setting) === null ? [] : (["vmm-can-map"] as const)),
    ...(stage2Bar(setting) === null ? [] : (["guest-can-map"] as const)),
  ];
  const withImporter: readonly ResetProperty[] = imported ? [...exercised, "importer-can-map"] : exercised;
  return [
    (m) => noMappingWithin(m, named("revoked-before-reset", ...withImporter), inReset, all),
    (m) => noMismatchedAliasWithin(m, named("no-mismatched-alias-at-reset", ...exercised), inReset, cpus),
  ];
}

const writeNames = ["no-write-in-reset", "no-write-under-way-after-dsb", "no-refused-request"] as const;

function writeProperties(setting: ResetSetting): Properties {
  if (!hasReset(setting)) return absentIn("reset-arrives", writeNames);
  if (isMemory(setting)) return absentIn("write-under-way", writeNames);
  const writers = [pes.guest, ...(setting.importer === "yes" ? [importer] : [])];
  const afterDsb = { from: { pe: pes.host, mark: marks.revoked } };
  return [
    (m) => noWriteInReset(m, named("no-write-in-reset", "in-reset", "write-under-way"), device, writers),
    ...(revokes(setting)
      ? [
          (m: Machine) =>
            noWriteUnderWay(
              m,
              named("no-write-under-way-after-dsb", "mappings-revoked", "write-under-way"),
              afterDsb,
              [pes.guest],
            ),
        ]
      : absentIn("mappings-revoked", ["no-write-under-way-after-dsb"])),
    (m) => noRefusedRequest(m, named("no-refused-request", "reset-arrives", "write-under-way"), device),
  ];
}

const faultNames = ["no-fault-maps-in-reset", "fault-gets-mapping"] as const;

/** The mark of the vCPU whose fault is handled. */
const mapped = { pe: pes.faulting, mark: handled };

function faultProperties(setting: ResetSetting): Properties {
  const both = [installs.user, installs.stage2].map((install) => ({ pe: pes.faulting, ...install }));
  const present = takesUserFault(setting) ? both : both.slice(1);
  return [
    (m) =>
      noMappingInstalledWithin(
        m,
        named("no-fault-maps-in-reset", "reset-arrives", "fault-handled"),
        sinceRevocation(setting),
        present,
      ),
    (m) => getsTo(m, named("fault-gets-mapping", "fault-handled", "fault-retried"), mapped),
  ];
}

function typeProperties(setting: ResetSetting): Properties {
  const guest = { page: "BAR", pes: [pes.guest] };
  const exercised = stage2Bar(setting) === null ? [] : (["guest-can-map"] as const);
  return [
    (m) => onlyMemoryTypes(m, named("attribute-safety", ...exercised), guest, safeTypes(setting)),
    (m) => canUseMemoryType(m, named("write-combining"), guest, ["Normal-NC"]),
    ...(isMemory(setting)
      ? absentIn("write-under-way", ["no-unissued-read"])
      : [(m: Machine) => noUnissuedRead(m, named("no-unissued-read", "write-under-way"), device)]),
  ];
}

const aliasNames = ["aliases-in-order"] as const;

const [guestWrite, vmmWrite] = [
  { pe: pes.guest, access: writes.first },
  { pe: pes.vmm, access: writes.emulated },
] as const;

const aliasProperties: Properties = [
  (m) => arriveInOrder(m, named("aliases-in-order", "writes-done"), guestWrite, vmmWrite),
];

const atcProperties = (setting: ResetSetting): Properties =>
  hasAtc(setting)
    ? [
        (m) =>
          noMappingWithin(
            m,
            named("no-translation-in-reset", "reset-arrives", "device-can-translate"),
            inReset,
            {
              page: "guest memory",
              pes: [device],
            },
          ),
      ]
    : absentIn("device-can-translate", ["no-translation-in-reset"]);

function goals(setting: ResetSetting): Properties {
  const [guest, user] = [stage2Bar(setting), userBar(setting)];
  const mapping =
    (name: ResetProperty, pe: string, page: string, word: bigint): Properties[number] =>
    (m) =>
      canUse(m, named(name), [pe], [{ page, word }]);
  return [
    guest === null
      ? unreachable("guest-can-map")
      : mapping("guest-can-map", pes.guest, virtual.guestBar.name, guest.word),
    user === null
      ? unreachable("vmm-can-map")
      : mapping("vmm-can-map", pes.vmm, virtual.userBar.name, user.word),
    setting.importer === "yes"
      ? mapping("importer-can-map", importer, virtual.importerBar.name, importerBar.word)
      : unreachable("importer-can-map"),
    hasAtc(setting)
      ? mapping("device-can-translate", device, virtual.deviceMemory.name, deviceMemory.word)
      : unreachable("device-can-translate"),
    hasReset(setting) && revokes(setting)
      ? (m) => reaches(m, named("mappings-revoked"), [{ pe: pes.host, mark: marks.revoked }])
      : unreachable("mappings-revoked"),
    (m) => writeUnderWay(m, named("write-under-way"), [pes.guest]),
    hasReset(setting)
      ? (m) => haveArrived(m, named("reset-arrives"), [{ pe: pes.host, access: resetWrite }])
      : unreachable("reset-arrives"),
    hasReset(setting) ? (m) => isReset(m, named("in-reset"), device) : unreachable("in-reset"),
    takesFaults(setting)
      ? (m) => reaches(m, named("fault-handled"), [inReset.until, mapped])
      : unreachable("fault-handled"),
    takesFaults(setting)
      ? (m) => reaches(m, named("fault-retried"), [{ pe: pes.faulting, mark: retry }])
      : unreachable("fault-retried"),
    hasReset(setting)
      ? unreachable("writes-done")
      : (m) => haveArrived(m, named("writes-done"), [guestWrite, vmmWrite]),
  ];
}
