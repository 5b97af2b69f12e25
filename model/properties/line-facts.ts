import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import type { MachineState } from "../machine/state.ts";

type Line = MachineState["lines"][number];

/** What a witness says of the first cache line that is so, and of what memory holds of it; null where none is. */
export function lineFacts(
  machine: Machine,
  state: Readonly<MachineState>,
  isSo: (line: Readonly<Line>) => boolean,
): { readonly page: string; readonly memory: string } | null {
  const { lines, locations } = machine;
  const line = lines.findIndex((_, index) => isSo(at(state.lines, index)));
  if (line < 0) return null;
  const location = at(lines, line);
  return {
    page: at(locations.cells, location - locations.ptes.length).name,
    memory: machine.valueName(location, at(state.memory, location)),
  };
}
