import { InternalFault } from "../../internal-fault.ts";
import type { FairInstances } from "./fair-instances.ts";
import type { Components } from "./scc.ts";
import type { UnreachedGraph } from "./unreached-graph.ts";

/** An edge of the graph, by number, and the node it leaves. */
export interface Hop {
  readonly from: number;
  readonly edge: number;
}

/**
 * A cycle through `entry`, within its component, on which every fair instance is disabled once or taken once. It goes
 * to the nearest place that contents a further instance until all are: short, if not always the shortest.
 */
export function fairCycle<S>(
  graph: UnreachedGraph<S>,
  components: Components,
  fair: FairInstances,
  entry: number,
): readonly Hop[] {
  return new CycleBuilder(graph, components, fair, entry).build();
}

class CycleBuilder<S> {
  private readonly graph: UnreachedGraph<S>;
  private readonly of: Int32Array;
  private readonly fair: FairInstances;
  private readonly entry: number;
  /** Fair instances that the cycle has neither met disabled nor taken. */
  private readonly pending = new Set<number>();
  private readonly cycle: Hop[] = [];
  private node: number;

  constructor(graph: UnreachedGraph<S>, components: Components, fair: FairInstances, entry: number) {
    this.graph = graph;
    this.of = components.of;
    this.fair = fair;
    this.entry = entry;
    this.node = entry;
    for (let index = 0; index < fair.count; index++) this.pending.add(index);
  }

  build(): readonly Hop[] {
    this.meet(this.entry);
    while (this.pending.size > 0) this.follow((hop) => this.contents(hop));
    if (this.cycle.length === 0 || this.node !== this.entry) {
      this.follow((hop) => this.graph.target(hop.edge) === this.entry);
    }
    return this.cycle;
  }

  /** Appends a shortest path from here that ends with a wanted hop. */
  private follow(wanted: (hop: Hop) => boolean): void {
    const cameBy = new Map<number, Hop | null>([[this.node, null]]);
    // The map is a queue as well: it iterates in the order of insertion, over what is added meanwhile.
    for (const from of cameBy.keys()) {
      for (let edge = this.graph.edgesFrom(from); edge < this.graph.edgesTo(from); edge++) {
        const target = this.graph.target(edge);
        if (this.of[target] !== this.of[this.entry]) continue;
        const hop = { from, edge };
        if (wanted(hop)) return this.append(hop, cameBy);
        if (!cameBy.has(target)) cameBy.set(target, hop);
      }
    }
    throw new InternalFault("a fair component has no cycle that contents every fair instance");
  }

  private append(last: Hop, cameBy: ReadonlyMap<number, Hop | null>): void {
    const hops = [last];
    for (let hop = cameBy.get(last.from); hop; hop = cameBy.get(hop.from)) hops.push(hop);
    for (const hop of hops.toReversed()) {
      this.cycle.push(hop);
      this.pending.delete(this.fair.indexOf(this.graph.firing(hop.edge)));
      this.meet(this.graph.target(hop.edge));
    }
    this.node = this.graph.target(last.edge);
  }

  private meet(node: number): void {
    for (const index of this.pending) {
      if (!this.graph.isFairEnabled(node, index)) this.pending.delete(index);
    }
  }

  private contents(hop: Hop): boolean {
    if (this.pending.has(this.fair.indexOf(this.graph.firing(hop.edge)))) return true;
    const target = this.graph.target(hop.edge);
    for (const index of this.pending) {
      if (!this.graph.isFairEnabled(target, index)) return true;
    }
    return false;
  }
}
