import type { Model } from "../../../checker/model.ts";
import type { Infer } from "../../../checker/schema/domain.ts";
import { int, record } from "../../../checker/schema/constructors.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { rule } from "./rule.ts";

const jugs = record({ small: int(0, 3), big: int(0, 5) });
type Jugs = Infer<typeof jugs>;

/** Two jugs of 3 and 5 gallons, from TLA+: 16 states, and 4 gallons after 6 moves. */
export const dieHard: Model<Jugs> = {
  name: "die hard",
  schema: schemaOf(jugs),
  initial: [{ small: 0, big: 0 }],
  rules: [
    rule("fill small", (state) => {
      state.small = 3;
    }),
    rule("fill big", (state) => {
      state.big = 5;
    }),
    rule("empty small", (state) => {
      state.small = 0;
    }),
    rule("empty big", (state) => {
      state.big = 0;
    }),
    rule("small to big", (state) => {
      const poured = Math.min(state.small, 5 - state.big);
      state.small -= poured;
      state.big += poured;
    }),
    rule("big to small", (state) => {
      const poured = Math.min(state.big, 3 - state.small);
      state.small += poured;
      state.big -= poured;
    }),
  ],
  properties: [
    {
      name: "four gallons",
      kind: "sometimes",
      because: "it disarms the bomb",
      reachedBy: ({ big }) => (big === 4 ? { facts: { big } } : null),
    },
    {
      name: "big is not 4",
      kind: "always",
      because: "TLC finds the solution as a counterexample",
      violatedBy: ({ big }) => (big === 4 ? { facts: { big } } : null),
    },
  ],
};
