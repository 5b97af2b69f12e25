import type { Model } from "../checker/model.ts";
import type { Verdict } from "../checker/result.ts";

/** A parameter of a spec: a few named values, the first of them the default. */
export interface Parameter {
  readonly about: string;
  readonly values: readonly [string, ...string[]];
}

/** Parameters by name. */
export type Parameters = Readonly<Record<string, Parameter>>;

/** One value per parameter. */
export type Setting<P extends Parameters = Parameters> = { readonly [K in keyof P]: P[K]["values"][number] };

/** What a cell of the expected matrix says. */
export type Expected<P extends Parameters = Parameters> =
  | Verdict
  | {
      /** At the defaults. */
      readonly verdict: Verdict;
      /** Why, in a sentence, where the verdict differs from the brief or surprises. */
      readonly because?: string;
      /** Settings that flip it (or confirm it where a reader would doubt): each is checked by the suite. */
      readonly when?: readonly {
        readonly setting: Partial<Setting<P>>;
        readonly verdict: Verdict;
        readonly because?: string;
      }[];
    }
  /** The property makes no sense for the variant. */
  | { readonly notApplicable: string }
  /** The machine cannot run it yet; counted by the suite as pending. `until` names what it waits for. */
  | { readonly pending: string; readonly until: string };

/** One way the protocol was, or could be, written. */
export interface Variant<P extends Parameters = Parameters> {
  /** One sentence: what is different. */
  readonly about: string;
  /** Parameter values of this variant where they are not the spec's defaults. */
  readonly setting?: Partial<Setting<P>>;
}

/**
 * A protocol under check: scenarios over parameters, with named variants and, for each, the expected verdict per
 * property. The expected matrix is total: every variant names every property.
 */
export interface Spec<
  P extends Parameters = Parameters,
  V extends string = string,
  R extends string = string,
> {
  readonly name: string;
  /** One sentence for `walkcheck list`. */
  readonly about: string;
  /** What it models: mails, kernel files with version, commits. */
  readonly sources: readonly string[];
  readonly parameters: P;
  readonly variants: Readonly<Record<V, Variant<P>>>;
  /** Property name to the sentence that says why it matters; the model of every variant has exactly these. */
  readonly properties: Readonly<Record<R, string>>;
  readonly expected: Readonly<Record<V, Readonly<Record<R, Expected<P>>>>>;
  /** The model of a variant under a setting (complete). Hidden state type: a spec is opaque to who runs it. */
  readonly model: (variant: V, setting: Setting<P>) => AnyModel;
}

/** A model whose state type nobody outside needs to know. */
export interface AnyModel {
  /** Calls `use` with the model at its own state type. */
  open<R>(use: <S>(model: Model<S>) => R): R;
}

/** Hides a model's state type. */
export function anyModel<S>(model: Model<S>): AnyModel {
  return { open: (use) => use(model) };
}
