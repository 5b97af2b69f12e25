import type { Model } from "../../../checker/model.ts";
import type { Infer } from "../../../checker/schema/domain.ts";
import { int, queue, record } from "../../../checker/schema/constructors.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { rule } from "./rule.ts";

/** A FIFO of `values` values: 1 + v + v^2 + ... + v^capacity states. `spill`: it also pushes into a full one. */
export function fifo(capacity: number, values: number, { spill = false } = {}) {
  const domain = record({ items: queue(capacity, int(0, values - 1)) });
  type Fifo = Infer<typeof domain>;
  const model: Model<Fifo> = {
    name: "fifo",
    schema: schemaOf(domain),
    initial: [{ items: [] }],
    rules: [
      rule<Fifo, readonly [number]>(
        "push",
        (state, value) => {
          state.items.push(value);
        },
        {
          instances: Array.from({ length: values }, (_, value) => [value] as const),
          when: (state) => spill || state.items.length < capacity,
        },
      ),
      rule<Fifo>(
        "pop",
        (state) => {
          state.items.shift();
        },
        { when: (state) => state.items.length > 0 },
      ),
    ],
    properties: [],
  };
  return model;
}
