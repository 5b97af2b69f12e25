import type { Instances } from "../engine/instances.ts";
import type { Model } from "../model.ts";
import { instanceProbes, propertyProbe, questionProbes, type Probe } from "../symmetry/probe.ts";

/** What a model is asked about its states, by number: the instances first, so that each keeps its own. */
export interface Questions<S> {
  readonly probes: readonly Probe<S>[];
  /** The number of `abandoned`, or null where the model has none. */
  readonly abandoned: number | null;
  /** The number of `cut`, or null where the model has none. */
  readonly cut: number | null;
  /** By property. */
  readonly property: readonly number[];
}

export function questionsOf<S>(model: Model<S>, instances: Instances): Questions<S> {
  const probes = [...instanceProbes(model, instances)];
  const number = (probe: Probe<S> | undefined) => (probe === undefined ? null : probes.push(probe) - 1);
  const asked = questionProbes(model);
  return {
    probes,
    abandoned: number(asked.get("abandoned")),
    cut: number(asked.get("cut")),
    property: model.properties.map((property) => probes.push(propertyProbe(property)) - 1),
  };
}
