import { scalarset } from "../../checker/symmetry/scalarset.ts";
import type { Scalarset } from "../../checker/schema/domain.ts";
import type { Size } from "./sizes.ts";

/** The protocol's interchangeable things: the scalarsets of Rumur's model. */
export interface Sorts {
  readonly pe: Scalarset;
  readonly page: Scalarset;
  readonly frame: Scalarset;
}

export function sortsOf({ pes, pages, frames }: Size): Sorts {
  return { pe: scalarset("PE", pes), page: scalarset("page", pages), frame: scalarset("frame", frames) };
}
