import type { Verdict } from "../checker/result.ts";
import type { Expected, Parameters, Setting } from "./spec.ts";

/** The verdicts of some properties. */
export type Answers<R extends string> = Readonly<Partial<Record<R, Verdict>>>;

/** A sentence about some properties. */
export type Reasons<R extends string> = Readonly<Partial<Record<R, string>>>;

/** A setting that changes some answers of a variant; those not named stay, which the suite checks too. */
export interface Flip<P extends Parameters, R extends string> {
  readonly setting: Partial<Setting<P>>;
  readonly because: string;
  readonly answers: Answers<R>;
}

/** What a row of the expected matrix differs in from another. */
export interface RowParts<P extends Parameters, R extends string> {
  /** The answers at the variant's own setting. */
  readonly answers?: Answers<R>;
  /** Why, where it does not go without saying. */
  readonly because?: Reasons<R>;
  readonly flips?: readonly Flip<P, R>[];
  /** Why properties make no sense for the variant. */
  readonly notApplicable?: Reasons<R>;
}

/** The cells of a variant. */
export type Row<P extends Parameters, R extends string> = Readonly<Record<R, Expected<P>>>;

/** A row of the expected matrix: one like `base`, but for its parts. */
export function matrixRow<P extends Parameters, R extends string>(
  base: Readonly<Record<R, Verdict>>,
  parts: RowParts<P, R>,
): Row<P, R> {
  const cells = Object.fromEntries(
    Object.entries<Verdict>(base).map(([property, verdict]) => [property, cell(property, verdict, parts)]),
  );
  if (isRow(cells, base)) return cells;
  throw new Error("a row has a cell for each property of its base");
}

function cell<P extends Parameters>(
  property: string,
  base: Verdict,
  { answers = {}, because = {}, flips = [], notApplicable = {} }: RowParts<P, string>,
): Expected<P> {
  const absent = notApplicable[property];
  if (absent !== undefined) return { notApplicable: absent };
  const verdict = answers[property] ?? base;
  const reason = because[property];
  const when = flips.map((flip) => ({
    setting: flip.setting,
    verdict: flip.answers[property] ?? verdict,
    because: flip.because,
  }));
  return { verdict, when, ...(reason === undefined ? {} : { because: reason }) };
}

const isRow = <P extends Parameters, R extends string>(
  cells: Readonly<Record<string, Expected<P>>>,
  base: Readonly<Record<R, unknown>>,
): cells is Row<P, R> => Object.keys(base).every((property) => Object.hasOwn(cells, property));
