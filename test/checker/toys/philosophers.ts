import type { Model } from "../../../checker/model.ts";
import type { Infer } from "../../../checker/schema/domain.ts";
import { at } from "../../../checker/schema/access.ts";
import { array, bool, oneOf, record } from "../../../checker/schema/constructors.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { rule } from "./rule.ts";

/** Philosophers who each take the left fork first: a deadlock after as many steps as there are philosophers. */
export function philosophers(count: number) {
  const table = record({
    doing: array(count, oneOf("thinks", "holds left", "eats")),
    taken: array(count, bool()),
  });
  type Table = Infer<typeof table>;
  const instances = Array.from({ length: count }, (_, who) => [who] as const);
  const right = (who: number) => (who + 1) % count;
  const model: Model<Table> = {
    name: "dining philosophers",
    schema: schemaOf(table),
    initial: [{ doing: instances.map(() => "thinks" as const), taken: instances.map(() => false) }],
    deadlock: "stuck",
    rules: [
      rule<Table, readonly [number]>(
        "take left",
        (state, who) => {
          state.taken[who] = true;
          state.doing[who] = "holds left";
        },
        { instances, when: ({ doing, taken }, who) => at(doing, who) === "thinks" && !at(taken, who) },
      ),
      rule<Table, readonly [number]>(
        "take right",
        (state, who) => {
          state.taken[right(who)] = true;
          state.doing[who] = "eats";
        },
        {
          instances,
          when: ({ doing, taken }, who) => at(doing, who) === "holds left" && !at(taken, right(who)),
        },
      ),
      rule<Table, readonly [number]>(
        "put down",
        (state, who) => {
          state.taken[who] = false;
          state.taken[right(who)] = false;
          state.doing[who] = "thinks";
        },
        { instances, when: ({ doing }, who) => at(doing, who) === "eats" },
      ),
    ],
    properties: [],
  };
  return model;
}
