import type { CompiledGroup } from "./compiled-group.ts";

/**
 * The elements of a group as a tree: at depth d they part by what they do to the d-th active slot, so that elements
 * which do the same to the first slots share a path. Nodes are numbered level by level, the children of a node in a
 * row.
 */
export class ElementTree {
  /** How many levels there are: one per active slot. */
  readonly depth: number;
  /** Nodes of the first level, 0 .. roots-1. */
  readonly roots: number;
  /** By node: the slot that its value comes from, and the value map. */
  readonly source: Int32Array;
  readonly map: Int32Array;
  /** By node: where its children begin; they end where those of the next node begin. */
  readonly firstChild: Int32Array;
  /** By node: the first of its elements. */
  readonly element: Int32Array;
  /** By node: how many elements it has. */
  private readonly size: Int32Array;

  constructor({ order, slots, active, source, map }: CompiledGroup) {
    const nodes: { readonly source: number; readonly map: number; readonly elements: number[] }[] = [];
    const firstChild: number[] = [];
    let level = [Array.from({ length: order }, (_, element) => element)];
    let roots = 0;
    for (const slot of active) {
      const first = nodes.length;
      for (const elements of level) {
        if (first > 0) firstChild.push(nodes.length);
        const parts = new Map<string, number[]>();
        for (const element of elements) {
          const at = element * slots + slot;
          const key = `${source[at]!} ${map[at]!}`;
          const part = parts.get(key);
          if (part !== undefined) {
            part.push(element);
            continue;
          }
          const fresh = [element];
          parts.set(key, fresh);
          nodes.push({ source: source[at]!, map: map[at]!, elements: fresh });
        }
      }
      level = nodes.slice(first).map(({ elements }) => elements);
      if (first === 0) roots = nodes.length;
    }
    this.depth = active.length;
    this.roots = roots;
    this.source = Int32Array.from(nodes, (node) => node.source);
    this.map = Int32Array.from(nodes, (node) => node.map);
    this.element = Int32Array.from(nodes, ({ elements }) => elements[0] ?? 0);
    this.size = Int32Array.from(nodes, ({ elements }) => elements.length);
    this.firstChild = Int32Array.from(nodes, (_, node) => firstChild[node] ?? nodes.length);
  }

  /** Whether a node has one element only. */
  isSingle(node: number): boolean {
    return this.size[node] === 1;
  }
}
