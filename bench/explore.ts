import { check, type EngineName, type Statistics } from "../checker/index.ts";
import type { AnyModel } from "../specs/spec.ts";

/** Visits every reachable state of a model, judging all its properties. */
export async function explore(model: AnyModel, engine: EngineName): Promise<Statistics> {
  const { statistics } = await model.open((opened) => check(opened, { engine, exhaust: true }));
  return statistics;
}
