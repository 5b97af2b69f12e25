import type { StateVariables } from "./state-variables.ts";

interface Node {
  /** What is looked at next; -1 at the end of a path. */
  readonly variable: number;
  readonly next: Map<number, Node>;
}

const end = -1;

/**
 * Remembers on which paths through a computation it came out well: a path is the variables that were looked at, in
 * order, with their values. A state whose values lead along a known path needs no second look.
 */
export class PathMemo {
  private readonly variables: StateVariables;
  private root: Node | null = null;

  constructor(variables: StateVariables) {
    this.variables = variables;
  }

  knows(slots: Int32Array): boolean {
    let node = this.root;
    while (node !== null && node.variable !== end) {
      node = node.next.get(this.variables.value(node.variable, slots)) ?? null;
    }
    return node !== null;
  }

  /** Adds the path that reading `reads` in a state takes. */
  learn(reads: readonly number[], slots: Int32Array): void {
    let enter = (made: Node): Node => (this.root ??= made);
    for (const variable of reads) {
      const node = enter({ variable, next: new Map() });
      const value = this.variables.value(variable, slots);
      enter = (made) => {
        const known = node.next.get(value) ?? made;
        node.next.set(value, known);
        return known;
      };
    }
    enter({ variable: end, next: new Map() });
  }
}
