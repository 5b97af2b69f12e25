import { Diagnostic } from "../../checker/diagnostic.ts";
import type { ResetSetting } from "./parameters.ts";
import { revokes } from "./reset.ts";

/** A combination that describes no machine and no kernel. */
interface Nonsense {
  readonly applies: (setting: ResetSetting) => boolean;
  readonly parameters: readonly (keyof ResetSetting)[];
  readonly why: string;
  readonly next: string;
}

const isConfigReset = ({ resetPath }: ResetSetting): boolean =>
  resetPath === "flr" || resetPath === "slot" || resetPath === "command";

const nonsense: readonly Nonsense[] = [
  {
    applies: (setting) => setting.bus === "platform" && isConfigReset(setting),
    parameters: ["bus", "resetPath"],
    why: "a platform device has no config space: no FLR, no bridge, no PCI_COMMAND",
    next: "give resetPath=aml or resetPath=dt",
  },
  {
    applies: ({ bus, resetPath }) => bus === "pci" && resetPath === "dt",
    parameters: ["bus", "resetPath"],
    why: "reset hooks for devices of a device tree are those of vfio-platform",
    next: "give bus=platform, or another resetPath",
  },
  {
    applies: ({ bus, importer }) => bus === "platform" && importer === "yes",
    parameters: ["bus", "importer"],
    why: "vfio-platform exports no dma-buf",
    next: "give bus=pci",
  },
  {
    applies: ({ bus, ats }) => bus === "platform" && ats === "yes",
    parameters: ["bus", "ats"],
    why: "ATS is a capability of PCI functions",
    next: "give bus=pci",
  },
  {
    applies: ({ readBack, barReads }) => readBack === "yes" && barReads === "none",
    parameters: ["readBack", "barReads"],
    why: "there is no register to read back on the path of the BAR",
    next: "give barReads=plain",
  },
  {
    applies: ({ bus, readBack }) => bus === "platform" && readBack === "config-space",
    parameters: ["bus", "readBack"],
    why: "a platform device has no config space",
    next: "give bus=pci, or readBack=yes",
  },
  {
    applies: ({ readBack, vmaType }) => readBack === "yes" && vmaType === "cacheable",
    parameters: ["readBack", "vmaType"],
    why: "a BAR that is mapped cacheable is memory: its reads are no requests to a register",
    next: "give another vmaType",
  },
  {
    applies: ({ bus, resetPath, rcOrdersCfgAfterPosted }) =>
      bus === "platform" && resetPath === "aml" && rcOrdersCfgAfterPosted === "yes",
    parameters: ["bus", "rcOrdersCfgAfterPosted"],
    why: "there is no root complex between a platform device and the block that AML writes",
    next: "give rcOrdersCfgAfterPosted=no",
  },
  {
    applies: ({ importer, dmaBufMove }) => importer === "no" && dmaBufMove === "no",
    parameters: ["importer", "dmaBufMove"],
    why: "there is no importer whose mapping could stay",
    next: "give importer=yes, or leave dmaBufMove out",
  },
  {
    applies: ({ ats, iommuPrepare }) => ats === "no" && iommuPrepare === "no",
    parameters: ["ats", "iommuPrepare"],
    why: "the device has no ATC that could stay in use",
    next: "give ats=yes, or leave iommuPrepare out",
  },
  {
    applies: ({ bus, memoryLock }) => bus === "platform" && memoryLock === "no",
    parameters: ["bus", "memoryLock"],
    why: "vfio-platform never had a memory_lock",
    next: "give bus=pci, or leave memoryLock out",
  },
  {
    applies: (setting) => setting.fullDsb === "no" && !revokes(setting),
    parameters: ["fullDsb", "trigger", "memoryLock"],
    why: "no mapping is taken away, so that there is no DSB to leave out",
    next: "leave fullDsb out",
  },
  {
    applies: ({ trigger, vcpus }) => trigger === "close" && vcpus === "2",
    parameters: ["trigger", "vcpus"],
    why: "the last close comes when no VMA is left in which a vCPU could fault",
    next: "give trigger=ioctl",
  },
  {
    applies: ({ vmm, vmmPte }) => vmm !== "idle" && vmmPte === "none",
    parameters: ["vmm", "vmmPte"],
    why: "the VMM writes by its own mapping",
    next: "give vmmPte=mapped",
  },
  {
    applies: ({ vmm, vmaType }) => vmm !== "idle" && vmaType === "cacheable",
    parameters: ["vmm", "vmaType"],
    why: "a BAR that is mapped cacheable is memory: writes to it are not emulated",
    next: "give another vmaType",
  },
];

/**
 * @throws Diagnostic (kind "usage") for values that make no sense together
 */
export function checkCombination(setting: ResetSetting): void {
  const found = nonsense.find(({ applies }) => applies(setting));
  if (found === undefined) return;
  throw new Diagnostic({
    kind: "usage",
    where: `parameters ${found.parameters.map((name) => `${name}=${setting[name]}`).join(", ")}`,
    what: "they make no sense together",
    why: found.why,
    next: found.next,
  });
}
