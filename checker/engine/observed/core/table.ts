// Growing the visited table.

import { table, tableShift } from "./settings";

/**
 * Moves every slot of the table to one of twice the room at `larger`. The place of a slot is the high bits of its hash,
 * so no row is looked at, and both tables are gone through from front to back.
 */
export function growTo(larger: usize): void {
  const end = table + ((<usize>8) << (32 - tableShift));
  const shift = tableShift - 1;
  const largerEnd = larger + ((<usize>8) << (32 - shift));
  for (let slot = table; slot < end; slot += 8) {
    const held = load<u64>(slot);
    if (held == 0) continue;
    let to = larger + ((<usize>((<u32>(held >>> 32)) >>> shift)) << 3);
    while (load<u64>(to) != 0) {
      to += 8;
      if (to == largerEnd) to = larger;
    }
    store<u64>(to, held);
  }
}
