import { compile } from "../../model/index.ts";
import { anyModel } from "../spec.ts";
import { defineSpec } from "../validate.ts";
import { expected } from "./expected.ts";
import { parameters } from "./parameters.ts";
import { propertySentences } from "./sentences.ts";
import { resetScenario } from "./scenario.ts";
import { variants } from "./variants.ts";

/**
 * Normal-NC mappings of IO memory in guests, and the reset of the device: arch/arm64/kvm/mmu.c, drivers/vfio.
 *
 * The mail asks whether a write of the guest can still be on its way when firmware resets the device. docs/specs has the
 * answer; in short: revocation by TLBI and DSB gets it out of the PE, and what orders it before the reset is the way they
 * share, or a read of the device.
 */
export const kvmNormalNcReset = defineSpec({
  name: "kvm-normal-nc-reset",
  about: "Normal-NC mappings of device memory in KVM guests, their revocation, and the reset of the device",
  sources: [
    "[PATCH v2 1/1] KVM: arm64: allow the VM to select DEVICE_* and NORMAL_NC for IO memory, 5 Dec 2023",
    "c034ec84e879, 5c656fcdd6c6, 8c47ce3e1d2c, a39d3a966a09: Linux 6.9",
    "Linux 7.1 arch/arm64/kvm/mmu.c, drivers/vfio/pci/vfio_pci_core.c, drivers/vfio/platform/vfio_platform_common.c",
    "abafbc551fdd vfio-pci: Invalidate mmaps and block MMIO access on disabled memory (CVE-2020-12888)",
  ],
  parameters,
  variants,
  properties: propertySentences,
  expected,
  model: (variant, setting) => anyModel(compile(resetScenario(variant, setting))),
});
