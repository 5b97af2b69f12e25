import type { DeadlockMode, End, Model } from "../model.ts";
import type { Reducer } from "../partial-order/reducer.ts";
import type { Symmetry } from "../symmetry/symmetry.ts";
import type { Collector } from "./collector.ts";

/** The engines by name. */
export type EngineName = "reference" | "flyweight" | "observed";

/** "off": eager rules are ordinary rules, and every state in between is stored. */
export type EagerMode = "fold" | "off";

/** "exact": whole states are stored and compared; "compact": fingerprints of 64 bits stand for them. */
export type StoreMode = "exact" | "compact";

/**
 * The seam between search and engine. An engine owns the stored states, numbered 0, 1, 2 ... in breadth-first order of
 * discovery; the search owns levels, bounds, verdicts and statistics. The calls are coarse, so that an engine may run
 * millions of states inside one of them, in WebAssembly or in other threads, without a callback per state.
 */
export interface Engine {
  readonly name: EngineName;
  /**
   * @param resumed what to go on from instead of the initial states; of the same model and options
   * @param collector who is asked about the states that are stored, at least once for each answer; not with `resumed`
   */
  open<S>(
    model: Model<S>,
    options: EngineOptions,
    resumed?: Snapshot | null,
    collector?: Collector<S> | null,
  ): Exploration<S>;
}

/** How an engine explores, whatever it is. */
export interface EngineOptions {
  readonly eager: EagerMode;
  /** Which dead ends `deadlocked` reports. */
  readonly deadlock: DeadlockMode;
  /** The properties (by index in the model) to judge in every new state; `eventually` ones are left to liveness. */
  readonly judge: readonly number[];
  /** Threads to expand with, where an engine can use several. Default: 1. */
  readonly workers?: number;
  /** What is kept of a state, where an engine can choose. Default: exact. */
  readonly store?: StoreMode;
  /** The most that one memory of the engine's core may take, in bytes; more states go to further ones. Default: 4 GiB. */
  readonly memory?: number;
  /** One in this many states is checked against the reference semantics, where an engine observes; 0: none. Default: 0. */
  readonly sample?: number;
  /** Where given, states are stored as the representatives of their orbits. Default: null. */
  readonly symmetry?: Symmetry | null;
  /** Where given, it chooses which enabled instances fire. Default: null. */
  readonly reducer?: Reducer | null;
}

/** One model being explored. Initial states are stored (and judged) when it is opened. */
export interface Exploration<S> {
  /** States stored so far. */
  size(): number;
  /** Bytes of stored states, table and predecessors. */
  bytes(): number;
  /**
   * Expands the states `from` (included) to `to` (excluded) in order, judging every new state once. A promise where
   * other threads have a part in it: nothing else may be asked until it is kept.
   */
  expand(from: number, to: number): void | Promise<void>;
  /** The state that breaks (always) or reaches (sometimes) property number `property` first, or null. */
  found(property: number): number | null;
  /** The first dead end that is an error under the deadlock mode, or null. */
  deadlocked(): number | null;
  /** Where a declared loop bound first cut a path (`Model.cut`), or null. */
  cut(): string | null;
  /**
   * How often each rule (by index in the model) fired and led to a new state. Firings whose successor is abandoned do
   * not count; those of an eager rule count for the rule, but are part of another rule's step.
   */
  fired(rule: number): { readonly fired: number; readonly ledToNew: number };
  /** What was observed of the rules, or null for an engine that runs them in every state. */
  tries(): TrieStatistics | null;
  /** How a state was first reached: null for an initial state. */
  predecessor(state: number): Edge | null;
  /** The state itself, as a plain value. */
  state(index: number): S;
  /**
   * The edges out of a stored state to stored states, recomputed. Self-loops included, abandoned states left out, and
   * so is an instance that is enabled but leads to one: a step that never happened is not owed any fairness.
   */
  successors(index: number): readonly Edge[];
  /** What a state without successors is; null for a state with some. A path cut by a loop bound counts as abandoned. */
  deadEnd(index: number): End | null;
  /** The stored states as data that another engine can go on from: a view, to be read before the next `expand`. */
  stored(): StoredStates;
  /** Gives back what the exploration holds beyond JavaScript's own memory (threads, shared tables). The last call. */
  close(): void;
  /** Whether the stored state has the `reachedBy` of a `sometimes` or `eventually` (index in the model). */
  reaches(index: number, property: number): boolean;
}

/** How much of the rules is known from having been observed. */
export interface TrieStatistics {
  /** Decision tries of rules, and the paths in them: how many different cases the rules tell apart. */
  readonly tries: number;
  readonly leaves: number;
  /** Instances that go without: they tell too many cases apart, and are run in every state. */
  readonly unobserved: number;
  /** Firings (eager ones not counted) that needed no run of a rule. */
  readonly firings: number;
}

/** An edge: the other state, and the rule and instance (indices) that connect the two. */
export interface Edge {
  readonly state: number;
  readonly rule: number;
  readonly instance: number;
}

/** An exploration between two expansions, as data: what one engine wrote down, every engine can go on from. */
export interface Snapshot {
  readonly states: StoredStates;
  readonly findings: Findings;
}

/**
 * Stored states, read piece by piece: all of them may be gigabytes. Every method answers for the states `from`
 * (included) to `to` (excluded), in the order of their numbers, with an array that the caller may keep.
 */
export interface StoredStates {
  readonly size: number;
  /** The packed rows in the layout of the schema, one after the other. */
  rows(from: number, to: number): Int32Array;
  /** The state by which each was first reached; -1 - k for initial state number k of the model. */
  parents(from: number, to: number): Int32Array;
  /** Whether `firings` knows any: an engine that recomputes them keeps none. */
  readonly withFirings: boolean;
  /** The instance (its number in `Instances`) that led there from the parent, or `unknownFiring`. */
  firings(from: number, to: number): Int32Array;
}

/** The firing of a state whose engine did not keep it, and of an initial state. */
export const unknownFiring = -1;

/** What was found among the stored states: the answers of `fired`, `found`, `deadlocked` and `cut`. */
export interface Findings {
  /** By index of the rule. */
  readonly fired: readonly { readonly fired: number; readonly ledToNew: number }[];
  /** By index of the property. */
  readonly found: readonly (number | null)[];
  readonly deadlocked: number | null;
  readonly cut: string | null;
}
