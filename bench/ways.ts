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
  /** The largest it takes part in without being asked for by its name: there to be right, or to be compared with. */
  readonly upTo?: Extent;
}

/** How much is to be done: `large` is minutes for an engine that runs recipes in every state. */
export type Extent = "small" | "medium" | "large";

const extents: readonly Extent[] = ["small", "medium", "large"];

/** In the order of the tables. A new engine, or another way to use one, is a line here. */
export const ways: readonly Way[] = [
  { name: "observed", space: "whole", options: { engine: "observed", workers: 1 } },
  { name: "observed-2", space: "whole", options: { engine: "observed", workers: 2 } },
  { name: "observed-compact", space: "whole", options: { engine: "observed", workers: 1, store: "compact" } },
  { name: "flyweight", space: "whole", options: { engine: "flyweight" }, upTo: "medium" },
  {
    name: "observed-symmetry",
    space: "symmetric",
    options: { engine: "observed", workers: 1, symmetry: "full" },
  },
  { name: "flyweight-symmetry", space: "symmetric", options: { engine: "flyweight", symmetry: "full" } },
  { name: "reference", space: "whole", options: { engine: "reference" }, upTo: "small" },
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

/** Whether it takes part in something of an extent. */
export function takesPart(way: Way, only: string, extent: Extent): boolean {
  return extents.indexOf(extent) <= extents.indexOf(way.upTo ?? "large") || only.startsWith(rowName(way));
}
