import type { FairInstances } from "./fair-instances.ts";
import type { Components } from "./scc.ts";
import type { UnreachedGraph } from "./unreached-graph.ts";

/** What a component offers to a cycle inside it. */
interface Offer {
  readonly cyclic: Uint8Array;
  /** One bit per fair instance: disabled in some state of the component, or taken inside it. */
  readonly content: Int32Array;
}

/**
 * The first node (nearest to an initial state) of a component that a fair path can stay in for ever, or -1.
 *
 * The test is exact for maximal components: a cycle through all of the component meets everything the component
 * offers, and an instance that is enabled in all its states and never taken inside it is ignored by every cycle there.
 */
export function firstFairNode<S>(
  graph: UnreachedGraph<S>,
  { count, of }: Components,
  fair: FairInstances,
): number {
  const offer = offers(graph, { count, of }, fair);
  for (let node = 0; node < graph.nodes; node++) {
    const component = of[node]!;
    if (offer.cyclic[component] === 1 && isContent(offer.content, component, fair)) return node;
  }
  return -1;
}

function offers<S>(graph: UnreachedGraph<S>, { count, of }: Components, fair: FairInstances): Offer {
  const cyclic = new Uint8Array(count);
  const content = new Int32Array(count * fair.words);
  for (let node = 0; node < graph.nodes; node++) {
    const component = of[node]!;
    for (let edge = graph.edgesFrom(node); edge < graph.edgesTo(node); edge++) {
      if (of[graph.target(edge)] !== component) continue;
      cyclic[component] = 1;
      const taken = fair.indexOf(graph.firing(edge));
      if (taken >= 0) content[component * fair.words + (taken >>> 5)]! |= 1 << (taken & 31);
    }
    for (let word = 0; word < fair.words; word++) {
      content[component * fair.words + word]! |= ~graph.fairEnabled(node, word);
    }
  }
  return { cyclic, content };
}

function isContent(content: Int32Array, component: number, fair: FairInstances): boolean {
  for (let index = 0; index < fair.count; index++) {
    if (((content[component * fair.words + (index >>> 5)]! >>> (index & 31)) & 1) === 0) return false;
  }
  return true;
}
