import type { Always, Sometimes } from "../../checker/property.ts";
import type { Machine } from "../machine/machine.ts";
import { isUsable, slotState } from "../machine/queries.ts";
import type { MachineState } from "../machine/state.ts";
import type { Mapping, ProgramPoint } from "./addresses.ts";
import type { Named } from "./break-before-make.ts";

/** Every point is passed in one run: the program gets this far. */
export function reaches(machine: Machine, named: Named, points: readonly ProgramPoint[]): Sometimes<MachineState> {
  const slots = points.map(({ pe, mark }) => machine.labelled(pe, mark));
  return {
    kind: "sometimes",
    ...named,
    reachedBy: (state) => {
      const all = slots.every((copies) => copies.some((slot) => slotState(state, slot).done === 1));
      return all ? { facts: { points: points.map(({ pe, mark }) => `${pe}: ${mark}`).join(", ") } } : null;
    },
  };
}

/** Some PE of the list can use one of the mappings. */
export function canUse(
  machine: Machine,
  named: Named,
  pes: readonly string[],
  mappings: readonly Mapping[],
): Sometimes<MachineState> {
  const indices = pes.map((pe) => machine.pe(pe).index);
  const wanted = mappings.map(({ page, word }) => ({ page: machine.page(page), word, name: page }));
  return {
    kind: "sometimes",
    ...named,
    reachedBy: (state) => {
      for (const { page, word, name } of wanted) {
        const pe = indices.find((p) => isUsable(machine, state, p, page, word));
        if (pe !== undefined) {
          return { facts: { pe: machine.pes[pe]?.name ?? "", page: name, entry: machine.wordName(word) } };
        }
      }
      return null;
    },
  };
}

/** A stretch of a program: from one mark to another. */
export interface Region {
  readonly pe: string;
  readonly from: string;
  readonly to: string;
}

/** No two of the regions are entered and not left at the same time. */
export function mutualExclusion(machine: Machine, named: Named, regions: readonly Region[]): Always<MachineState> {
  const bounds = regions.map((region) => ({
    region,
    from: machine.labelled(region.pe, region.from),
    to: machine.labelled(region.pe, region.to),
  }));
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      const inside = bounds.filter(
        ({ from, to }) =>
          from.some((slot) => slotState(state, slot).done === 1) && to.every((slot) => slotState(state, slot).done === 0),
      );
      const [one, other] = inside;
      if (one === undefined || other === undefined) return null;
      return { facts: { pe: one.region.pe, in: one.region.from, other: other.region.pe, also: other.region.from } };
    },
  };
}
