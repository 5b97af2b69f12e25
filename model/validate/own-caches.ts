import type { Instruction } from "../program/instruction.ts";
import type { Scenario } from "../scenario.ts";
import { programError, within } from "./place.ts";

/**
 * Checks that where WBINVD is executed the caches of CPUs are told apart: it reaches those of its own CPU, and by default
 * all PEs share one, which it would reach as no hardware promises.
 */
export function checkOwnCaches({ pes }: Scenario, where: string): void {
  for (const { name, cache, program } of pes) {
    const wbinvd = [...program.instructions, ...(program.handler ?? [])].find(isWbinvd);
    if (wbinvd === undefined || cache !== undefined) continue;
    const other = pes.find((pe) => pe.name !== name && pe.cache === undefined);
    if (other === undefined) continue;
    throw programError(
      within(where, `PE ${name}: ${wbinvd.kernel}`),
      `it does not say whose caches are the PE's own: PE ${name} and PE ${other.name} name none, and share one`,
      "WBINVD writes back and invalidates the caches of its own CPU (Intel SDM vol. 2, WBINVD)",
      "give each PE a `cache`; those that share one, as hyperthreads do, the same",
    );
  }
}

const isWbinvd = ({ kind }: Instruction): boolean => kind === "wbinvd";
