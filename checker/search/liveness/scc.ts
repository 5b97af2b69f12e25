import { IntList } from "../../engine/int-list.ts";

/** A graph in numbers, as `UnreachedGraph` is one. */
export interface Graph {
  readonly nodes: number;
  edgesFrom(node: number): number;
  edgesTo(node: number): number;
  target(edge: number): number;
}

/** The strongly connected components of a graph. */
export interface Components {
  readonly count: number;
  /** The component of a node. */
  readonly of: Int32Array;
}

/** Tarjan's algorithm with a stack of its own: state graphs are far deeper than the call stack. */
export function components(graph: Graph): Components {
  return new Tarjan(graph).run();
}

const unvisited = 0;

class Tarjan {
  private readonly graph: Graph;
  private readonly of: Int32Array;
  /** When a node was first met, from 1. */
  private readonly met: Int32Array;
  /** The earliest node on the stack that a node leads back to. */
  private readonly low: Int32Array;
  /** The next edge to follow out of a node. */
  private readonly edge: Int32Array;
  private readonly path = new IntList();
  private pathLength = 0;
  private readonly pending = new IntList();
  private pendingLength = 0;
  private clock = 0;
  private count = 0;

  constructor(graph: Graph) {
    this.graph = graph;
    this.of = new Int32Array(graph.nodes).fill(-1);
    this.met = new Int32Array(graph.nodes);
    this.low = new Int32Array(graph.nodes);
    this.edge = new Int32Array(graph.nodes);
  }

  run(): Components {
    for (let root = 0; root < this.graph.nodes; root++) {
      if (this.met[root] === unvisited) this.walk(root);
    }
    return { count: this.count, of: this.of };
  }

  private walk(root: number): void {
    this.enter(root);
    while (this.pathLength > 0) {
      const node = this.path.at(this.pathLength - 1);
      if (this.edge[node]! < this.graph.edgesTo(node))
        this.follow(node, this.graph.target(this.edge[node]!++));
      else this.leave(node);
    }
  }

  private enter(node: number): void {
    this.met[node] = this.low[node] = ++this.clock;
    this.edge[node] = this.graph.edgesFrom(node);
    this.path.put(this.pathLength++, node);
    this.pending.put(this.pendingLength++, node);
  }

  private follow(node: number, target: number): void {
    if (this.met[target] === unvisited) this.enter(target);
    // A target whose component is closed cannot lead back here.
    else if (this.of[target] === -1) this.lower(node, this.met[target]!);
  }

  private leave(node: number): void {
    this.pathLength--;
    if (this.pathLength > 0) this.lower(this.path.at(this.pathLength - 1), this.low[node]!);
    if (this.low[node] !== this.met[node]) return;
    for (let member = -1; member !== node;) {
      member = this.pending.at(--this.pendingLength);
      this.of[member] = this.count;
    }
    this.count++;
  }

  private lower(node: number, to: number): void {
    if (to < this.low[node]!) this.low[node] = to;
  }
}
