import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import { bitsOf, sized } from "../program/access-size.ts";
import { hex, programError } from "./place.ts";

/**
 * Checks that no W register is stored where a word may be that does not fit into one: the access would be to a part of
 * it. A load into a W register may be: it gives the low half.
 *
 * @throws Diagnostic (kind "program") for a place that may hold a word of more than 32 bits
 */
export function checkAccessSizes({
  pes,
  words,
  locations,
}: Pick<Machine, "pes" | "words" | "locations">): void {
  const places = [...locations.ptes, ...locations.cells];
  for (const { name, slots } of pes)
    for (const { instruction, access } of slots) {
      if (access?.writes !== true || bitsOf(instruction) === undefined) continue;
      for (const location of access.locations) {
        const wide = [...(words.memory[location] ?? [])].find((word) => sized(word, 32) !== word);
        if (wide === undefined) continue;
        throw programError(
          `${name}: ${instruction.kernel}`,
          `it stores 32 bits to ${at(places, location).name}, which may hold ${hex(wide)}`,
          "mixed-size accesses are not modelled: all accesses to one place have its size",
          "store a whole word, or give the place words of 32 bits only",
        );
      }
    }
}
