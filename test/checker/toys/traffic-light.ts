import type { Model } from "../../../checker/model.ts";
import type { Infer } from "../../../checker/schema/domain.ts";
import { bool, oneOf, record } from "../../../checker/schema/constructors.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { rule } from "./rule.ts";

const light = record({ colour: oneOf("red", "green", "yellow"), button: bool() });
type Light = Infer<typeof light>;

const next = { red: "green", green: "yellow", yellow: "red" } as const;

/** A light that changes for ever, and a button that can be pressed for ever: 6 states. */
export function trafficLight({ fair }: { readonly fair: boolean }): Model<Light> {
  return {
    name: "traffic light",
    schema: schemaOf(light),
    initial: [{ colour: "red", button: false }],
    rules: [
      rule<Light>(
        "change",
        (state) => {
          state.colour = next[state.colour];
        },
        fair ? { fairness: "weak" } : {},
      ),
      rule<Light>("press", (state) => {
        state.button = !state.button;
      }),
    ],
    properties: [
      {
        name: "turns green",
        kind: "eventually",
        because: "cars wait",
        reachedBy: ({ colour }) => (colour === "green" ? { facts: { colour } } : null),
      },
    ],
  };
}
