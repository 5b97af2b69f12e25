import { compile } from "../../model/index.ts";
import { anyModel } from "../spec.ts";
import { defineSpec } from "../validate.ts";
import { expected } from "./expected.ts";
import { parameters } from "./parameters.ts";
import { propertySentences } from "./properties.ts";
import { noSnoopScenario } from "./scenario.ts";
import { variants } from "./variants.ts";

/**
 * CPU caches and no-snoop DMA in IOMMU domains that do not enforce coherency: drivers/vfio/vfio_iommu_type1.c, iommufd and KVM's
 * registration of non-coherent DMA.
 */
export const vfioNoSnoop = defineSpec({
  name: "vfio-nosnoop",
  about:
    "VFIO and no-snoop DMA: when CPU caches must be flushed, and whether the No Snoop bit can be trusted",
  sources: [
    "[PATCH 4/5] vfio/type1: Flush CPU caches on DMA pages in non-coherent domains, 7 May 2024, and the thread under it",
    "Linux 7.1 drivers/vfio/vfio_iommu_type1.c, drivers/vfio/pci/vfio_pci_config.c:init_pci_cap_exp_perm()",
    "[PATCH 5/5] iommufd: the same between pin, map, unmap and unpin",
    "Linux 7.1 arch/x86/kvm/x86.c:kvm_arch_register_noncoherent_dma(), kvm_emulate_wbinvd_noskip()",
  ],
  parameters,
  variants,
  properties: propertySentences,
  expected,
  model: (variant, setting) => anyModel(compile(noSnoopScenario(variant, setting))),
});
