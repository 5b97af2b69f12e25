import { at, type Always, type Property, type Sometimes } from "../../checker/index.ts";
import { range } from "./range.ts";
import type { Size } from "./sizes.ts";
import type { State } from "./state.ts";

/** The two invariants of the other tools' models, one property per page, and the goal that shows they were exercised. */
export function propertiesOf({ pes, pages }: Size): readonly Property<State>[] {
  return [
    ...range(pages).map((page) => noUseAfterRevoke(pes, page)),
    ...range(pages).map((page) => breakBeforeMake(pes, page)),
    remapped,
  ];
}

function noUseAfterRevoke(pes: number, page: number): Always<State> {
  return {
    kind: "always",
    name: `no-use-after-revoke(page${page})`,
    because: "no TLB entry outlives its revoked mapping",
    goals: [remapped.name],
    violatedBy: (state) => {
      if (!at(state.gone, page)) return null;
      for (let i = 0; i < pes; i++) {
        const frame = at(at(state.cpu, i).tlb, page);
        if (frame !== null)
          return { facts: { pe: `PE${i}`, page, frame }, fields: [`cpu[${i}].tlb[${page}]`] };
      }
      return null;
    },
  };
}

function breakBeforeMake(pes: number, page: number): Always<State> {
  return {
    kind: "always",
    name: `break-before-make(page${page})`,
    because: "no two translations of a page are ever in use, in memory or in a TLB",
    goals: [remapped.name],
    violatedBy: (state) => {
      let one = at(state.mem, page);
      for (let i = 0; i < pes; i++) {
        const other = at(at(state.cpu, i).tlb, page);
        if (other === null) continue;
        if (one !== null && one !== other) return { facts: { page, one, other } };
        one = other;
      }
      return null;
    },
  };
}

const remapped: Sometimes<State> = {
  kind: "sometimes",
  name: "remapped",
  because: "goal: a page was mapped, used and revoked, and the TLBI awaited",
  reachedBy: (state) => (state.cpu.some(({ pc }) => pc === "unlock") ? { facts: {} } : null),
};
