import type { EagerMode } from "../engine/engine.ts";
import { PlainSemantics } from "../engine/plain-semantics.ts";
import type { Model } from "../model.ts";
import { Canonicaliser } from "./canonicaliser.ts";
import { compileGroup, type CompiledGroup } from "./compiled-group.ts";
import { Exhaustive } from "./exhaustive.ts";
import { groupOf, type Group } from "./group.ts";
import { verifyInitialStates } from "./initial-states.ts";
import { JointRun } from "./joint-run.ts";
import { instanceProbes, questionProbes } from "./probe.ts";
import { propertyClasses, type PropertyClass } from "./property-classes.ts";
import { prove } from "./proofs.ts";
import { Verifier } from "./verifier.ts";

/**
 * The symmetry of a model, as engines use it: they store the canonical representative of each state in its stead.
 * Works on slots, so that it does not depend on how an engine runs rules.
 */
export interface Symmetry {
  readonly group: Group;
  /** The group as flat arrays, for an engine that canonicalises by itself. */
  readonly compiled: CompiledGroup;
  /** Writes the representative of a state into `least`, another array. */
  canonicalise(slots: Int32Array, least: Int32Array): void;
  /** Nothing is left for `verify` to check. */
  readonly verified: boolean;
  /** Checks, before a stored state is expanded, what could not be proved for all states. Throws a Diagnostic. */
  verify(slots: Int32Array, place: () => string): void;
  /** By property: those decided together, or null for one to be judged in the whole orbit of a state. */
  readonly classes: readonly PropertyClass[];
}

/**
 * The symmetry that a model declares, its initial states checked and its rules proved as far as possible; null when
 * there is nothing to exchange.
 */
export function symmetryOf<S>(model: Model<S>, mode: EagerMode): Symmetry | null {
  const group = groupOf(model);
  if (group.elements.length === 1) return null;
  const semantics = new PlainSemantics(model, mode);
  verifyInitialStates(model, semantics, group);
  const { instances } = semantics;
  const joint = new JointRun(model, group.maps);
  const exhaustive = new Exhaustive(joint, model.schema.layout.slots.length);
  const classes = propertyClasses(model.properties, group, exhaustive);
  const probes = instanceProbes(model, instances);
  const questions = questionProbes(model);
  const unproved = prove(model, instances, group, probes, questions, exhaustive);
  const verifier = new Verifier({ model, instances, group, probes, questions, joint }, unproved);
  const compiled = compileGroup(group);
  const canonicaliser = new Canonicaliser(compiled);
  return {
    group,
    compiled,
    canonicalise: (slots, least) => void canonicaliser.canonicalise(slots, least),
    verified: verifier.complete,
    verify: (slots, place) => verifier.verify(slots, place),
    classes,
  };
}
