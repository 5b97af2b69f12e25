import type { Property, Witness } from "./property.ts";
import type { Rule, Step } from "./rule.ts";
import type { Scalarset } from "./schema/domain.ts";
import type { Schema } from "./schema/schema.ts";
import type { Automorphism } from "./symmetry/automorphism.ts";

/** What a state without successors is. An abandoned one belongs to a guess that turned out wrong: it never happened. */
export type End = "final" | "deadlock" | "abandoned";

/**
 * Which states without successors are errors: `stuck` reports those that are not `final`; `stuttering` also those
 * whose only successor is themselves; `off` none. Rumur's modes of the same names.
 */
export type DeadlockMode = "off" | "stuck" | "stuttering";

/** The central interface: everything else is written against it. */
export interface Model<S> {
  readonly name: string;
  readonly schema: Schema<S>;
  readonly initial: readonly S[];
  readonly rules: readonly Rule<S>[];
  readonly properties: readonly Property<S>[];
  /**
   * Classifies a state without successors (under `stuttering`: without any but itself). Without it, every such state
   * is a deadlock. Not asked where all successors were abandoned, or a loop bound cut the path: that is no end at all.
   */
  end?(state: Readonly<S>): End;
  /**
   * Names what has a declared bound (a loop, say) that cut the path this state is on, or null. Any such state makes properties
   * that would be PROVED, VACUOUS or unreachable UNDECIDED.
   */
  cut?(state: Readonly<S>): string | null;
  /** Which dead ends are reported, as a property with the reserved name `no-deadlock`. Default: off. */
  readonly deadlock?: DeadlockMode;
  /**
   * States where this holds (once eager rules have fired) belong to a wrong guess: they are dropped, neither stored,
   * judged nor expanded, and the firing does not count.
   */
  abandoned?(state: Readonly<S>): boolean;
  /** Adds display-only steps to a trace, e.g. the walk that an entry hit later came from. Never removes any. */
  narrate?(trace: readonly NarrativeState<S>[], witness: Witness | null): readonly ImpliedStep[];
  /**
   * The things that can be exchanged for each other: `CheckOptions.symmetry` visits one state of those that differ only
   * in which is which. That nothing tells them apart is verified; where something does, the check refuses and names it.
   */
  readonly symmetries?: readonly Scalarset[];
  /** Symmetries that are not those of a scalarset: the generators of a group of permutations of states. */
  readonly automorphisms?: readonly Automorphism[];
  /** What the verdicts rest on beside the bounds: listed with every verdict. */
  readonly assumptions?: readonly string[];
}

/** A state of a trace, with the rule that led to it (null for the initial state). */
export interface NarrativeState<S> {
  readonly state: S;
  readonly rule: string | null;
  readonly parameters: readonly number[];
}

/** A step that needs no transition of its own, shown after transition number `after` (0: after the initial state). */
export interface ImpliedStep {
  readonly after: number;
  readonly step: Step;
}
