import type { TrieStatistics } from "./engine/engine.ts";
import type { BoundHit, Bounds } from "./bounds.ts";
import type { PartialOrderMode } from "./partial-order/reducer.ts";
import type { Property, Witness } from "./property.ts";
import type { Step } from "./rule.ts";

/** The four answers. DESIGN: the worst one of a run decides its exit code. */
export type Verdict = "PROVED" | "REFUTED" | "UNDECIDED" | "VACUOUS";

/** The reason for a verdict, as data. */
export type Reason =
  /** Every reachable state within the bounds was visited, and none breaks it. */
  | { readonly kind: "exhausted" }
  /**
   * A state that satisfies a `sometimes` was reached: the trace shows it. `walk` numbers the random walk that came
   * there, from 1; such a trace need not be a shortest one.
   */
  | { readonly kind: "reached"; readonly walk?: number }
  /** A state breaks it, or a path never reaches it: the trace shows it. `walk` as above. */
  | { readonly kind: "counterexample"; readonly walk?: number }
  /** Random walks did not decide it, however many there were. */
  | { readonly kind: "simulation"; readonly walks: number; readonly seed: number }
  /** The search is exhausted and the state asked for does not exist. */
  | { readonly kind: "unreachable" }
  | { readonly kind: "bound"; readonly hit: BoundHit }
  /** It holds, but these goals, which show that it was exercised, were never reached. */
  | { readonly kind: "goals-missed"; readonly goals: readonly string[] };

/** A field that a step changed; values as the printer gives them. */
export interface Change {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** One printed line of a trace. */
export interface TraceStep<S> {
  readonly step: Step;
  /** "rule": a transition. "implied": shown for the reader, see `Model.narrate`; no state of its own. */
  readonly kind: "rule" | "implied";
  readonly rule: string | null;
  readonly parameters: readonly number[];
  /** The eager steps that the transition enabled and that happened with it. */
  readonly folded: readonly Step[];
  readonly changes: readonly Change[];
  /** The state after it. */
  readonly state: S;
}

/** A path that was replayed through the reference engine. */
export interface Trace<S> {
  /** The initial state, with its eager steps taken. */
  readonly initial: S;
  /** Eager steps that fire in the initial state, before anything else. */
  readonly initialFolded: readonly Step[];
  readonly steps: readonly TraceStep<S>[];
  /** For a lasso: index into `steps` of the first step of the cycle; the last step leads back to the state before it. */
  readonly loop: number | null;
}

/** What shows that a property does not hold. */
export interface Counterexample<S> {
  readonly witness: Witness | null;
  readonly trace: Trace<S>;
}

/** The answer about one property. */
export interface PropertyResult<S> {
  readonly property: string;
  readonly kind: Property<S>["kind"];
  readonly because: string;
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly witness: Witness | null;
  readonly trace: Trace<S> | null;
  /** Further counterexamples, different from the one above and from each other: see `CheckOptions.keepGoing`. */
  readonly others: readonly Counterexample<S>[];
}

/** How often a rule fired. */
export interface RuleStatistics {
  readonly rule: string;
  /** Instances of it in the model. */
  readonly instances: number;
  /** Firings that led to a state that was kept. Those of a folded eager rule count here, though not as steps. */
  readonly fired: number;
  /** Firings that led to a state not seen before. */
  readonly ledToNew: number;
  /** The first step by which it led to one; null where none was looked for, see `Statistics.fields`. */
  readonly example: Step | null;
}

/** How many values a field took. */
export interface FieldStatistics {
  readonly path: string;
  readonly distinct: number;
}

/** What the search did; of a simulation, what its walks came by. */
export interface Statistics {
  readonly states: number;
  /** Steps taken: firings of all rules but the folded eager ones. */
  readonly rulesFired: number;
  /** Longest distance from an initial state, in steps. */
  readonly depth: number;
  readonly seconds: number;
  /** Bytes of states, table and predecessors. */
  readonly bytes: number;
  /** The most memory that the whole process ever held, as the operating system measured it. */
  readonly peakBytes: number;
  /**
   * New states per level, level 0 the initial states. The last one is incomplete when a bound was hit within it. Empty
   * for a simulation.
   */
  readonly levels: readonly number[];
  /** States stored and not expanded. */
  readonly frontier: number;
  readonly rules: readonly RuleStatistics[];
  /** What the observed engine knows of the rules; null for another engine. */
  readonly tries: TrieStatistics | null;
  /** Empty unless asked for (`CheckOptions.fields`) or a bound was hit. */
  readonly fields: readonly FieldStatistics[];
  /** States that `fields` were counted over: a sample where it is fewer than `states`. */
  readonly fieldsOver: number;
}

/** What random walks did, where a model was simulated instead of searched. */
export interface Simulation {
  /** Walks asked for. */
  readonly asked: number;
  /** Walks taken to their end. */
  readonly walks: number;
  readonly seed: number;
  /** The most steps that a walk might take. */
  readonly depth: number;
  readonly steps: number;
  /** Steps of the longest walk. */
  readonly longest: number;
  /** Rules that fired in some walk. */
  readonly rulesFired: number;
  /** How walks ended, and how many did so. */
  readonly ends: {
    readonly "dead-end": number;
    readonly abandoned: number;
    readonly decided: number;
    readonly depth: number;
  };
}

/** How a search was made smaller: `statistics` counts what it visited. */
export interface Reductions {
  /** One state stands for up to `order` that it can be exchanged for; null without symmetry. */
  readonly symmetry: {
    /** Permutations in the group. */
    readonly order: number;
    /** Names of the scalarsets. */
    readonly sorts: readonly string[];
    /** Names of the automorphisms. */
    readonly automorphisms: readonly string[];
  } | null;
  /** "stubborn": states were left out that decide nothing that was asked. */
  readonly partialOrder: PartialOrderMode;
}

/** Everything that a check found, as data. */
export interface CheckResult<S> {
  readonly model: string;
  readonly engine: string;
  /**
   * The worst verdict of all properties: REFUTED, UNDECIDED, VACUOUS, PROVED. Without properties VACUOUS: nothing was
   * shown, whatever was visited.
   */
  readonly verdict: Verdict;
  readonly properties: readonly PropertyResult<S>[];
  readonly bounds: Bounds;
  /** Different counterexamples that were asked for per property. */
  readonly keepGoing: number;
  /** The bound that ended the search, or null when it was exhausted or every property was decided. */
  readonly hit: BoundHit | null;
  /** True when every reachable state was visited. */
  readonly exhausted: boolean;
  readonly statistics: Statistics;
  /**
   * What `CheckOptions.collect` says about the states visited, eager rules folded and wrong guesses left out: about all
   * that are reachable where `exhausted` is true. Empty without it.
   */
  readonly collected: ReadonlySet<string>;
  /** What was left out without a difference to any answer. */
  readonly reductions: Reductions;
  /** null for a search. */
  readonly simulation: Simulation | null;
  readonly assumptions: readonly string[];
}
