import { at } from "../../../checker/schema/access.ts";
import type { Diagnostic } from "../../../checker/diagnostic.ts";
import type { Machine, Slot } from "../../../model/index.ts";
import { Unsupported } from "./diagnostics.ts";

/**
 * Refuses X accesses to arrays of 32-bit words, which would be to two of them. A variable alone may be accessed as W and
 * as X: the machine sees to it that its upper half is 0 wherever a W register is stored.
 *
 * @throws Unsupported
 */
export function checkSizes({ pes, locations }: Machine, elementSize: (page: string) => number): void {
  for (const slot of pes.flatMap(({ slots }) => slots)) {
    if (slot.access === null || widthOf(slot) === 32) continue;
    for (const location of slot.access.locations) {
      if (location < locations.ptes.length) continue;
      const { page, offset } = at(locations.cells, location - locations.ptes.length);
      const isElement = offset % 8 !== 0 || isPacked(locations.cells, page);
      if (isElement && elementSize(page) === 4) throw mixed(slot, page);
    }
  }
}

const widthOf = ({ instruction }: Slot): 32 | 64 =>
  "bits" in instruction && instruction.bits === 32 ? 32 : 64;

const isPacked = (cells: Machine["locations"]["cells"], page: string): boolean =>
  cells.filter((cell) => cell.page === page).length > 1;

const mixed = ({ instruction }: Slot, page: string): Diagnostic =>
  new Unsupported({
    kind: "program",
    ...(instruction.source === undefined ? {} : { where: instruction.source }),
    what: `${instruction.kernel}: an access to two elements of an array at once is not supported`,
    why: `${page} is an array of 32-bit words`,
    next: "access its elements with W registers",
  });
