import type { Box } from "./box.ts";
import type { Footprint } from "./footprints.ts";

/** A variable that is looked at next, by its values; or what comes out. */
type Node = Footprint | Question;

interface Question {
  readonly variable: number;
  readonly branches: Map<number, Map<number, Node>>;
}

/** How many are remembered per probe. */
const mostFootprints = 100_000;

/**
 * The footprints of one probe that are known. A footprint depends on the values in the box of the variables that are
 * looked at, and which is looked at next depends on those before it: a trie.
 */
export class FootprintCache {
  private root: Node | undefined = undefined;
  private count = 0;

  find(box: Box): Footprint | null {
    let node = this.root;
    while (node !== undefined && "variable" in node) {
      node = node.branches.get(box.value(node.variable))?.get(box.others[node.variable]!);
    }
    return node ?? null;
  }

  /** @param looked the variables that were looked at, in the order of the first look */
  add(box: Box, looked: readonly number[], footprint: Footprint): void {
    // Long searches meet ever new boxes: what is forgotten is worked out again, and comes out the same.
    if (this.count === mostFootprints) this.root = undefined;
    this.count = this.root === undefined ? 1 : this.count + 1;
    let put = (node: Node) => {
      this.root = node;
    };
    let node = this.root;
    for (const variable of looked) {
      let question: Question;
      if (node !== undefined && "variable" in node) question = node;
      else put((question = { variable, branches: new Map() }));
      const value = box.value(variable);
      const others = box.others[variable]!;
      const branch = question.branches.get(value) ?? new Map<number, Node>();
      question.branches.set(value, branch);
      node = branch.get(others);
      put = (next) => branch.set(others, next);
    }
    put(footprint);
  }
}
