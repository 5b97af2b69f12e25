/** What broke a property, or what reached it: `{ pe: "PE1", page: "A", entry: "V(A)" }`. */
export interface Witness {
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  /** Paths of the state's fields to mark, in the notation of `Change.path`: `pes[1].cached[0]`. */
  readonly fields?: readonly string[];
}

interface PropertyBase {
  readonly name: string;
  /** One sentence: why it matters. */
  readonly because: string;
}

/** Holds in every reachable state. */
export interface Always<S> extends PropertyBase {
  readonly kind: "always";
  /** The witness of a violation, or null where the property holds. */
  violatedBy(state: Readonly<S>): Witness | null;
  /** Names of `sometimes` properties that must be reached for a PROVED to count; otherwise VACUOUS. */
  readonly goals?: readonly string[];
}

/** Is reached in some state. REFUTED when the search is exhausted without it. */
export interface Sometimes<S> extends PropertyBase {
  readonly kind: "sometimes";
  /** The witness of the state, or null where it is not reached. */
  reachedBy(state: Readonly<S>): Witness | null;
}

/**
 * On every path from every initial state a state with `reachedBy` comes. A counterexample is a path that ends, or a
 * lasso, without one. Rules with `fairness: "weak"` are not ignored for ever by a lasso.
 */
export interface Eventually<S> extends PropertyBase {
  readonly kind: "eventually";
  reachedBy(state: Readonly<S>): Witness | null;
  readonly goals?: readonly string[];
}

/** A claim about a model. Three verbs, and no more. */
export type Property<S> = Always<S> | Sometimes<S> | Eventually<S>;
