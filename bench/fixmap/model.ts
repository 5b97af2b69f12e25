import { schemaOf, type Model } from "../../checker/index.ts";
import type { Mode } from "./mode.ts";
import { propertiesOf } from "./properties.ts";
import { rulesOf } from "./rules.ts";
import type { Size } from "./sizes.ts";
import { sortsOf } from "./sorts.ts";
import { domainOf, initialState, type State } from "./state.ts";

/**
 * PEs that remap the pages of one shared stage-1 table. Each round takes the page's lock, writes a valid PTE, uses it,
 * makes it invalid, broadcasts a TLBI and waits for it. The same protocol is written for Rumur and SPIN, with the same
 * distinct states and firings: what takes longer is the engine.
 */
export function fixmapModel(size: Size, mode: Mode): Model<State> {
  const { pes, pages, frames, rounds } = size;
  const sorts = sortsOf(size);
  return {
    name: `fixmap ${pes} ${pages} ${frames} ${rounds}, ${mode}`,
    schema: schemaOf(domainOf(size, sorts)),
    initial: [initialState(size)],
    rules: rulesOf(size, mode, sorts),
    properties: propertiesOf(size),
    symmetries: [sorts.pe, sorts.page, sorts.frame],
  };
}
