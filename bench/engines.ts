import type { EngineName } from "../checker/index.ts";

/** The engines in the order of the tables. */
export const engines: readonly EngineName[] = ["reference", "flyweight"];

/** The engine of a name, which must exist. */
export function engineNamed(text: string): EngineName {
  const engine = engines.find((each) => each === text);
  if (engine === undefined) throw new Error(`${text}: not an engine, which are ${engines.join(", ")}`);
  return engine;
}
