import type { BoundHit } from "../../bounds.ts";
import type { Exploration } from "../../engine/engine.ts";
import type { Instances } from "../../engine/instances.ts";
import type { Rule } from "../../rule.ts";
import type { Pace } from "../pace.ts";
import type { Path } from "../path.ts";
import { fairCycle, type Hop } from "./fair-cycle.ts";
import { firstFairNode } from "./fair-components.ts";
import { FairInstances } from "./fair-instances.ts";
import { components } from "./scc.ts";
import { noNode, UnreachedGraph } from "./unreached-graph.ts";

/** Nodes visited between two looks at the clock. */
const chunk = 2000;

export interface LivenessQuestion<S> {
  readonly exploration: Exploration<S>;
  readonly rules: readonly Rule<S>[];
  readonly instances: Instances;
  /** States below this number have all their successors stored. */
  readonly expanded: number;
  readonly pace: Pace;
}

export interface LivenessAnswer {
  /** A path that never reaches the property, or null when none was found. */
  readonly path: Path | null;
  /** Why not every path through the expanded states was followed, or null. */
  readonly hit: BoundHit | null;
}

/**
 * Looks for a path along which an `eventually` never comes: one that ends, or a lasso that ignores no fair instance.
 * Of all of them one with a shortest stem; where both have it, the path that ends.
 *
 * Every path is followed to the end, so unlike checkers that carry the question along the search, neither a cycle nor
 * a join of two paths hides an answer.
 */
export async function findUnreachedPath<S>(
  question: LivenessQuestion<S>,
  property: number,
): Promise<LivenessAnswer> {
  const { exploration, rules, instances, expanded, pace } = question;
  const fair = new FairInstances(rules, instances);
  const graph = new UnreachedGraph(exploration, property, expanded, instances, fair);
  let hit: BoundHit | null = null;
  while (hit === null && graph.grow(chunk)) {
    await pace.turn();
    hit = pace.hit();
  }
  graph.close();
  const parts = components(graph);
  const entry = firstFairNode(graph, parts, fair);
  const end = graph.deadEnd();
  if (end !== noNode && (entry === noNode || stemLength(graph, end) <= stemLength(graph, entry))) {
    return { path: toPath(graph, end, []), hit };
  }
  const path = entry === noNode ? null : toPath(graph, entry, fairCycle(graph, parts, fair, entry));
  return { path, hit };
}

function stemLength<S>(graph: UnreachedGraph<S>, node: number): number {
  let length = 0;
  for (let at = graph.before(node); at !== noNode; at = graph.before(at)) length++;
  return length;
}

function toPath<S>(graph: UnreachedGraph<S>, node: number, cycle: readonly Hop[]): Path {
  const states = [graph.state(node)];
  const firings: number[] = [];
  for (let at = node; graph.before(at) !== noNode; at = graph.before(at)) {
    states.push(graph.state(graph.before(at)));
    firings.push(graph.firingTo(at));
  }
  states.reverse();
  firings.reverse();
  const loop = cycle.length === 0 ? null : firings.length;
  for (const { edge } of cycle) {
    states.push(graph.state(graph.target(edge)));
    firings.push(graph.firing(edge));
  }
  return { states, firings, loop };
}
