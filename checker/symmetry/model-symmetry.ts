import type { EagerMode } from "../engine/engine.ts";
import { PlainSemantics } from "../engine/plain-semantics.ts";
import type { Model } from "../model.ts";
import { Canonicaliser } from "./canonicaliser.ts";
import { compileGroup } from "./compiled-group.ts";
import { Exhaustive } from "./exhaustive.ts";
import { groupOf } from "./group.ts";
import { verifyInitialStates } from "./initial-states.ts";
import { JointRun } from "./joint-run.ts";
import { instanceProbes, questionProbes } from "./probe.ts";
import { propertyClasses } from "./property-classes.ts";
import { prove } from "./proofs.ts";
import type { Symmetry } from "./symmetry.ts";
import { Verifier } from "./verifier.ts";

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
    canonicalise: (slots, least) => canonicaliser.canonicalise(slots, least),
    verified: verifier.complete,
    verify: (slots, place) => verifier.verify(slots, place),
    classes,
    toJSON: () =>
      group.generators.map(({ name, from, map, firing }) => [name, [from, map, firing].join(";")]),
  };
}
