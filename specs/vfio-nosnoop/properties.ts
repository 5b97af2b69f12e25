import {
  bothRead,
  deviceReads,
  deviceWrites,
  everyRequestSnooped,
  flushes,
  noDivergence,
  noFlushOfMmio,
  noFlushUnless,
  noResurrection,
  noSnoopBitObeyed,
  noStaleData,
  patConsistency,
  requestsWhileClear,
  sharesUnsnooped,
  type Scenario,
} from "../../model/index.ts";
import { hasBit } from "./device.ts";
import { migrates, startsDma } from "./guest.ts";
import { isReleased } from "./host.ts";
import { devices, loads, pes, points } from "./labels.ts";
import type { NoSnoopSetting } from "./parameters.ts";
import {
  configSpace,
  DMA_DATA,
  guestPage,
  GUEST_DATA,
  hasNoncoherentDomain,
  NO_SNOOP_ENABLE,
  SECRET,
  ZERO,
} from "./places.ts";
import { askedSpte } from "./sptes.ts";

/** Why each property matters, with the sentence of the thread where it is a claim made there. */
export const propertySentences = {
  "no-stale-data-after-pin":
    "P1: a page that was zeroed for the guest shows neither the device nor the guest what its former owner left in it",
  "no-divergence-after-unpin":
    "P2: once the page is unpinned, two reads of it agree, whatever is evicted in between: KSM and others compare and merge it",
  "no-resurrection":
    "P3: no dirty line is written back over what the device wrote: the guest would lose DMA data",
  "every-request-snooped":
    'P4: every request of the device is coherent: "It is the most robust case to be sure, and then we don\'t need flushing."',
  "pat-consistent":
    "P5: while the device can make no-snoop requests, the guest's accesses have the memory type that its PAT or MAIR asks for",
  "no-flush-of-mmio":
    "T: no cache line of a device's registers is flushed: on some machines that is a machine check",
  "latest-guest-data":
    "a DMA read gives what the guest's driver put into the buffer before it handed it over, or what DMA has written since",
  "bit-obeyed":
    '"in a security engineered environment we can trust the no-snoop bit to work properly": no request goes without snooping while the bit is 0',
  "flush-only-once-enabled":
    '"maybe we trap on setting the bit to make the flushing less pessimistic": nothing is flushed before the guest sets it',
  "device-reads": "goal: the device reads the page",
  "device-writes": "goal: memory holds what the device wrote",
  "host-sees-dma": "goal: after the unpin both reads give what the device wrote",
  flushes: "goal: something is flushed",
  "works-while-clear": "goal: the device can make requests while its bit is 0",
  "guest-shares": "goal: the guest can use the page while the device can make no-snoop requests",
  "buffer-read": "goal: the device reads what the guest put into its buffer",
} as const;

export type NoSnoopProperty = keyof typeof propertySentences;

/** The properties of the brief, the claims of the thread, and the goals that show each was exercised. */
export function noSnoopProperties(setting: NoSnoopSetting): Scenario["properties"] {
  const named = (name: NoSnoopProperty, ...goals: readonly NoSnoopProperty[]) => ({
    name,
    because: propertySentences[name],
    goals,
  });
  const goal = (name: NoSnoopProperty) => ({ name, because: propertySentences[name] });
  const released = isReleased(setting);
  const buffer = !released;
  const reader = setting.reader === "ksmd" ? pes.ksmd : pes.host;
  const reads = released ? [{ pe: reader, first: loads.first, second: loads.second }] : [];
  const assigned = setting.hotplug === "replaced" ? [devices.assigned, devices.other] : [devices.assigned];
  const vcpus = migrates(setting) ? [pes.vcpu, pes.cpu2] : [pes.vcpu];
  const shared = {
    devices: assigned,
    mappings: vcpus.map((pe) => ({ pe, page: guestPage.name, word: askedSpte(setting) })),
  };
  const pinned = { pe: pes.host, mark: points.pinned };
  const served = startsDma(setting) ? devices.assigned : devices.other;
  const bits = hasBit(setting) ? [{ device: devices.assigned, register: "DEVCTL.NoSnoopEn" }] : [];
  return [
    (m) =>
      noStaleData(m, named("no-stale-data-after-pin", "device-reads"), {
        after: pinned,
        stale: [SECRET],
        readers: { devices: assigned, loads: released ? [{ pe: pes.vcpu, label: loads.guest }] : [] },
      }),
    (m) => noDivergence(m, named("no-divergence-after-unpin", "host-sees-dma"), reads),
    (m) => noResurrection(m, named("no-resurrection", "device-writes")),
    (m) => everyRequestSnooped(m, named("every-request-snooped", "device-reads"), assigned),
    (m) => patConsistency(m, named("pat-consistent", "guest-shares"), shared),
    (m) => noFlushOfMmio(m, named("no-flush-of-mmio", "flushes")),
    (m) =>
      noStaleData(m, named("latest-guest-data", "buffer-read"), {
        after: pinned,
        stale: [SECRET, ZERO],
        readers: { devices: buffer ? [served] : [], loads: [] },
      }),
    (m) => noSnoopBitObeyed(m, named("bit-obeyed", "works-while-clear"), bits),
    (m) =>
      noFlushUnless(m, named("flush-only-once-enabled", "flushes"), {
        by: [pes.host],
        unless: [
          { page: configSpace.name, offset: NO_SNOOP_ENABLE },
          // What the trap sets first.
          ...(setting.noSnoopBit === "trapped" ? [{ page: hasNoncoherentDomain.name }] : []),
        ],
      }),
    (m) => deviceReads(m, goal("device-reads"), assigned),
    (m) => deviceWrites(m, goal("device-writes")),
    (m) => bothRead(m, goal("host-sees-dma"), reads, DMA_DATA),
    (m) => flushes(m, goal("flushes")),
    (m) => requestsWhileClear(m, goal("works-while-clear"), bits),
    (m) => sharesUnsnooped(m, goal("guest-shares"), shared),
    (m) => deviceReads(m, goal("buffer-read"), buffer ? [served] : [], GUEST_DATA),
  ];
}
