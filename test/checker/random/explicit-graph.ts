import { produce } from "immer";
import type { Model } from "../../../checker/model.ts";

/** A system as a graph, by the shortest program that could build it: nothing here is shared with the checker. */
export interface ExplicitGraph<S> {
  readonly states: readonly S[];
  readonly distance: readonly number[];
  readonly initial: readonly number[];
  /** Edges in the order of the rules; `label` is the rule and its parameters. */
  readonly edges: readonly (readonly Arrow[])[];
}

export interface Arrow {
  readonly to: number;
  readonly label: string;
  readonly fair: boolean;
}

export function explicitGraph<S>(model: Model<S>): ExplicitGraph<S> {
  const states: S[] = [];
  const distance: number[] = [];
  const ids = new Map<string, number>();
  const visit = (state: S, far: number): number => {
    const text = JSON.stringify(state);
    const known = ids.get(text);
    if (known !== undefined) return known;
    ids.set(text, states.length);
    distance.push(far);
    return states.push(state) - 1;
  };
  const initial = model.initial.map((state) => visit(state, 0));
  const edges: Arrow[][] = [];
  for (let id = 0; id < states.length; id++) {
    edges.push([]);
    const state = states[id];
    if (state === undefined) throw new Error("visited out of order");
    for (const { name, instances, when, then: recipe, fairness } of model.rules) {
      for (const parameters of instances) {
        if (!when(state, ...parameters)) continue;
        const next = produce(state, (draft: S) => recipe(draft, ...parameters));
        const to = visit(next, (distance[id] ?? 0) + 1);
        edges[id]?.push({ to, label: `${name} ${parameters.join(" ")}`, fair: fairness === "weak" });
      }
    }
  }
  return { states, distance, initial, edges };
}
