import type { Hardware } from "../machine/hardware.ts";
import { mayRefuse } from "./register-access.ts";

/** What registers hold and give that no program writes. */
export interface RegisterWords {
  /** By location: what a reset or a read leaves there. */
  readonly holds: ReadonlyMap<number, readonly bigint[]>;
  /** The locations whose reads may be refused: they give all ones. */
  readonly mayRefuse: ReadonlySet<number>;
}

export function registerWords(hardware: Hardware): RegisterWords {
  const registers = [...hardware.registers.values()];
  return {
    holds: new Map(
      registers.map(({ location, resetsTo, readLeaves }) => [
        location,
        [resetsTo, readLeaves].filter((word) => word !== undefined),
      ]),
    ),
    mayRefuse: new Set(
      registers.filter((register) => mayRefuse(hardware, register)).map(({ location }) => location),
    ),
  };
}
