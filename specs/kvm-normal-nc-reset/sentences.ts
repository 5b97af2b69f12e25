/** Why each property matters; the keys are the properties of every variant. The sentences in quotes are the mail's. */
export const propertySentences = {
  "revoked-before-reset":
    'P1: when the reset is written no vCPU, VMM or importer can use a mapping of the BAR: "By the time the AML is invoked the VMAs are all revoked and all TLBs are flushed"',
  "no-mismatched-alias-at-reset":
    'P1: nor one of another type than that of the ioremap() of the kernel: "so I think the mismatched alias problem is gone??"',
  "no-write-in-reset":
    'P2: no write of the guest gets to the device after its reset has: "NORMAL_NC access prior to the TLBI continuing to float in the interconnect and not be ordered strictly before the reset write"; "In most cases I would expect some reads from the device to be required before the reset"',
  "no-write-under-way-after-dsb":
    'once the DSB of the revocation is complete no write of the guest is on its way: what is argued is "that DSB doesn\'t order these operations on some specific SOC - which I view with some doubt"',
  "no-fault-maps-in-reset":
    "P3: no fault handler installs a PTE of the BAR from the revocation until the device is back",
  "attribute-safety":
    "P4: the guest cannot map the BAR cacheable where it has no struct pages, unless FWB and DIC make that safe; and a platform device is never Normal",
  "write-combining":
    "P5: a guest whose stage 1 says Normal-NC gets Normal-NC: write combining, which is what the patch is for",
  "no-unissued-read":
    'P6: the device sees no read that no program issued: "pgprot_device() needs to stay as Device, otherwise you\'d get speculative reads with potential side-effects"',
  "fault-gets-mapping": "P7: a vCPU that has faulted gets its mapping: -EAGAIN does not go on for ever",
  "aliases-in-order":
    "P8: the guest's write by its own mapping, and then the VMM's by its mapping, get to the register in that order",
  "no-refused-request": "no request gets to a BAR whose memory space is disabled: an SError on some hosts",
  "no-translation-in-reset":
    "the device has no ATC entry when its reset begins: an invalidation sent to it then would time out",
  "guest-can-map": "goal: the guest can use its mapping of the BAR",
  "vmm-can-map": "goal: the VMM can use its mapping of the BAR",
  "importer-can-map": "goal: the importer can use its mapping of the BAR",
  "device-can-translate": "goal: the device can use its ATC entry",
  "mappings-revoked": "goal: the revocation and its DSBs are complete",
  "write-under-way": "goal: a write of the guest is on its way to the device",
  "reset-arrives": "goal: the write that begins the reset has got to where it does",
  "in-reset": "goal: the reset has got to the device",
  "fault-handled": "goal: a fault is handled after the device is back",
  "fault-retried": "goal: an invalidation sends the fault back with -EAGAIN",
  "writes-done": "goal: the VMM's write is made",
} as const;

export type ResetProperty = keyof typeof propertySentences;
