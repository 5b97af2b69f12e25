import type { Always, Sometimes } from "../../checker/property.ts";
import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import type { MachineState } from "../machine/state.ts";
import { effectiveType } from "../memory/effective-type.ts";
import { armMemoryTypes, type MemoryType } from "../memory/memory-type.ts";
import type { Named } from "./named.ts";
import { mappingFacts, mappingsOf, type MappingsOf, type UsableMapping } from "./no-mapping-within.ts";
import { beginOf, isInSpan, type Span } from "./span.ts";

/**
 * Attribute safety: by whatever mapping a PE can use, it gets to a physical page by one of the types alone. Of a guest: whatever
 * its stage 1 says.
 */
export function onlyMemoryTypes(
  machine: Machine,
  named: Named,
  of: MappingsOf,
  types: readonly MemoryType[],
): Always<MachineState> {
  const mappings = mappingsOf(machine, of);
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      for (const mapping of mappings(state)) {
        const type = typesOf(machine, mapping).find((other) => !types.includes(other));
        if (type !== undefined) return { facts: { ...mappingFacts(machine, mapping), type } };
      }
      return null;
    },
  };
}

/** Some PE can get to a physical page by a mapping of one of the types; a guest by some stage 1. */
export function canUseMemoryType(
  machine: Machine,
  named: Named,
  of: MappingsOf,
  types: readonly MemoryType[],
): Sometimes<MachineState> {
  const mappings = mappingsOf(machine, of);
  return {
    kind: "sometimes",
    ...named,
    reachedBy: (state) => {
      for (const mapping of mappings(state)) {
        const type = typesOf(machine, mapping).find((other) => types.includes(other));
        if (type !== undefined) return { facts: { ...mappingFacts(machine, mapping), type } };
      }
      return null;
    },
  };
}

/**
 * Within the span no two mappings of a physical page that PEs can use differ in their memory type (Arm ARM B2.11,
 * "Mismatched memory attributes").
 */
export function noMismatchedAliasWithin(
  machine: Machine,
  named: Named,
  span: Span | null,
  of: MappingsOf,
): Always<MachineState> {
  const applies = span === null ? () => true : isInSpan(machine, span);
  const mappings = mappingsOf(machine, of);
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      if (!applies(state)) return null;
      const [one, ...others] = mappings(state);
      if (one === undefined) return null;
      const other = others.find((mapping) => typeOf(machine, mapping) !== typeOf(machine, one));
      if (other === undefined) return null;
      return {
        facts: {
          ...typeFacts(machine, one),
          other: at(machine.pes, other.pe).name,
          "its type": typeOf(machine, other),
          ...(span === null ? {} : { after: beginOf(span) }),
        },
      };
    },
  };
}

/** The types that a mapping can give: of a guest, by all that its stage 1 can say. */
function typesOf(machine: Machine, mapping: UsableMapping): readonly MemoryType[] {
  const pe = at(machine.pes, mapping.pe);
  if (pe.stage === 1) return [typeOf(machine, mapping)];
  return armMemoryTypes.map((type) =>
    effectiveType({ ...pe, stage1: pe.stage1.map(() => type) }, mapping.word, mapping.page),
  );
}

const typeOf = (machine: Machine, { pe, page, word }: UsableMapping): MemoryType =>
  effectiveType(at(machine.pes, pe), word, page);

const typeFacts = (machine: Machine, mapping: UsableMapping) => ({
  ...mappingFacts(machine, mapping),
  type: typeOf(machine, mapping),
});
