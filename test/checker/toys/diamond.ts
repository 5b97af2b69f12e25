import type { Model } from "../../../checker/model.ts";
import type { Infer } from "../../../checker/schema/domain.ts";
import { array, bool, record } from "../../../checker/schema/constructors.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { rule } from "./rule.ts";

const bits = record({ bits: array(2, bool()) });
type Bits = Infer<typeof bits>;

/** Two bits, each set once in either order: 4 states, 4 firings, a join at depth 2. */
export const diamond: Model<Bits> = {
  name: "diamond",
  schema: schemaOf(bits),
  initial: [{ bits: [false, false] }],
  rules: [
    rule<Bits, readonly [number]>(
      "set",
      (state, bit) => {
        state.bits[bit] = true;
      },
      { instances: [[0], [1]], when: (state, bit) => state.bits[bit] === false },
    ),
  ],
  properties: [],
};
