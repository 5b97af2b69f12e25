import type { Model } from "../../../checker/model.ts";
import type { Infer } from "../../../checker/schema/domain.ts";
import { at } from "../../../checker/schema/access.ts";
import { array, bool, record } from "../../../checker/schema/constructors.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { rule } from "./rule.ts";

/** One token going round `count` stations: `count` states in a cycle. */
export function tokenRing(count: number) {
  const ring = record({ token: array(count, bool()) });
  type Ring = Infer<typeof ring>;
  const stations = Array.from({ length: count }, (_, station) => station);
  const model: Model<Ring> = {
    name: "token ring",
    schema: schemaOf(ring),
    initial: [{ token: stations.map((station) => station === 0) }],
    rules: [
      rule<Ring, readonly [number]>(
        "pass on",
        (state, station) => {
          state.token[station] = false;
          state.token[(station + 1) % count] = true;
        },
        {
          instances: stations.map((station) => [station] as const),
          when: ({ token }, station) => at(token, station),
        },
      ),
    ],
    properties: [
      {
        name: "one token",
        kind: "always",
        because: "two tokens are two masters",
        violatedBy: ({ token }) => {
          const tokens = token.filter((here) => here).length;
          return tokens === 1 ? null : { facts: { tokens } };
        },
      },
      {
        name: "the last station has its turn",
        kind: "eventually",
        because: "a ring that stops starves",
        reachedBy: ({ token }) => (at(token, count - 1) ? { facts: { station: count - 1 } } : null),
      },
    ],
  };
  return model;
}
