import type { Arrow, ExplicitGraph } from "./explicit-graph.ts";

/**
 * Whether some path never comes to a state that `reached`: by the definition, over every set of states. A fair path
 * that goes on for ever visits exactly the states of some set again and again; so it exists if, and only if, such a
 * set is connected, and each fair instance is disabled in one of its states or taken between two of them.
 */
export function escapes<S>(graph: ExplicitGraph<S>, reached: (state: S) => boolean): boolean {
  const open = new Set(reachableWithout(graph, reached));
  if ([...open].some((node) => arrows(graph, node).length === 0)) return true;
  return subsets([...open]).some((nodes) => isConnected(graph, nodes) && isFair(graph, nodes));
}

/** The least number of steps to the end of a path, or to a cycle, that never comes to such a state. */
export function shortestStem<S>(graph: ExplicitGraph<S>, reached: (state: S) => boolean): number {
  const distance = distancesWithout(graph, reached);
  const ends = [...distance.keys()].filter((node) => arrows(graph, node).length === 0);
  const cycles = subsets([...distance.keys()]).filter(
    (nodes) => isConnected(graph, nodes) && isFair(graph, nodes),
  );
  return Math.min(...[...ends, ...cycles.flat()].map((node) => distance.get(node) ?? Infinity));
}

function reachableWithout<S>(graph: ExplicitGraph<S>, reached: (state: S) => boolean): readonly number[] {
  return [...distancesWithout(graph, reached).keys()];
}

function distancesWithout<S>(graph: ExplicitGraph<S>, reached: (state: S) => boolean): Map<number, number> {
  const isOpen = (node: number) => graph.states[node] !== undefined && !reached(graph.states[node]);
  const distance = new Map(graph.initial.filter(isOpen).map((node) => [node, 0]));
  for (const [node, far] of distance) {
    for (const { to } of arrows(graph, node)) {
      if (isOpen(to) && !distance.has(to)) distance.set(to, far + 1);
    }
  }
  return distance;
}

function arrows<S>(graph: ExplicitGraph<S>, node: number): readonly Arrow[] {
  return graph.edges[node] ?? [];
}

function subsets(nodes: readonly number[]): readonly (readonly number[])[] {
  return Array.from({ length: 2 ** nodes.length - 1 }, (_, mask) =>
    nodes.filter((__, bit) => (((mask + 1) >> bit) & 1) === 1),
  );
}

/** Whether every node leads to every node, itself included, within the set. */
function isConnected<S>(graph: ExplicitGraph<S>, nodes: readonly number[]): boolean {
  return nodes.every((from) => {
    const met = new Set<number>();
    const todo = [from];
    for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
      for (const { to } of arrows(graph, node)) {
        if (!nodes.includes(to) || met.has(to)) continue;
        met.add(to);
        todo.push(to);
      }
    }
    return nodes.every((node) => met.has(node));
  });
}

function isFair<S>(graph: ExplicitGraph<S>, nodes: readonly number[]): boolean {
  const fair = new Set(
    nodes.flatMap((node) => arrows(graph, node).flatMap((arrow) => (arrow.fair ? [arrow.label] : []))),
  );
  return [...fair].every((label) =>
    nodes.some((node) => {
      const taken = arrows(graph, node).find((arrow) => arrow.label === label);
      return taken === undefined || nodes.includes(taken.to);
    }),
  );
}
