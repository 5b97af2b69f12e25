import { mapKinds, type CompiledGroup } from "./compiled-group.ts";
import { ElementTree } from "./element-tree.ts";
import { isPresent, type Presence } from "./presence.ts";
import { identityMap, permuteBits } from "./value-maps.ts";

/**
 * Finds the canonical representative of a state: the least of its images under the whole group, so that two states
 * have the same one exactly when they are in one orbit (as Rumur's exhaustive mode does; nothing is normalised by
 * heuristics that could miss an image).
 *
 * All elements are compared at once, slot by slot: those whose image is larger at a slot are out, and once one is left
 * it is the least. Most are out after a few slots, and those that agree so far are looked at once.
 */
export class Canonicaliser {
  private readonly group: CompiledGroup;
  private readonly presence: Presence;
  private readonly tree: ElementTree;
  /** The nodes whose images are least so far, and where their children are collected. */
  private nodes: Int32Array;
  private children: Int32Array;

  constructor(group: CompiledGroup) {
    this.group = group;
    this.presence = group;
    this.tree = new ElementTree(group);
    this.nodes = new Int32Array(group.order);
    this.children = new Int32Array(group.order);
  }

  /** Writes the least image of `slots` into `least`, another array; returns the element that makes it. */
  canonicalise(slots: Int32Array, least: Int32Array): number {
    const element = this.leastElement(slots);
    least.set(slots);
    if (element === 0) return element;
    const { active, source, map } = this.group;
    const base = element * this.group.slots;
    for (let position = 0; position < active.length; position++) {
      const slot = active[position]!;
      least[slot] = this.valueOf(source[base + slot]!, map[base + slot]!, slots);
    }
    return element;
  }

  private leastElement(slots: Int32Array): number {
    const { tree } = this;
    let count = tree.roots;
    for (let root = 0; root < count; root++) this.nodes[root] = root;
    for (let depth = 0; depth < tree.depth; depth++) {
      const kept = this.keepLeast(count, slots);
      const first = this.nodes[0]!;
      if (depth === tree.depth - 1 || (kept === 1 && tree.isSingle(first))) return tree.element[first]!;
      count = this.descend(kept);
    }
    return 0;
  }

  /** Keeps the nodes with the least value; returns how many. */
  private keepLeast(count: number, slots: Int32Array): number {
    const { nodes } = this;
    const { source, map } = this.tree;
    let kept = 0;
    let least = 0;
    for (let index = 0; index < count; index++) {
      const node = nodes[index]!;
      const value = this.valueOf(source[node]!, map[node]!, slots);
      if (kept > 0 && value > least) continue;
      if (value < least) kept = 0;
      least = value;
      nodes[kept++] = node;
    }
    return kept;
  }

  /** Goes on to the children of the nodes; returns how many there are. */
  private descend(count: number): number {
    const { nodes, children } = this;
    const { firstChild } = this.tree;
    let found = 0;
    for (let index = 0; index < count; index++) {
      const node = nodes[index]!;
      for (let child = firstChild[node]!; child < firstChild[node + 1]!; child++) children[found++] = child;
    }
    this.nodes = children;
    this.children = nodes;
    return found;
  }

  private valueOf(source: number, map: number, slots: Int32Array): number {
    const value = slots[source]!;
    if (map === identityMap || (value === 0 && !isPresent(this.presence, source, slots))) return value;
    const { mapKind, mapStart, mapValues } = this.group;
    const start = mapStart[map]!;
    if (mapKind[map] === mapKinds.table) return mapValues[start + value]!;
    return permuteBits(mapValues.subarray(start, mapStart[map + 1]), value);
  }
}
