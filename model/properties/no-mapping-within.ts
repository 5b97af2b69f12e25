import type { Always } from "../../checker/property.ts";
import type { Machine } from "../machine/machine.ts";
import { usableEntries } from "../machine/queries.ts";
import type { MachineState } from "../machine/state.ts";
import { unknownName } from "../machine/unknown-name.ts";
import { decode } from "../mmu/descriptor.ts";
import type { Named } from "./named.ts";
import { beginOf, isInSpan, type Span } from "./span.ts";

/** Mappings of a physical page by PEs; a device that does DMA has a PE of its name. */
export interface MappingsOf {
  /** Of the physical page. */
  readonly page: string;
  readonly pes: readonly string[];
}

/** An entry that a PE can use. */
export interface UsableMapping {
  readonly pe: number;
  /** Index of the virtual page. */
  readonly page: number;
  readonly word: bigint;
}

/** The entries that lead to a physical page, of what the PEs can use now. */
export function mappingsOf(
  machine: Machine,
  { page, pes }: MappingsOf,
): (state: Readonly<MachineState>) => readonly UsableMapping[] {
  const pa = addressOf(machine, page);
  const indices = pes.map((name) => machine.pe(name).index);
  const pages = machine.scenario.virtual.map((_, index) => index);
  return (state) =>
    indices.flatMap((pe) =>
      pages.flatMap((virtual) =>
        usableEntries(machine, state, pe, virtual)
          // Every kind of descriptor has its output address in the same place.
          .filter((word) => decode(word).oa === pa)
          .map((word) => ({ pe, page: virtual, word })),
      ),
    );
}

function addressOf({ scenario: { physical } }: Machine, name: string): bigint {
  const found = physical.find((page) => page.name === name);
  if (found !== undefined) return found.pa;
  const names = physical.map((page) => page.name);
  throw unknownName("a property", "physical page", name, names);
}

/** Within the span no PE and no device of the list can use a mapping of a physical page, by whatever virtual page. */
export function noMappingWithin(
  machine: Machine,
  named: Named,
  span: Span,
  of: MappingsOf,
): Always<MachineState> {
  const applies = isInSpan(machine, span);
  const mappings = mappingsOf(machine, of);
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      if (!applies(state)) return null;
      const [found] = mappings(state);
      return found === undefined
        ? null
        : { facts: { ...mappingFacts(machine, found), after: beginOf(span) } };
    },
  };
}

/** A mapping as witnesses show it, so that the trace says where the entry comes from. */
export const mappingFacts = (machine: Machine, { pe, page, word }: UsableMapping) => ({
  pe: machine.pes[pe]?.name ?? "",
  page: machine.scenario.virtual[page]?.name ?? "",
  entry: machine.wordName(word),
});
