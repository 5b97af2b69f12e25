import {
  awaitValue,
  dsb,
  program,
  sendIpi,
  sfence,
  str,
  takeIpi,
  wbinvd,
  type Instruction,
  type Program,
} from "../../model/index.ts";
import { flush } from "./caches.ts";
import { order } from "./host.ts";
import { faultIn } from "./kvm.ts";
import { loads, pes } from "./labels.ts";
import { loadLine } from "./lines.ts";
import type { NoSnoopSetting } from "./parameters.ts";
import {
  BUS_MASTER,
  cacheFlushRequired,
  configSpace,
  dmaList,
  flushedByIpi,
  GUEST_DATA,
  guestPage,
  hasNoncoherentDomain,
  hotplugRequest,
  migrated,
  NO_SNOOP_ENABLE,
  vconfig,
} from "./places.ts";
import { flushRegion, get, releaseLock, set, takeLock, unlessZero } from "./type1.ts";

type Code = readonly Instruction[];

const vfioConfig = "drivers/vfio/pci/vfio_pci_config.c";

/** Whether the driver starts DMA only when its buffer is ready. */
export const startsDma = ({ driver, hotplug }: NoSnoopSetting): boolean =>
  driver !== "none" && hotplug !== "replaced";

/** Whether the vCPU moves to another CPU between the driver's store and its WBINVD. */
export const migrates = ({ driver }: NoSnoopSetting): boolean => driver === "wbinvd";

/** What the vCPU's thread runs: the guest, and vfio for it where it traps. */
export function vcpuProgram(setting: NoSnoopSetting): Program {
  if (setting.driver === "none")
    return program(
      ...enableNoSnoop(setting),
      ...faultIn(setting),
      ...loadLine(guestPage, setting, [{ to: "seen", label: loads.guest, kernel: "guest reads the page" }]),
    );
  const fill = str(GUEST_DATA, guestPage.va, { kernel: "guest fills its buffer" });
  const started = [...faultIn(setting), fill];
  if (migrates(setting)) return program(...started, ...leaveCpu(setting));
  return program(...started, ...handToDevice(setting), ...startDma(setting));
}

/** What the driver does between filling its buffer and starting the device. */
function handToDevice(setting: NoSnoopSetting): Code {
  const { driver, arch } = setting;
  const ordered = [arch === "arm64" ? dsb("st", { kernel: "wmb()" }) : sfence({ kernel: "wmb()" })];
  switch (driver) {
    case "flushes":
      return flush(guestPage, setting, "the guest's driver");
    case "uncached":
    case "trusts-coherency":
      return ordered;
    case "none":
    case "wbinvd":
      return [];
  }
}

/** No Snoop Enable where it is not set yet, and Bus Master Enable; or the hotplug of the second group. */
function startDma(setting: NoSnoopSetting): Code {
  if (!startsDma(setting)) return [set(hotplugRequest, 1n, "the guest's hotplug request")];
  return [
    ...(setting.bitAtOpen === "set" ? [] : enableNoSnoop(setting)),
    str(1n, configSpace.va + BigInt(BUS_MASTER), {
      kernel: "pci_set_master()",
      source: `${vfioConfig}:vfio_basic_config_write()`,
    }),
  ];
}

/** The guest sets PCI_EXP_DEVCTL_NOSNOOP_EN, and vfio does what it does with the write. */
export function enableNoSnoop(setting: NoSnoopSetting): Code {
  const hardware = str(1n, configSpace.va + BigInt(NO_SNOOP_ENABLE), {
    kernel: "guest sets PCI_EXP_DEVCTL_NOSNOOP_EN",
    source: `${vfioConfig}:vfio_default_config_write()`,
  });
  switch (setting.noSnoopBit) {
    case "writable":
    case "hardwired-0":
      return [hardware];
    case "virtualised-0":
      return [
        str(0n, vconfig.va, {
          kernel: "vconfig: PCI_EXP_DEVCTL_NOSNOOP_EN stays 0",
          source: `${vfioConfig}:vfio_default_config_write()`,
        }),
      ];
    case "trapped":
      return [...trappedWrite(setting, hardware)];
  }
}

/** "trap on setting the bit": all that is pinned is flushed, and what will be; then the function may know. */
function trappedWrite(setting: NoSnoopSetting, hardware: Instruction): Code {
  const source = `${vfioConfig}:vfio_exp_config_write()`;
  const flushes = setting.flushAtMap === "no" ? [] : flushRegion(setting, source);
  const flushPinned = [
    set(hasNoncoherentDomain, 1n, source),
    get("present", dmaList, source),
    ...unlessZero("present", "all pinned pages flushed", [...flushes, set(cacheFlushRequired, 1n, source)]),
  ];
  const steps = setting.trap === "flush-then-set" ? [...flushPinned, hardware] : [hardware, ...flushPinned];
  return [takeLock(source), ...steps, releaseLock(source)];
}

const kvm = (name: string): string => `arch/x86/kvm/x86.c:${name}()`;

/** The CPU that the vCPU leaves: kvm_arch_vcpu_put(), and wbinvd_ipi() where somebody asks for it. */
function leaveCpu(setting: NoSnoopSetting): Code {
  const left = set(migrated, 1n, kvm("kvm_arch_vcpu_put"));
  if (!asksOtherCpus(setting)) return [left];
  return [
    left,
    takeIpi({ kernel: "IPI: wbinvd_ipi()", source: kvm("wbinvd_ipi") }),
    wbinvd({ source: kvm("wbinvd_ipi") }),
    set(flushedByIpi, 1n, kvm("wbinvd_ipi")),
  ];
}

const asksOtherCpus = ({ wbinvd: mode }: NoSnoopSetting): boolean =>
  mode === "dirty-mask" || mode === "at-vcpu-load";

/** The CPU that the vCPU goes on at: its WBINVD, and the start of the device. */
export function secondCpuProgram(setting: NoSnoopSetting): Program {
  const { wbinvd: mode } = setting;
  const others = [
    sendIpi(pes.vcpu, { kernel: "wbinvd_on_cpu()", source: kvm("kvm_arch_vcpu_load") }),
    awaitValue(flushedByIpi.va, 1n, { kernel: "wbinvd_on_cpu(): wait", ...order(setting) }),
  ];
  const own = wbinvd({ kernel: "guest's WBINVD", source: kvm("kvm_emulate_wbinvd_noskip") });
  return program(
    awaitValue(migrated.va, 1n, {
      kernel: "kvm_arch_vcpu_load()",
      source: kvm("kvm_arch_vcpu_load"),
      ...order(setting),
    }),
    ...(mode === "at-vcpu-load" ? others : []),
    ...(mode === "ignored" ? [] : [own]),
    ...(mode === "dirty-mask" ? others : []),
    ...startDma(setting),
  );
}
