import type { Model } from "../../../checker/model.ts";
import type { Rule } from "../../../checker/rule.ts";
import { int, record } from "../../../checker/schema/constructors.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { step } from "./step.ts";

const schema = schemaOf(record({ small: int(0, 3), big: int(0, 5) }));

interface Jugs {
  small: number;
  big: number;
}

function move(name: string, then: (jugs: Jugs) => void): Rule<Jugs> {
  return { name, instances: [[]], when: () => true, then, label: () => step(name) };
}

/** Two jugs of 3 and 5 gallons, from TLA+: 16 states, and 4 gallons after 6 moves. */
export const dieHard: Model<Jugs> = {
  name: "die hard",
  schema,
  initial: [{ small: 0, big: 0 }],
  rules: [
    move("fill small", (jugs) => {
      jugs.small = 3;
    }),
    move("fill big", (jugs) => {
      jugs.big = 5;
    }),
    move("empty small", (jugs) => {
      jugs.small = 0;
    }),
    move("empty big", (jugs) => {
      jugs.big = 0;
    }),
    move("small to big", (jugs) => {
      const poured = Math.min(jugs.small, 5 - jugs.big);
      jugs.small -= poured;
      jugs.big += poured;
    }),
    move("big to small", (jugs) => {
      const poured = Math.min(jugs.big, 3 - jugs.small);
      jugs.small += poured;
      jugs.big -= poured;
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
