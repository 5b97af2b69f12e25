import type { Model } from "../../../checker/model.ts";
import { int, record } from "../../../checker/schema/constructors.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { rule } from "./rule.ts";

export interface Node {
  node: number;
}

/** The edges of one rule: at most one out of each node. */
export interface GraphRule {
  readonly name: string;
  readonly edges: readonly (readonly [from: number, to: number])[];
  readonly fair?: boolean;
}

export interface GraphSpec {
  readonly nodes: number;
  readonly initial: readonly number[];
  readonly rules: readonly GraphRule[];
  /** The nodes that `arrives` waits for. */
  readonly goal: readonly number[];
}

/** A system given as a graph, with the one property that every path arrives at a goal node. */
export function graph({ nodes, initial, rules, goal }: GraphSpec): Model<Node> {
  return {
    name: "graph",
    schema: schemaOf(record({ node: int(0, nodes - 1) })),
    initial: initial.map((node) => ({ node })),
    rules: rules.map(({ name, edges, fair }) => {
      const next = new Map(edges);
      return rule<Node>(
        name,
        (state) => {
          state.node = next.get(state.node) ?? state.node;
        },
        { when: (state) => next.has(state.node), ...(fair === true ? { fairness: "weak" } : {}) },
      );
    }),
    properties: [
      {
        name: "arrives",
        kind: "eventually",
        because: "a toy",
        reachedBy: ({ node }) => (goal.includes(node) ? { facts: { node } } : null),
      },
    ],
  };
}
