import {
  features,
  type PeConfiguration,
  type PhysicalPage,
  type Program,
  type PteConfiguration,
  type Scenario,
  type Table,
} from "../../model/index.ts";
import { checkCombination } from "./combinations.ts";
import { configPath, devicesOf, domains, memoryPath } from "./device.ts";
import { migrates, secondCpuProgram, vcpuProgram } from "./guest.ts";
import { attachProgram, hostProgram, ksmdProgram } from "./host.ts";
import { countsDevices } from "./kvm.ts";
import { pes as names } from "./labels.ts";
import { lineOffsets } from "./lines.ts";
import type { NoSnoopSetting } from "./parameters.ts";
import {
  bar,
  BUS_MASTER,
  cacheFlushRequired,
  configSpace,
  dmaList,
  domainList,
  flushedByIpi,
  guestPage,
  hasNoncoherentDomain,
  hotplugRequest,
  iova,
  mappingOf,
  memslot,
  migrated,
  NO_SNOOP_ENABLE,
  noncoherentDmaCount,
  oldPage,
  otherConfigSpace,
  otherIova,
  ownersMapping,
  page,
  unpinned,
  vconfig,
  type Attribute,
  type Iova,
  type Place,
} from "./places.ts";
import { noSnoopProperties } from "./properties.ts";
import { hasRaces } from "./type1.ts";
import { nameOfWord } from "./words.ts";

/**
 * Who runs what on which machine: one scenario per setting.
 *
 * @throws Diagnostic (kind "usage") for parameters that make no sense together
 */
export function noSnoopScenario(name: string, setting: NoSnoopSetting): Scenario {
  checkCombination(setting);
  const places = placesOf(setting);
  return {
    name: `vfio-nosnoop ${name}`,
    features: features(),
    physical: distinct(places, ({ pa }) => pa).map((place) => physicalPage(place, setting)),
    virtual: [
      ...places.map(({ name: virtual, va }) => ({ name: virtual, va })),
      { name: guestPage.name, va: guestPage.va },
      { name: iova.name, va: iova.va },
    ],
    tables: [kernelTable(setting, places), ...domainTables(setting)],
    pes: pesOf(setting),
    paths: [{ name: configPath }, ...(setting.region === "ram-and-mmio" ? [{ name: memoryPath }] : [])],
    devices: devicesOf(setting),
    words: nameOfWord,
    properties: noSnoopProperties(setting),
    assumptions: assumptionsOf(setting),
  };
}

/** What the kernel has mapped: only what some program uses. */
function placesOf(setting: NoSnoopSetting): readonly Place[] {
  const { region, migrates: pageMigrates, reader, hotplug, noSnoopBit } = setting;
  return [
    page,
    ...(region === "no-linear-map" ? [ownersMapping] : []),
    ...(region === "ram-and-mmio" ? [bar] : []),
    ...(pageMigrates === "yes" ? [oldPage] : []),
    ...(hasRaces(setting) ? [hasNoncoherentDomain, dmaList] : []),
    ...(hasRaces(setting) || hotplug === "replaced" ? [cacheFlushRequired] : []),
    ...(hotplug === "added" ? [domainList] : []),
    ...(hotplug === "replaced" ? [hotplugRequest, otherConfigSpace] : []),
    ...(reader === "ksmd" ? [unpinned] : []),
    ...(migrates(setting) ? [migrated, flushedByIpi] : []),
    memslot,
    ...(countsDevices(setting) ? [noncoherentDmaCount] : []),
    configSpace,
    ...(noSnoopBit === "virtualised-0" ? [vconfig] : []),
  ];
}

const cachedPages: readonly bigint[] = [page.pa, oldPage.pa];

function physicalPage(place: Place, setting: NoSnoopSetting): PhysicalPage {
  const { name, pa } = place;
  if (cachedPages.includes(pa))
    return { name, pa, cells: lineOffsets(setting).map((offset) => ({ offset, value: 0n })), cached: true };
  if (place === configSpace)
    return {
      name,
      pa,
      cells: [
        { offset: NO_SNOOP_ENABLE, value: setting.bitAtOpen === "set" ? 1n : 0n },
        { offset: BUS_MASTER, value: 0n },
      ],
    };
  // Set, as reset leaves it; and the first group was flushed for when it was mapped.
  const isSet =
    place === otherConfigSpace || (place === cacheFlushRequired && setting.hotplug === "replaced");
  return { name, pa, cells: [{ offset: 0, value: isSet ? 1n : 0n }] };
}

/** One table for the kernel and the guest: whose addresses are apart. */
function kernelTable(setting: NoSnoopSetting, places: readonly Place[]): Table {
  return {
    name: "CPU",
    ptes: [
      ...places.map((place): PteConfiguration => ({
        page: place.name,
        address: place.pte,
        initial: isMapped(place, setting) ? mappingOf(place, setting.arch, attributeOf(place)) : 0n,
      })),
      { page: guestPage.name, address: guestPage.spte, initial: 0n },
    ],
  };
}

const isMapped = (place: Place, { region }: NoSnoopSetting): boolean =>
  region !== "no-linear-map" || place !== page;

const attributeOf = (place: Place): Attribute =>
  [bar, configSpace, otherConfigSpace].includes(place) ? "device" : "WB";

function domainTables(setting: NoSnoopSetting): readonly Table[] {
  const domain = (name: string, { name: virtual, pte }: Iova): Table => ({
    name,
    ptes: [{ page: virtual, address: pte, initial: 0n }],
  });
  return [
    domain(domains.assigned, iova),
    ...(setting.hotplug === "replaced" ? [domain(domains.other, otherIova)] : []),
  ];
}

function pesOf(setting: NoSnoopSetting): readonly PeConfiguration[] {
  const { arch, hotplug, reader } = setting;
  const pe = (name: string, program: Program, onFault: "retry" | "skip"): PeConfiguration => ({
    name,
    program,
    table: "CPU",
    regime: "el1",
    architecture: arch,
    onFault,
    // Which cache a line is in matters to WBINVD, and to UC accesses, which look into their own.
    ...(migrates(setting) || setting.guestAttr === "UC" ? { cache: name } : {}),
  });
  return [
    pe(names.host, hostProgram(setting), "skip"),
    // An access before KVM has mapped the page is an EPT violation, and tried again.
    pe(names.vcpu, vcpuProgram(setting), "retry"),
    ...(migrates(setting) ? [pe(names.cpu2, secondCpuProgram(setting), "retry")] : []),
    ...(hotplug === "added" ? [pe(names.attach, attachProgram(setting), "skip")] : []),
    ...(reader === "ksmd" ? [pe(names.ksmd, ksmdProgram(setting), "skip")] : []),
  ];
}

function assumptionsOf(setting: NoSnoopSetting): readonly string[] {
  return [
    setting.lines === "1"
      ? "one cache line of one page stands for all"
      : "two cache lines of one page stand for all",
    ...(setting.driver === "none"
      ? ["the guest stores nothing to the page"]
      : ["the guest's driver stores to its buffer before it hands it to the device, and not after"]),
    ...(setting.device === "compliant" && setting.function === "physical"
      ? ["the device obeys its No Snoop Enable"]
      : []),
    "a no-snoop request may be made for a line that caches hold: nobody implements the guarantee that PCIe asks for",
    ...(setting.registration === "before-map"
      ? []
      : ["SPTEs of before a change of registration stay: the zap that comes with it is left out"]),
  ];
}

const distinct = <T>(items: readonly T[], key: (item: T) => bigint): readonly T[] =>
  items.filter((item, i) => items.findIndex((other) => key(other) === key(item)) === i);
