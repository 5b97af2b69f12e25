import { compile } from "../../model/index.ts";
import { anyModel } from "../spec.ts";
import { defineSpec } from "../validate.ts";
import { expected } from "./expected.ts";
import { parameters } from "./parameters.ts";
import { propertySentences } from "./properties.ts";
import { fixmapScenario } from "./scenario.ts";
import { variants } from "./variants.ts";

/**
 * pKVM's per-CPU fixmap at EL2 and break-before-make: arch/arm64/kvm/hyp/nvhe/mm.c, hyp_fixmap_map(),
 * hyp_fixmap_unmap() and their fixblock siblings.
 *
 * The mail asks whether FEAT_BBM level 2 would relax the need for broadcast maintenance. The answer is in the cells of
 * v4-as-posted under `bbmLevel` and `bbmCoversOA`: for another output address nothing, as the architecture's promises
 * are about size changes; if they did cover it, at best the bogus address goes (`no-wrong-address`), while another PE
 * still reaches page A after its unmap has returned (`no-stale-after-unmap`).
 */
export const pkvmFixmap = defineSpec({
  name: "pkvm-fixmap",
  about: "pKVM's per-CPU fixmap at EL2: break-before-make, broadcast TLBIs and the isb() after map",
  sources: [
    "[PATCH v4 14/25] KVM: arm64: Add per-cpu fixmap infrastructure at EL2, 17 Oct 2022, and Mark Rutland's review",
    "aa6948f82f0b KVM: arm64: Add per-cpu fixmap infrastructure at EL2",
    "Linux 7.1 arch/arm64/kvm/hyp/nvhe/mm.c: fixmap_map_slot(), fixmap_clear_slot(), hyp_fixblock_map()",
  ],
  parameters,
  variants,
  properties: propertySentences,
  expected,
  model: (variant, setting) => anyModel(compile(fixmapScenario(variant, setting))),
});
