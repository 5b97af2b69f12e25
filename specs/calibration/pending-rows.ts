import type { Result } from "./rows.ts";

/** A published test that needs more of the translation regime than the machine has. */
export interface PendingRow {
  readonly name: string;
  readonly about: string;
  readonly published: Result;
  /** What of the regime is missing. */
  readonly needs: string;
}

/** What all of them wait for. */
export const until = "translation regimes (levels, ASIDs, VMIDs, stage 2) are modelled";

export const pendingRows: readonly PendingRow[] = [
  {
    name: "CoWinvT2+dsb-tlbiipa-dsb-eret",
    about: "a stage-2 break by TLBI by IPA alone, without the VMALLE1 that __kvm_tlb_flush_vmid_ipa() adds",
    published: "forbidden",
    needs: "stage 2 and TLBI by IPA",
  },
  {
    name: "CoWinvT2+dsb-tlbiipa-dsb-tlbivmall-dsb-eret",
    about: "__kvm_tlb_flush_vmid_ipa(): TLBI by IPA, then VMALLE1 for the entries that combine both stages",
    published: "forbidden",
    needs: "stage 2, TLBI by IPA and entries that combine two stages",
  },
  {
    name: "CoWinvTa2.1",
    about: "flush_tlb_page() with the ASID of another mm removes nothing",
    published: "allowed",
    needs: "ASIDs",
  },
  {
    name: "CoWinvTv2.2",
    about:
      "a guest's TLBI under the VMID of another one removes nothing: VTTBR_EL2 must be written and synchronised first",
    published: "allowed",
    needs: "VMIDs",
  },
  {
    name: "CoWinvTv1.2",
    about: "a TLBI under the right VMID works whatever other VMIDs are in use",
    published: "forbidden",
    needs: "VMIDs",
  },
  {
    name: "ROT.inv+po",
    about: "pmd_populate() of a table page whose entries are not visible yet: the walk may find the old ones",
    published: "allowed",
    needs: "two levels of tables",
  },
  {
    name: "ROT.inv+dsb",
    about: "pmd_populate() after a DSB: a walk that gets to the table page finds its entries",
    published: "forbidden",
    needs: "two levels of tables",
  },
];
