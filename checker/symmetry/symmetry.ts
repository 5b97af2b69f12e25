import type { CompiledGroup } from "./compiled-group.ts";
import type { Group } from "./group.ts";
import type { PropertyClass } from "./property-classes.ts";

/** "off": every reachable state is stored; "full": one of each orbit, that is of those a symmetry of the model joins. */
export type SymmetryMode = "off" | "full";

/**
 * The symmetry of a model, as engines use it: they store the canonical representative of each state in its stead.
 * Works on slots, so that it does not depend on how an engine runs rules.
 */
export interface Symmetry {
  readonly group: Group;
  /** The group as flat arrays, for an engine that canonicalises by itself. */
  readonly compiled: CompiledGroup;
  /** Writes the representative of a state into `least`, another array; returns the element that leads to it. */
  canonicalise(slots: Int32Array, least: Int32Array): number;
  /** Nothing is left for `verify` to check. */
  readonly verified: boolean;
  /** Checks, before a stored state is expanded, what could not be proved for all states. Throws a Diagnostic. */
  verify(slots: Int32Array, place: () => string): void;
  /** By property: those decided together, or null for one to be judged in the whole orbit of a state. */
  readonly classes: readonly PropertyClass[];
  /** What tells it from other symmetries of a model: a checkpoint belongs to one. */
  toJSON(): unknown;
}
