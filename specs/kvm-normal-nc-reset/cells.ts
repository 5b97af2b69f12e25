import type { ResetProperty } from "./sentences.ts";
import { row, type Flip, type Row, type RowParts } from "./row.ts";

type Reasons = Readonly<Partial<Record<ResetProperty, string>>>;

export const because = (reason: string, ...properties: readonly ResetProperty[]): Reasons =>
  Object.fromEntries(properties.map((property) => [property, reason]));

export const noFault = because(
  "no second vCPU: see merged-flr-while-faulting",
  "no-fault-maps-in-reset",
  "fault-gets-mapping",
  "fault-handled",
  "fault-retried",
);
export const notEmulated = because("the VMM writes nothing", "aliases-in-order", "writes-done");
export const noAtc = because("the device has no ATC", "no-translation-in-reset", "device-can-translate");
export const noImporter = because("no importer", "importer-can-map");
const platform = because("a platform device has no memory space enable", "no-refused-request");

const elsewhere = { ...noFault, ...notEmulated, ...noAtc, ...noImporter };

/** A variant with one vCPU and neither importer nor ATC, of vfio-pci. */
export const pciRow = (parts: RowParts): Row =>
  row({ ...parts, notApplicable: { ...elsewhere, ...parts.notApplicable } });

/** The same of vfio-platform. */
export const platformRow = (parts: RowParts): Row =>
  pciRow({ ...parts, notApplicable: { ...platform, ...parts.notApplicable } });

export const notes = {
  "no-write-under-way-after-dsb":
    "a DSB waits for the acknowledgement, and that comes from the root complex: the write is still on its way",
  "no-unissued-read": "the guest maps Normal-NC: it asked for speculation",
} as const;

/** Late writes find the device in reset, or back and with memory space still disabled. */
export const late = { "no-write-in-reset": "REFUTED", "no-refused-request": "REFUTED" } as const;
export const inTime = { "no-write-in-reset": "PROVED", "no-refused-request": "PROVED" } as const;

export const unordered: Flip = {
  setting: { ackNC: "PE" },
  because:
    "acknowledged before it has a place on the path, so that even a later request of the same path gets there first",
  answers: late,
};

export const toTheEndpoint: Flip = {
  setting: { ackNC: "endpoint" },
  because: "then the DSB that completes the TLBI waits for the device itself",
  answers: { ...inTime, "no-write-under-way-after-dsb": "PROVED" },
};

export const changesNothing = (setting: Flip["setting"], why: string): Flip => ({
  setting,
  because: why,
  answers: {},
});

/** The guest maps Device, by its own choice. */
export const mapsDevice = { "no-unissued-read": "PROVED" } as const;

/** Stage 2 says Device: the guest has no choice. */
export const deviceOnly = { "write-combining": "REFUTED", "no-unissued-read": "PROVED" } as const;

/** Nothing is reset: memory space is disabled. */
export const disabledOnly = because(
  "memory space is disabled, nothing is reset",
  "no-write-in-reset",
  "in-reset",
);

/** A BAR that is memory: nothing is a request to a register. */
export function memoryRow(parts: RowParts): Row {
  const memory = because(
    "the BAR is memory here, not registers",
    "no-write-in-reset",
    "no-write-under-way-after-dsb",
    "no-unissued-read",
    "no-refused-request",
    "write-under-way",
  );
  return pciRow({
    ...parts,
    notApplicable: { ...memory, ...parts.notApplicable },
  });
}

/** Nothing is reset: the guest and the VMM write a register. */
export function emulatedRow(parts: RowParts): Row {
  const noReset = because(
    "nothing is reset here",
    "revoked-before-reset",
    "no-mismatched-alias-at-reset",
    "no-write-in-reset",
    "no-write-under-way-after-dsb",
    "no-refused-request",
    "mappings-revoked",
    "reset-arrives",
    "in-reset",
  );
  return row({
    ...parts,
    notApplicable: { ...noFault, ...noAtc, ...noImporter, ...noReset, ...parts.notApplicable },
  });
}
