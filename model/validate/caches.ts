import type { Instruction } from "../program/instruction.ts";
import type { Scenario } from "../scenario.ts";
import { programError, within } from "./place.ts";

const maintains = ({ kind }: Instruction): boolean =>
  kind === "dc" || kind === "clflush" || kind === "wbinvd";

/**
 * Checks cache maintenance: that something is there for it to do, since pages are coherent unless they are declared `cached`,
 * and that it exists where it is.
 *
 * @throws Diagnostic (kind "program") for maintenance in a scenario without cache lines, and for DC IVAC at EL0
 */
export function checkMaintenance({ pes, physical }: Scenario, where: string): void {
  const cached = physical.some((page) => page.cached === true);
  for (const { name, program, el } of pes) {
    const place = within(where, `PE ${name}`);
    for (const instruction of [...program.instructions, ...(program.handler ?? [])])
      if (maintains(instruction) && !cached)
        throw programError(
          within(place, instruction.kernel),
          "no page of the scenario is cached",
          "all memory is coherent then, and maintenance of caches has no effect",
          `write \`cached: true\` in the pages it is about, or leave it out; physical pages: ${physical.map((page) => page.name).join(", ")}`,
        );
    const atEl0 = el === "el0" ? program.instructions : [];
    for (const instruction of atEl0)
      if (instruction.kind === "dc" && instruction.operation === "ivac")
        throw programError(
          within(place, instruction.kernel),
          "DC IVAC is UNDEFINED at EL0",
          "the program runs at EL0",
          'write dc("civac", ...), or have the program run at EL1',
        );
  }
}
