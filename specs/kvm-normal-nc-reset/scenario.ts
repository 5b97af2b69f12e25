import {
  features,
  stage2Descriptor,
  type MemoryType,
  type PeConfiguration,
  type PteConfiguration,
  type Scenario,
  type Table,
  type VirtualPage,
} from "../../model/index.ts";
import { devicesOf, pagesOf, pathsOf, physical, ptes, virtual } from "./board.ts";
import { checkCombination } from "./combinations.ts";
import { faultProgram } from "./fault-path.ts";
import { guestProgram, vmmProgram } from "./guest.ts";
import { deviceMemory, importerBar, stage1, stage2Bar, userBar } from "./mappings.ts";
import type { ResetSetting } from "./parameters.ts";
import { pes } from "./pes.ts";
import { resetProperties } from "./properties.ts";
import { resetProgram } from "./reset.ts";

/** Who runs what: one scenario per setting; a variant is a setting. */
export function resetScenario(name: string, setting: ResetSetting): Scenario {
  checkCombination(setting);
  const tables = tablesOf(setting);
  const mapped = tables.flatMap((table) => table.ptes.map(({ page }) => page));
  return {
    name: `kvm-normal-nc-reset ${name}`,
    features: features({
      tlbiDrainsOldAccesses: setting.tlbiDrainsOldAccesses === "yes",
      s2fwb: setting.fwb === "yes",
    }),
    physical: pagesOf(setting),
    virtual: Object.values(virtual).filter((page: VirtualPage) => mapped.includes(page.name)),
    tables,
    pes: processors(setting),
    paths: pathsOf(setting),
    devices: devicesOf(setting),
    words: wordsOf(setting),
    properties: resetProperties(setting),
    assumptions: assumptionsOf(setting),
  };
}

const pte = (page: VirtualPage, address: bigint, initial: bigint): PteConfiguration => ({
  page: page.name,
  address,
  initial,
});

function tablesOf(setting: ResetSetting): readonly Table[] {
  const emulates = setting.vmm !== "idle";
  const guestFlag = pte(virtual.guestFlag, ptes.stage2 + 8n, stage2Descriptor({ oa: physical.guestMemory }));
  const userFlag = pte(virtual.userFlag, ptes.user + 8n, stage1(physical.guestMemory, "Normal-WB"));
  return [
    {
      name: "stage 2",
      stage: 2,
      ptes: [
        pte(virtual.guestBar, ptes.stage2, stage2Bar(setting)?.word ?? 0n),
        ...(emulates ? [guestFlag] : []),
      ],
    },
    {
      name: "VMM",
      ptes: [pte(virtual.userBar, ptes.user, userBar(setting)?.word ?? 0n), ...(emulates ? [userFlag] : [])],
    },
    ...(emulates ? [] : [{ name: "kernel", ptes: kernelPtes(setting) }]),
    ...(setting.importer === "yes"
      ? [{ name: "importer's domain", ptes: [pte(virtual.importerBar, ptes.importer, importerBar.word)] }]
      : []),
    ...(setting.ats === "yes"
      ? [{ name: "device's domain", ptes: [pte(virtual.deviceMemory, ptes.device, deviceMemory.word)] }]
      : []),
  ];
}

/** A page that the kernel has mapped for good. */
interface KernelMapping {
  readonly page: VirtualPage;
  readonly oa: bigint;
  readonly type: MemoryType;
}

/** pci_remap_cfgspace() maps nGnRnE; pci_iomap(), and ACPI for AML, nGnRE. */
function kernelMappings({ bus, resetPath, vcpus }: ResetSetting): readonly KernelMapping[] {
  const bar: KernelMapping = { page: virtual.kernelBar, oa: physical.bar, type: "Device-nGnRE" };
  const config: KernelMapping = { page: virtual.config, oa: physical.config, type: "Device-nGnRnE" };
  const block: KernelMapping = { page: virtual.resetBlock, oa: physical.resetBlock, type: "Device-nGnRE" };
  const data: KernelMapping = { page: virtual.kernel, oa: physical.kernel, type: "Normal-WB" };
  return [
    bar,
    ...(bus === "pci" ? [config] : []),
    ...(resetPath === "aml" ? [block] : []),
    ...(vcpus === "2" ? [data] : []),
  ];
}

const kernelPtes = (setting: ResetSetting): readonly PteConfiguration[] =>
  kernelMappings(setting).map(({ page, oa, type }, i) =>
    pte(page, ptes.kernel + BigInt(i) * 8n, stage1(oa, type)),
  );

function processors(setting: ResetSetting): readonly PeConfiguration[] {
  const emulates = setting.vmm !== "idle";
  return [
    {
      name: pes.guest,
      program: guestProgram(setting),
      table: "stage 2",
      stage1: { [virtual.guestBar.name]: setting.guestType },
      // A stage-2 fault: the vCPU exits, and is not resumed here.
      regime: "el1",
    },
    ...(setting.vcpus === "2"
      ? [{ name: pes.faulting, program: faultProgram(setting), table: "kernel", regime: "el2" } as const]
      : []),
    { name: pes.vmm, program: vmmProgram(setting), table: "VMM", regime: "el2" },
    ...(emulates
      ? []
      : [{ name: pes.host, program: resetProgram(setting), table: "kernel", regime: "el2" } as const]),
  ];
}

function wordsOf(setting: ResetSetting): Readonly<Record<string, bigint>> {
  const mapped = [stage2Bar(setting), userBar(setting), importerBar, deviceMemory];
  return Object.fromEntries([
    ["none", 0n],
    ...kernelMappings(setting).map(
      ({ page, oa, type }) => [`${page.name}, ${type}`, stage1(oa, type)] as const,
    ),
    ...mapped.flatMap((mapping) => (mapping === null ? [] : [[mapping.name, mapping.word] as const])),
  ]);
}

/** What it takes that a device on PCIe acknowledges writes. */
function completed({ ackNC, ackNGnRE, ackNGnRnE }: ResetSetting): readonly string[] {
  const points = { "Normal-NC": ackNC, "Device-nGnRE": ackNGnRE, "Device-nGnRnE": ackNGnRnE };
  const types = Object.entries(points).flatMap(([type, point]) => (point === "endpoint" ? [type] : []));
  if (types.length === 0) return [];
  const writes = `writes by ${types.join(", ")} are acknowledged by the device`;
  return [`${writes}: PCIe has no completion for a memory write, so that this is a root port which waits`];
}

function assumptionsOf(setting: ResetSetting): readonly string[] {
  return [
    "one page of BAR, mapped by one descriptor at each stage; the guest's stage 1 never changes",
    "a vCPU whose access faults at stage 2 exits; what KVM does then is vCPU1's program",
    ...(setting.bus === "pci"
      ? [
          setting.rcOrdersCfgAfterPosted === "yes"
            ? "a config write does not pass a posted write to the same function (PCIe base specification 2.4.1), and both go one way from the PEs on"
            : "config writes have a port of their own: nothing orders them with writes to the BAR",
          ...completed(setting),
        ]
      : []),
  ];
}
