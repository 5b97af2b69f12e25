import type { Model } from "../../../checker/model.ts";
import { int, record } from "../../../checker/schema/constructors.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { rule } from "./rule.ts";

export interface Count {
  count: number;
}

/** Counts from 0 to `top` and stops: top + 1 states in a line. */
export function counter(top: number, more: Partial<Model<Count>> = {}): Model<Count> {
  return {
    name: "counter",
    schema: schemaOf(record({ count: int(0, top) })),
    initial: [{ count: 0 }],
    rules: [
      rule<Count>(
        "increment",
        (state) => {
          state.count++;
        },
        { when: (state) => state.count < top },
      ),
    ],
    properties: [],
    ...more,
  };
}

/** `always`: the count is never `n`. */
export function never(n: number, goals: readonly string[] = []) {
  return {
    name: `never ${n}`,
    kind: "always",
    because: "a toy",
    goals,
    violatedBy: ({ count }: Readonly<Count>) => (count === n ? { facts: { count } } : null),
  } as const;
}

/** `sometimes`: the count is `n`. */
export function reaches(n: number) {
  return {
    name: `reaches ${n}`,
    kind: "sometimes",
    because: "a toy",
    reachedBy: ({ count }: Readonly<Count>) => (count === n ? { facts: { count } } : null),
  } as const;
}

/** `eventually`: the count becomes `n`. */
export function becomes(n: number, goals: readonly string[] = []) {
  return { ...reaches(n), name: `becomes ${n}`, kind: "eventually", goals } as const;
}
