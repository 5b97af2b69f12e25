import type { Edge, Exploration } from "../engine/engine.ts";
import type { Instances } from "../engine/instances.ts";

/** A path from an initial state, in numbers: firing i leads from states[i] to states[i + 1]. */
export interface Path {
  readonly states: readonly number[];
  readonly firings: readonly number[];
  /** For a lasso: the index of the first firing of the cycle. */
  readonly loop: number | null;
}

/** The paths by which states were first reached: shortest ones. */
export class Paths {
  private readonly exploration: Pick<Exploration<unknown>, "predecessor">;
  private readonly instances: Instances;
  /** Paths begin alike, and an engine may have to search for a predecessor. */
  private readonly edges = new Map<number, Edge | null>();

  constructor(exploration: Pick<Exploration<unknown>, "predecessor">, instances: Instances) {
    this.exploration = exploration;
    this.instances = instances;
  }

  to(state: number): Path {
    const states = [state];
    const firings: number[] = [];
    for (let edge = this.edge(state); edge !== null; edge = this.edge(edge.state)) {
      states.push(edge.state);
      firings.push(this.instances.number(edge.rule, edge.instance));
    }
    return { states: states.toReversed(), firings: firings.toReversed(), loop: null };
  }

  private edge(state: number): Edge | null {
    const known = this.edges.get(state);
    if (known !== undefined) return known;
    const edge = this.exploration.predecessor(state);
    this.edges.set(state, edge);
    return edge;
  }
}
