import type { Bounds } from "./bounds.ts";
import type { EagerMode, EngineName, StoreMode } from "./engine/engine.ts";
import type { DeadlockMode } from "./model.ts";
import type { PartialOrderMode } from "./partial-order/reducer.ts";
import type { Progress } from "./progress.ts";
import type { SymmetryMode } from "./symmetry/symmetry.ts";

/** Random walks from the initial states: the same seed gives the same walks on every machine. */
export interface Walks {
  readonly walks: number;
  /** A whole number from 0. */
  readonly seed: number;
}

/**
 * How a model is checked. Everything has a default, and the verdict depends on none of it but the bounds.
 *
 * @typeParam S the state of the model; it matters to `collect` only
 */
export interface CheckOptions<S = never> {
  /** Default: observed. */
  readonly engine?: EngineName;
  /** Threads to search with, of the observed engine. Default: the machine's cores. A small search uses one. */
  readonly workers?: number;
  /**
   * The observed engine runs a rule once per combination of what it looks at. One in this many states is expanded
   * again by the reference engine, so that a rule that depends on anything else is found; 0: none. Default: 32768.
   */
  readonly sample?: number;
  /** Default: none. */
  readonly bounds?: Partial<Bounds>;
  /** Names of the properties to check, `no-deadlock` included. Default: all. Their goals are watched without being named. */
  readonly properties?: readonly string[];
  /** Default: fold. */
  readonly eager?: EagerMode;
  /**
   * "full": of the states that the symmetries of the model (`Model.symmetries`, `automorphisms`) join, one is visited.
   * Verdicts and lengths of shortest traces are the same. Not for `eventually`. Default: off.
   */
  readonly symmetry?: SymmetryMode;
  /**
   * "stubborn": in each state only some of the enabled rule instances fire; the others can wait without a difference to
   * what is asked. Verdicts and lengths of shortest traces are the same. Not for `eventually`. Default: off.
   */
  readonly partialOrder?: PartialOrderMode;
  /**
   * "compact": a fingerprint of 64 bits stands for a state. Two states may share one, and the second is then missed: how
   * probable that is, the assumptions of the result say. Of the observed engine; not for `eventually`. Default: exact.
   */
  readonly store?: StoreMode;
  /** Default: what the model says. */
  readonly deadlock?: DeadlockMode;
  /** Counts the distinct values of every field, in a sample of the states where there are many. */
  readonly fields?: boolean;
  /**
   * Different counterexamples to look for per `always`, and for `no-deadlock`. Different are those whose witnesses have
   * other facts, or whose last step is another one from a state where the property still held. Default: 1.
   */
  readonly keepGoing?: number;
  /** Takes random walks instead of visiting every state. */
  readonly simulate?: Walks;
  /** Visits every state even when every property is decided. */
  readonly exhaust?: boolean;
  /**
   * Names something about a state, or null: `CheckResult.collected` has all that is named in reachable states. It must be
   * a pure function of the state, of which it reads fields and elements; engines need not ask about every single one.
   * Every state is visited, as with `exhaust`. Not with `symmetry`, `partialOrder`, `simulate`, `checkpoint`, `resume`.
   */
  collect?(state: Readonly<S>): string | null;
  /**
   * Writes down how far the search is, from time to time (`seconds`, 60 where it is left out; more where writing would
   * take more than 5 % of the time; 0: after every chunk) and when it stops. An earlier file is replaced by a whole one.
   */
  readonly checkpoint?: { readonly file: string; readonly seconds?: number };
  /**
   * A file of `checkpoint` to go on from, whichever engine wrote it. The model and all options that change the states
   * must be the same; bounds may differ. `bounds.time` is for this call alone, `statistics.seconds` for all together.
   */
  readonly resume?: string;
  /** What the model was made from (a variant, parameters), in texts: a checkpoint of another origin is refused. */
  readonly origin?: Readonly<Record<string, string>>;
  /** Ends the search as UNDECIDED, with what is known. */
  readonly signal?: AbortSignal;
  /** Called a few times per second. */
  readonly onProgress?: (progress: Progress) => void;
}
