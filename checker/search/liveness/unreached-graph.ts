import type { Exploration } from "../../engine/engine.ts";
import { IntList } from "../../engine/int-list.ts";
import type { Instances } from "../../engine/instances.ts";
import type { FairInstances } from "./fair-instances.ts";

/** The node that a node was first reached from, when there is none. */
export const noNode = -1;

/**
 * The part of the graph where the state waited for has not come yet: reachable from the initial states through states
 * without it. Nodes are numbered in breadth-first order, so that the first one of any kind has a shortest stem.
 */
export class UnreachedGraph<S> {
  private readonly exploration: Exploration<S>;
  private readonly property: number;
  private readonly expanded: number;
  private readonly instances: Instances;
  private readonly fair: FairInstances;

  /** The stored state of a node. */
  private readonly stateOf = new IntList();
  /** The node of a stored state + 1; 0 when not looked at, -1 when the state reaches the property. */
  private readonly nodeOf: Int32Array;
  private readonly parent = new IntList();
  private readonly parentFiring = new IntList();
  private readonly edgeStart = new IntList();
  private readonly edgeTarget = new IntList();
  private readonly edgeFiring = new IntList();
  /** `fair.words` words per node: the fair instances that are enabled. */
  private readonly enabledFair = new IntList();
  private firstEnd = noNode;
  private next = 0;

  /** @param expanded states below this number have all their successors stored; the others are left alone */
  constructor(
    exploration: Exploration<S>,
    property: number,
    expanded: number,
    instances: Instances,
    fair: FairInstances,
  ) {
    this.exploration = exploration;
    this.property = property;
    this.expanded = expanded;
    this.instances = instances;
    this.fair = fair;
    this.nodeOf = new Int32Array(exploration.size());
    for (let state = 0; state < exploration.size() && exploration.predecessor(state) === null; state++) {
      this.visit(state, noNode, -1);
    }
  }

  /** Visits at most `count` more nodes; false when there are none left. */
  grow(count: number): boolean {
    for (let done = 0; done < count; done++) {
      if (this.next === this.stateOf.length) return false;
      this.expand(this.next++);
    }
    return true;
  }

  /** Leaves the nodes not yet visited alone, like states that the search did not expand. */
  close(): void {
    for (; this.next < this.stateOf.length; this.next++) this.addNode();
  }

  get nodes(): number {
    return this.next;
  }

  /** The nearest node whose path ends there, or `noNode`. */
  deadEnd(): number {
    return this.firstEnd;
  }

  state(node: number): number {
    return this.stateOf.at(node);
  }

  /** The node before it on a shortest stem, or `noNode`. */
  before(node: number): number {
    return this.parent.at(node);
  }

  /** The instance that leads from the node before it. */
  firingTo(node: number): number {
    return this.parentFiring.at(node);
  }

  /** Edges `edgesFrom(n)` (included) to `edgesTo(n)` (excluded) leave node n. */
  edgesFrom(node: number): number {
    return this.edgeStart.at(node);
  }

  edgesTo(node: number): number {
    return node + 1 < this.next ? this.edgeStart.at(node + 1) : this.edgeTarget.length;
  }

  target(edge: number): number {
    return this.edgeTarget.at(edge);
  }

  firing(edge: number): number {
    return this.edgeFiring.at(edge);
  }

  isFairEnabled(node: number, fair: number): boolean {
    return ((this.fairEnabled(node, fair >>> 5) >>> (fair & 31)) & 1) === 1;
  }

  /** Which of the fair instances 32 * word .. 32 * word + 31 are enabled, a bit each. */
  fairEnabled(node: number, word: number): number {
    return this.enabledFair.at(node * this.fair.words + word);
  }

  private expand(node: number): void {
    const state = this.stateOf.at(node);
    const masks = this.addNode();
    if (state >= this.expanded) return;
    const edges = this.exploration.successors(state);
    for (const edge of edges) {
      const firing = this.instances.number(edge.rule, edge.instance);
      this.markEnabled(masks, firing);
      const target = this.visit(edge.state, node, firing);
      if (target === noNode) continue;
      this.edgeTarget.push(target);
      this.edgeFiring.push(firing);
    }
    if (edges.length === 0 && this.firstEnd === noNode && this.isEnd(state)) this.firstEnd = node;
  }

  /** A node without edges so far; returns where its masks begin. */
  private addNode(): number {
    this.edgeStart.push(this.edgeTarget.length);
    const masks = this.enabledFair.length;
    for (let word = 0; word < this.fair.words; word++) this.enabledFair.push(0);
    return masks;
  }

  private isEnd(state: number): boolean {
    const end = this.exploration.deadEnd(state);
    return end === "final" || end === "deadlock";
  }

  private markEnabled(masks: number, firing: number): void {
    const fair = this.fair.indexOf(firing);
    if (fair < 0) return;
    const word = masks + (fair >>> 5);
    this.enabledFair.put(word, this.enabledFair.at(word) | (1 << (fair & 31)));
  }

  /** The node of a state, or `noNode` when the property is reached in it. */
  private visit(state: number, parent: number, firing: number): number {
    const seen = this.nodeOf[state]!;
    if (seen !== 0) return seen < 0 ? noNode : seen - 1;
    if (this.exploration.reaches(state, this.property)) {
      this.nodeOf[state] = -1;
      return noNode;
    }
    const node = this.stateOf.length;
    this.nodeOf[state] = node + 1;
    this.stateOf.push(state);
    this.parent.push(parent);
    this.parentFiring.push(firing);
    return node;
  }
}
