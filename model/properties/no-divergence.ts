import type { Always, Sometimes } from "../../checker/property.ts";
import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import { slotState } from "../machine/queries.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import type { Named } from "./named.ts";
import { isPerformed } from "./performed.ts";

/** Two labelled loads of one PE, with no store to the place in between. */
export interface TwoReads {
  readonly pe: string;
  readonly first: string;
  readonly second: string;
}

/** The two give the same: no copy of a cache differs from what memory holds, so that an eviction shows nothing new. */
export function noDivergence(
  machine: Machine,
  named: Named,
  reads: readonly TwoReads[],
): Always<MachineState> {
  const pairs = pairsOf(machine, reads);
  const performed = isPerformed(machine);
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      for (const [one, other] of pairs) {
        const first = slotState(state, one);
        const second = slotState(state, other);
        if (first.value === second.value || !performed(state, one) || !performed(state, other)) continue;
        return {
          facts: {
            pe: at(machine.pes, one.pe).name,
            first: machine.valueName(null, first.value),
            second: machine.valueName(null, second.value),
          },
        };
      }
      return null;
    },
  };
}

/** Both reads give the value: what shows that there was something to see. */
export function bothRead(
  machine: Machine,
  named: Named,
  reads: readonly TwoReads[],
  value: bigint,
): Sometimes<MachineState> {
  const pairs = pairsOf(machine, reads);
  const performed = isPerformed(machine);
  const gives = (state: Readonly<MachineState>, slot: Slot): boolean =>
    slotState(state, slot).value === value && performed(state, slot);
  return {
    kind: "sometimes",
    ...named,
    reachedBy: (state) =>
      pairs.some(([one, other]) => gives(state, one) && gives(state, other))
        ? { facts: { value: machine.valueName(null, value) } }
        : null,
  };
}

const pairsOf = (machine: Machine, reads: readonly TwoReads[]): readonly (readonly [Slot, Slot])[] =>
  reads.flatMap(({ pe, first, second }) =>
    machine
      .labelled(pe, first)
      .flatMap((one) => machine.labelled(pe, second).map((other) => [one, other] as const)),
  );
