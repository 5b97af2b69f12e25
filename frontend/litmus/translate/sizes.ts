import { at } from "../../../checker/schema/access.ts";
import type { Diagnostic } from "../../../checker/diagnostic.ts";
import type { Machine, Slot } from "../../../model/index.ts";
import { Unsupported } from "./diagnostics.ts";

/**
 * Refuses accesses of different sizes to one place, which the machine does not have. Descriptors it sees to itself.
 *
 * @throws Unsupported
 */
export function checkSizes({ pes, locations }: Machine, elementSize: (page: string) => number): void {
  const first = new Map<number, Slot>();
  for (const slot of pes.flatMap(({ slots }) => slots)) {
    if (slot.access === null) continue;
    for (const location of slot.access.locations) {
      if (location < 0) continue;
      if (location < locations.ptes.length) continue;
      const { page, offset } = at(locations.cells, location - locations.ptes.length);
      if (
        widthOf(slot) === 64 &&
        (offset % 8 !== 0 || isPacked(locations.cells, page)) &&
        elementSize(page) === 4
      )
        throw mixed(slot, `${page} is an array of 32-bit words`);
      const other = first.get(location) ?? slot;
      first.set(location, other);
      if (widthOf(other) !== widthOf(slot))
        throw mixed(
          slot,
          `${other.instruction.kernel} accesses ${widthOf(other)} bits of ${page}, this one ${widthOf(slot)}`,
        );
    }
  }
}

const widthOf = ({ instruction }: Slot): 32 | 64 =>
  "bits" in instruction && instruction.bits === 32 ? 32 : 64;

const isPacked = (cells: Machine["locations"]["cells"], page: string): boolean =>
  cells.filter((cell) => cell.page === page).length > 1;

const mixed = ({ instruction }: Slot, why: string): Diagnostic =>
  new Unsupported({
    kind: "program",
    ...(instruction.source === undefined ? {} : { where: instruction.source }),
    what: `${instruction.kernel}: accesses of different sizes to one place are not supported`,
    why,
    next: "access each variable with W registers only, or with X registers only",
  });
