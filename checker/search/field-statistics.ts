import type { Exploration } from "../engine/engine.ts";
import type { Model } from "../model.ts";
import type { FieldStatistics, Statistics } from "../result.ts";

type Counted = Pick<Statistics, "fields" | "fieldsOver">;

export const notCounted: Counted = { fields: [], fieldsOver: 0 };

/** Of states with many fields fewer are looked at: this many lines take about a second. */
const mostLines = 500_000;

/**
 * Distinct values per field, as the printer tells them apart, in at most `most` states. Every k-th state is looked at,
 * so that a sample is of all levels and the same in every run.
 */
export function countFields<S>(
  { schema }: Model<S>,
  exploration: Pick<Exploration<S>, "size" | "state">,
  most: number,
): Counted {
  const size = exploration.size();
  if (size === 0) return notCounted;
  const first = schema.print(exploration.state(0));
  const lines = first.split("\n").length;
  const stride = Math.max(1, Math.ceil(size / Math.min(most, Math.ceil(mostLines / lines))));
  const values = new Map<string, Set<string>>();
  note(values, first);
  for (let id = stride; id < size; id += stride) note(values, schema.print(exploration.state(id)));
  const fields = [...values].map(([path, seen]): FieldStatistics => ({ path, distinct: seen.size }));
  return { fields, fieldsOver: Math.ceil(size / stride) };
}

function note(values: Map<string, Set<string>>, printed: string): void {
  for (const line of printed.split("\n")) {
    const [path = "", ...value] = line.split(" = ");
    const seen = values.get(path) ?? new Set<string>();
    values.set(path, seen.add(value.join(" = ")));
  }
}
