import {
  because,
  changesNothing,
  deviceOnly,
  disabledOnly,
  emulatedRow,
  inTime,
  late,
  mapsDevice,
  memoryRow,
  noAtc,
  noFault,
  noImporter,
  notEmulated,
  notes,
  pciRow,
  platformRow,
  toTheEndpoint,
  unordered,
} from "./cells.ts";
import { row, rowWithout, type Row } from "./row.ts";
import type { ResetVariant } from "./variants.ts";

/** The brief's table with its corrections, and what the mails and the kernel have besides; every cell decided. */
export const expected: Readonly<Record<ResetVariant, Row>> = {
  "merged-flr": pciRow({
    because: {
      ...notes,
      "no-write-in-reset":
        "the TLBI's DSB gets writes out of the PE and onto the path, and the config write does not pass them",
    },
    flips: [
      unordered,
      { ...unordered, setting: { ackNC: "PE", readBack: "yes" } },
      toTheEndpoint,
      changesNothing({ resetPath: "slot" }, "the bridge's config write is behind the posted writes as well"),
      {
        setting: { resetPath: "aml", rcOrdersCfgAfterPosted: "no" },
        because: "AML writes a block that is not behind the root complex: nothing orders the two",
        answers: late,
      },
      changesNothing(
        { resetPath: "aml", rcOrdersCfgAfterPosted: "no", readBack: "yes" },
        "unless it reads the device first",
      ),
      changesNothing({ trigger: "close" }, "the VMAs go with the last close: the same sequence"),
      changesNothing({ guestType: "Normal-WB" }, "stage 2 leaves of it Normal-NC"),
      {
        setting: { resetPath: "command" },
        because: "memory space is disabled instead: the config write is behind the posted writes as well",
        answers: { "no-write-in-reset": "VACUOUS", "in-reset": "REFUTED" },
      },
      {
        setting: { s2Policy: "device" },
        because: "before 6.9: no write combining, and the same hazards, as nGnRE is acknowledged early too",
        answers: deviceOnly,
      },
      changesNothing({ fwb: "yes" }, "Normal-NC of stage 2 combines alike with FWB"),
      changesNothing({ fwb: "yes", tlbiRange: "yes" }, "the TLBIs come later, and still before the reset"),
      changesNothing({ mte: "yes" }, "the BAR is not mapped cacheable: tags do not matter"),
    ],
  }),
  "merged-flr-while-faulting": row({
    notApplicable: { ...notEmulated, ...noAtc, ...noImporter },
    because: notes,
    flips: [
      {
        setting: { resetPath: "command" },
        because: "SIGBUS while memory space is disabled: the VMM has to end the vCPU",
        answers: { "fault-gets-mapping": "REFUTED", "no-write-in-reset": "VACUOUS", "in-reset": "REFUTED" },
      },
    ],
  }),
  "separate-ecam": pciRow({
    answers: late,
    because: {
      ...notes,
      "no-refused-request": "or after it, while memory space is still disabled",
      "no-write-in-reset":
        "acknowledged by the root complex, overtaken by the config write, it arrives during the reset",
    },
    flips: [
      toTheEndpoint,
      changesNothing(
        { readBack: "config-space" },
        "what pcie_flr() reads first goes the way of the reset, and pushes nothing on the other",
      ),
      changesNothing({ resetPath: "slot" }, "as for FLR"),
      {
        setting: { resetPath: "command" },
        because: "the write gets to a BAR that is disabled",
        answers: { "no-write-in-reset": "VACUOUS", "in-reset": "REFUTED", "no-refused-request": "REFUTED" },
      },
      {
        setting: { guestType: "Device-nGnRE" },
        because: "nGnRE is acknowledged early as well",
        answers: mapsDevice,
      },
      {
        setting: { guestType: "Device-nGnRnE" },
        because: "the guest's own type makes the DSB wait for the endpoint, if the SoC honours it",
        answers: { ...mapsDevice, ...inTime, "no-write-under-way-after-dsb": "PROVED" },
      },
    ],
  }),
  "separate-ecam-read-back": pciRow({
    because: { ...notes, "no-write-in-reset": "the read pushes the writes before it to the device" },
    flips: [unordered],
  }),
  "platform-nc": platformRow({
    answers: { "no-write-in-reset": "REFUTED", "attribute-safety": "REFUTED" },
    because: {
      ...notes,
      "attribute-safety":
        "a platform device is mapped Normal-NC: what VM_ALLOW_ANY_UNCACHED keeps from happening",
      "no-write-in-reset": "Catalin's concern: AML's write and the guest's go by different ways",
    },
    flips: [
      toTheEndpoint,
      {
        setting: { resetPath: "dt" },
        because: "the hooks for DT devices write the device's own registers, by the same way",
        answers: { "no-write-in-reset": "PROVED" },
      },
      {
        setting: { resetPath: "dt", ackNC: "PE" },
        because: "unless a write is acknowledged before it has a place there",
        answers: {},
      },
    ],
  }),
  "platform-ngnre": platformRow({
    answers: { ...deviceOnly, "no-write-in-reset": "REFUTED" },
    because: {
      "no-write-in-reset":
        "nGnRE is acknowledged early too: Normal-NC widens the hazard, it does not bring it",
      "no-write-under-way-after-dsb": notes["no-write-under-way-after-dsb"],
    },
    flips: [
      {
        setting: { ackNGnRE: "endpoint" },
        because: "an interconnect that acknowledges no write early",
        answers: { "no-write-in-reset": "PROVED", "no-write-under-way-after-dsb": "PROVED" },
      },
      {
        setting: { resetPath: "dt" },
        because: "the hooks for DT devices write the device's own registers, by the same way",
        answers: { "no-write-in-reset": "PROVED" },
      },
      {
        setting: { s2Policy: "nc-if-pgprot-device" },
        because:
          "pgprot_noncached() enforced as nGnRnE, as the mail would have it: the DSB waits for the device, if the SoC honours nE",
        answers: { "no-write-in-reset": "PROVED", "no-write-under-way-after-dsb": "PROVED" },
      },
    ],
  }),
  "platform-ngnrne": platformRow({
    answers: { ...deviceOnly, "no-write-under-way-after-dsb": "PROVED" },
    because: { "no-write-in-reset": "nE, if the SoC honours it: the DSB waits for the device" },
    flips: [
      {
        setting: { ackNGnRnE: "root complex" },
        because: "the SoC acknowledges early whatever the type says",
        answers: { "no-write-in-reset": "REFUTED", "no-write-under-way-after-dsb": "REFUTED" },
      },
    ],
  }),
  "platform-nc-read-first": platformRow({
    answers: { "attribute-safety": "REFUTED" },
    because: {
      ...notes,
      "no-write-in-reset": "the read that Jason Gunthorpe expects pushes the writes to the device",
    },
    flips: [unordered],
  }),
  "platform-reset-ioctl": platformRow({
    answers: {
      ...deviceOnly,
      "revoked-before-reset": "REFUTED",
      "no-mismatched-alias-at-reset": "REFUTED",
      "no-write-in-reset": "REFUTED",
    },
    notApplicable: because("nothing is revoked", "no-write-under-way-after-dsb", "mappings-revoked"),
    because: {
      "revoked-before-reset":
        "the sentence of the mail is true for the last close, and false for the ioctl: vfio-platform has no unmap_mapping_range()",
    },
    flips: [
      changesNothing({ ackNGnRE: "endpoint" }, "the guest goes on writing"),
      changesNothing({ readBack: "yes" }, "the guest goes on writing"),
    ],
  }),
  "no-dsb-after-tlbi": pciRow({
    answers: {
      "revoked-before-reset": "REFUTED",
      "no-mismatched-alias-at-reset": "REFUTED",
      ...late,
    },
    because: { ...notes, "revoked-before-reset": "the TLBIs have no effect before a DSB" },
  }),
  "before-memory-lock": pciRow({
    answers: {
      ...deviceOnly,
      "revoked-before-reset": "REFUTED",
      "no-mismatched-alias-at-reset": "REFUTED",
      "no-refused-request": "REFUTED",
    },
    notApplicable: {
      ...disabledOnly,
      ...because("nothing is revoked", "no-write-under-way-after-dsb", "mappings-revoked"),
    },
    because: {
      "no-refused-request": "CVE-2020-12888: an unsupported request, which some hosts answer with an SError",
    },
  }),
  "before-memory-lock-while-faulting": row({
    answers: {
      ...deviceOnly,
      "revoked-before-reset": "REFUTED",
      "no-mismatched-alias-at-reset": "REFUTED",
      "no-refused-request": "REFUTED",
      "no-fault-maps-in-reset": "REFUTED",
    },
    notApplicable: {
      ...notEmulated,
      ...noAtc,
      ...noImporter,
      ...disabledOnly,
      ...because("nothing is revoked", "no-write-under-way-after-dsb", "mappings-revoked"),
      ...because("no invalidation: the first attempt maps", "fault-gets-mapping", "fault-retried"),
    },
  }),
  "importer-moved": row({ notApplicable: { ...noFault, ...notEmulated, ...noAtc }, because: notes }),
  "importer-not-moved": row({
    answers: { "revoked-before-reset": "REFUTED", ...late },
    notApplicable: { ...noFault, ...notEmulated, ...noAtc },
    because: {
      ...notes,
      "revoked-before-reset":
        "the importer's IOMMU still maps the BAR: a peer device writes during the reset",
    },
  }),
  "undrained-write": pciRow({
    answers: late,
    notApplicable: because("the VMM has no PTE of its own", "vmm-can-map"),
    because: { ...notes, "no-write-in-reset": "the DSB does not wait for the write that used the old entry" },
    flips: [
      {
        setting: { tlbiDrainsOldAccesses: "yes" },
        because: "the DVM Sync of the DSB drains it, without an exit of the vCPU",
        answers: inTime,
      },
      {
        setting: { vmmPte: "mapped" },
        because:
          "the TLBI and DSB for the VMM's own PTE, which follow, drain what the first did not wait for: the erratum's workaround, by accident",
        answers: inTime,
      },
    ],
  }),
  "cacheable-pfnmap": memoryRow({
    answers: { "attribute-safety": "REFUTED" },
    because: {
      "attribute-safety":
        "there is no linear map by which KVM could clean or invalidate: stale lines, and stale instructions",
    },
    flips: [
      {
        setting: { fwb: "yes" },
        because: "FWB makes guests coherent, whatever their stage 1 says; instruction fetch still needs DIC",
        answers: { "write-combining": "REFUTED" },
      },
      changesNothing({ cacheDic: "yes" }, "without FWB a guest may read past the caches"),
      {
        setting: { fwb: "yes", cacheDic: "yes" },
        because: "no maintenance is needed (kvm_supports_cacheable_pfnmap())",
        answers: { "attribute-safety": "PROVED", "write-combining": "REFUTED" },
      },
      {
        setting: { mte: "yes" },
        because: "-EFAULT: cacheable memory of a VM with MTE must have tags",
        answers: { "attribute-safety": "PROVED", "guest-can-map": "REFUTED", "write-combining": "REFUTED" },
      },
    ],
  }),
  "cacheable-pfnmap-checked": memoryRow({
    answers: { "guest-can-map": "REFUTED", "write-combining": "REFUTED" },
    because: { "attribute-safety": "-EFAULT: nothing is mapped" },
    flips: [
      {
        setting: { fwb: "yes", cacheDic: "yes" },
        because: "no maintenance is needed: it is mapped",
        answers: { "guest-can-map": "PROVED" },
      },
    ],
  }),
  "guest-maps-device": pciRow({
    answers: mapsDevice,
    because: {
      "no-unissued-read": "stage 2 NC leaves the guest's Device type as it is, and Device is not speculated",
      "no-write-under-way-after-dsb": notes["no-write-under-way-after-dsb"],
    },
    flips: [changesNothing({ vmaType: "device" }, "pgprot_device() is Device as well")],
  }),
  "guest-maps-nc": pciRow({
    because: { ...notes, "no-unissued-read": "the control: the read happens, and takes the status away" },
    flips: [
      {
        setting: { s2Policy: "device" },
        because: "stage 2 Device wins over the guest's NC",
        answers: deviceOnly,
      },
    ],
  }),
  "pgprot-device-as-nc": pciRow({
    because: {
      "no-unissued-read": "as the mail says: through the VMM's own mapping, whatever the guest maps",
      "no-write-under-way-after-dsb": notes["no-write-under-way-after-dsb"],
    },
    flips: [
      {
        setting: { vmaType: "device" },
        because: "pgprot_device() stays Device",
        answers: { "no-unissued-read": "PROVED" },
      },
    ],
  }),
  "pgprot-device-sensed": pciRow({
    because: notes,
    flips: [
      {
        setting: { guestType: "Device-nGnRE" },
        because: "neither the guest nor the VMM maps Normal-NC",
        answers: mapsDevice,
      },
      {
        setting: { vmaType: "noncached" },
        because: "pgprot_noncached() is enforced as nGnRnE: the guest has no choice",
        answers: { ...deviceOnly, "no-write-under-way-after-dsb": "PROVED" },
      },
    ],
  }),
  "vmm-emulated-write": emulatedRow({
    because: {
      ...notes,
      "aliases-in-order":
        "a documented non-guarantee: nothing makes the guest's write leave its PE before the exit",
    },
  }),
  "vmm-emulated-write-after-barrier": emulatedRow({
    answers: { "aliases-in-order": "PROVED" },
    because: { ...notes, "aliases-in-order": "a DSB before the trapped write, and one path" },
    flips: [
      {
        setting: { ackNC: "PE" },
        because: "a write that is acknowledged without a place may still be overtaken",
        answers: { "aliases-in-order": "REFUTED" },
      },
    ],
  }),
  "ats-blocked": row({ notApplicable: { ...noFault, ...notEmulated, ...noImporter }, because: notes }),
  "ats-not-blocked": row({
    answers: { "no-translation-in-reset": "REFUTED" },
    notApplicable: { ...noFault, ...notEmulated, ...noImporter },
    because: notes,
  }),
  "iomem-probing": rowWithout(
    "a statement about the resource tree: as safe as that is exact; it was rejected",
  ),
};
