import type { Verdict } from "../../checker/result.ts";
import type { Expected } from "../spec.ts";
import type { parameters, ResetSetting } from "./parameters.ts";
import { propertySentences, type ResetProperty } from "./sentences.ts";

export type Cell = Expected<typeof parameters>;
export type Row = Readonly<Record<ResetProperty, Cell>>;
export type Answers = Readonly<Partial<Record<ResetProperty, Verdict>>>;

/** A setting that changes some answers of a variant; those not named stay. */
export interface Flip {
  readonly setting: Partial<ResetSetting>;
  readonly because: string;
  readonly answers: Answers;
}

/** The reasons for answers, and for there being none. */
type Reasons = Readonly<Partial<Record<ResetProperty, string>>>;

/** What a row differs in from `merged`. */
export interface RowParts {
  readonly answers?: Answers;
  readonly flips?: readonly Flip[];
  readonly notes?: Reasons;
  readonly notApplicable?: Reasons;
}

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

const propertyNames = Object.keys(propertySentences).filter(
  (name): name is ResetProperty => name in propertySentences,
);

/** A row of the matrix: the answers at the variant's own setting, and what other settings change. */
export function row({ answers = {}, flips = [], notes = {}, notApplicable = {} }: RowParts): Row {
  const base = { ...merged, ...answers };
  const cell = (property: ResetProperty): Cell => {
    const reason = notApplicable[property];
    if (reason !== undefined) return { notApplicable: reason };
    const because = notes[property];
    const when = flips.map(({ setting, because: why, answers: changed }) => ({
      setting,
      verdict: changed[property] ?? base[property],
      because: why,
    }));
    return { verdict: base[property], when, ...(because === undefined ? {} : { because }) };
  };
  return rowOf(cell);
}

/** A cell for every property. */
export function rowOf(cell: (property: ResetProperty) => Cell): Row {
  const cells: Partial<Record<ResetProperty, Cell>> = {};
  for (const property of propertyNames) cells[property] = cell(property);
  return isComplete(cells) ? cells : unreachable();
}

const isComplete = (cells: Partial<Record<ResetProperty, Cell>>): cells is Row =>
  propertyNames.every((property) => cells[property] !== undefined);

function unreachable(): never {
  throw new Error("a property without a cell");
}
