import type { Verdict } from "../../checker/result.ts";
import {
  matrixRow,
  type Flip as AnyFlip,
  type Row as AnyRow,
  type RowParts as AnyRowParts,
} from "../matrix-row.ts";
import type { parameters } from "./parameters.ts";
import { propertySentences, type ResetProperty } from "./sentences.ts";

export type Row = AnyRow<typeof parameters, ResetProperty>;
export type Flip = AnyFlip<typeof parameters, ResetProperty>;
/** What a row differs in from `merged`. */
export type RowParts = AnyRowParts<typeof parameters, ResetProperty>;

/** A: Linux 6.9 to 7.1 with vfio-pci, on a machine that keeps its promises. */
export const merged: Readonly<Record<ResetProperty, Verdict>> = {
  "revoked-before-reset": "PROVED",
  "no-mismatched-alias-at-reset": "PROVED",
  "no-write-in-reset": "PROVED",
  "no-write-under-way-after-dsb": "REFUTED",
  "no-fault-maps-in-reset": "PROVED",
  "attribute-safety": "PROVED",
  "write-combining": "PROVED",
  "no-unissued-read": "REFUTED",
  "fault-gets-mapping": "PROVED",
  "aliases-in-order": "REFUTED",
  "no-refused-request": "PROVED",
  "no-translation-in-reset": "PROVED",
  "guest-can-map": "PROVED",
  "vmm-can-map": "PROVED",
  "importer-can-map": "PROVED",
  "device-can-translate": "PROVED",
  "mappings-revoked": "PROVED",
  "write-under-way": "PROVED",
  "reset-arrives": "PROVED",
  "in-reset": "PROVED",
  "fault-handled": "PROVED",
  "fault-retried": "PROVED",
  "writes-done": "PROVED",
};

/** A row of the matrix: that of `merged`, but for its parts. */
export const row = (parts: RowParts): Row => matrixRow(merged, parts);

/** The row of a variant that nothing can be said about. */
export const rowWithout = (reason: string): Row =>
  row({ notApplicable: Object.fromEntries(Object.keys(propertySentences).map((name) => [name, reason])) });
