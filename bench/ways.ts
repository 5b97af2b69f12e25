import type { CheckOptions } from "../checker/index.ts";
import { unknownName } from "../specs/unknown-name.ts";

/** What is visited: every state, or one of each class of states that differ in the names of PEs, pages and frames. */
export type Space = "whole" | "symmetric";

/** One way to run walkcheck: a row of the tables. */
export interface Way {
  readonly name: string;
  readonly space: Space;
  /** As the library takes them; `walkcheck` has options of the same names. */
  readonly options: Pick<CheckOptions, "engine" | "symmetry" | "workers" | "store">;
  /** There to be right, not to be fast: takes part where little is to be done, or where asked for by its name. */
  readonly small?: boolean;
}

/** In the order of the tables. A new engine, or another way to use one, is a line here. */
export const ways: readonly Way[] = [
  { name: "observed", space: "whole", options: { engine: "observed", workers: 1 } },
  { name: "observed-2", space: "whole", options: { engine: "observed", workers: 2 } },
  { name: "observed-compact", space: "whole", options: { engine: "observed", workers: 1, store: "compact" } },
  { name: "flyweight", space: "whole", options: { engine: "flyweight" } },
  {
    name: "observed-symmetry",
    space: "symmetric",
    options: { engine: "observed", workers: 1, symmetry: "full" },
  },
  { name: "flyweight-symmetry", space: "symmetric", options: { engine: "flyweight", symmetry: "full" } },
  { name: "reference", space: "whole", options: { engine: "reference" }, small: true },
];

/** The way of a name, which must exist. */
export function wayNamed(name: string): Way {
  const way = ways.find((each) => each.name === name);
  if (way === undefined) throw unknownName({ what: "engine", name, among: ways.map(({ name }) => name) });
  return way;
}

/** As the rows call it, among other model checkers. */
export function rowName({ name }: Way): string {
  return `walkcheck-${name}`;
}

/** The same options on the command line of `walkcheck`. */
export function optionWords({ options }: Way): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
}

/** Whether it takes part in something that is small, or is not. */
export function takesPart(way: Way, only: string, isSmall: boolean): boolean {
  return way.small !== true || isSmall || only.startsWith(rowName(way));
}
