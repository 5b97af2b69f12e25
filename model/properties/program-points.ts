import type { Always, Sometimes } from "../../checker/property.ts";
import type { Machine } from "../machine/machine.ts";
import { isUsable } from "../machine/queries.ts";
import type { MachineState } from "../machine/state.ts";
import type { Mapping } from "./mapping.ts";
import { hasEnded, hasPassed, type ProgramPoint } from "./program-point.ts";
import type { Named } from "./named.ts";

/** Every point is passed in one run: the programs get this far. */
export function reaches(
  machine: Machine,
  named: Named,
  points: readonly ProgramPoint[],
): Sometimes<MachineState> {
  const checks = points.map((point) => ({ point, passed: hasPassed(machine, point) }));
  return {
    kind: "sometimes",
    ...named,
    reachedBy: (state) =>
      checks.every(({ passed }) => passed(state))
        ? { facts: { points: points.map(nameOf).join(", ") } }
        : null,
  };
}

/** One of the points is passed. */
export function reachesOne(
  machine: Machine,
  named: Named,
  points: readonly ProgramPoint[],
): Sometimes<MachineState> {
  const checks = points.map((point) => ({ point, passed: hasPassed(machine, point) }));
  return {
    kind: "sometimes",
    ...named,
    reachedBy: (state) => {
      const reached = checks.find(({ passed }) => passed(state));
      return reached === undefined ? null : { facts: { point: nameOf(reached.point) } };
    },
  };
}

const nameOf = ({ pe, mark }: ProgramPoint): string => `${pe}: ${mark}`;

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
export function mutualExclusion(
  machine: Machine,
  named: Named,
  regions: readonly Region[],
): Always<MachineState> {
  const bounds = regions.map((region) => ({
    region,
    entered: hasPassed(machine, { pe: region.pe, mark: region.from }),
    left: hasEnded(machine, { pe: region.pe, mark: region.to }),
  }));
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      const inside = bounds.filter(({ entered, left }) => entered(state) && !left(state));
      const [one, other] = inside;
      if (one === undefined || other === undefined) return null;
      return {
        facts: { pe: one.region.pe, in: one.region.from, other: other.region.pe, also: other.region.from },
      };
    },
  };
}
