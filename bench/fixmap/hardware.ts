import { at, type Rule, type Step } from "../../checker/index.ts";
import type { Size } from "./sizes.ts";
import type { Sorts } from "./sorts.ts";
import type { State } from "./state.ts";
import { range } from "./range.ts";

/** What happens on its own: stores drain, TLBs fill and evict, TLBI requests are applied. */
export function hardwareRules({ pes, pages }: Size, sorts: Sorts): readonly Rule<State>[] {
  const peAnd = (count: number) => range(pes).flatMap((i) => range(count).map((k) => [i, k]));
  return [
    {
      name: "drain",
      instances: peAnd(2),
      sorts: [sorts.pe, null],
      when: (state, i = 0, s = 0) => at(at(state.cpu, i).buf, s).kind !== "empty",
      then: (state, i = 0, s = 0) => {
        const write = at(at(state.cpu, i).buf, s);
        const page = write.va;
        if (page === null) throw new Error("a store without an address");
        if (write.kind === "lock") state.lock[page] = false;
        else state.mem[page] = write.pa;
        write.kind = "empty";
        write.va = null;
        write.pa = null;
      },
      label: (state, i = 0, s = 0) => {
        const { kind, va, pa } = at(at(state.cpu, i).buf, s);
        if (kind === "lock") return step(i, `the unlock of page${va} drains`);
        return step(i, `pte(page${va}) := ${pa === null ? "invalid" : `frame${pa}`} drains`);
      },
    },
    {
      name: "fill",
      instances: peAnd(pages),
      sorts: [sorts.pe, sorts.page],
      when: (state, i = 0, v = 0) => at(state.mem, v) !== null && at(at(state.cpu, i).tlb, v) === null,
      then: (state, i = 0, v = 0) => {
        at(state.cpu, i).tlb[v] = at(state.mem, v);
      },
      label: (state, i = 0, v = 0) => step(i, `walk: page${v} -> frame${at(state.mem, v)}`),
    },
    {
      name: "evict",
      instances: peAnd(pages),
      sorts: [sorts.pe, sorts.page],
      when: (state, i = 0, v = 0) => at(at(state.cpu, i).tlb, v) !== null,
      then: (state, i = 0, v = 0) => {
        at(state.cpu, i).tlb[v] = null;
      },
      label: (_, i = 0, v = 0) => step(i, `evict page${v}`),
    },
    {
      name: "deliver",
      instances: peAnd(pes),
      sorts: [sorts.pe, sorts.pe],
      when: (state, i = 0, j = 0) => at(at(state.cpu, i).req, j) !== null,
      then: (state, i = 0, j = 0) => {
        const cpu = at(state.cpu, i);
        const page = at(cpu.req, j);
        if (page !== null) cpu.tlb[page] = null;
        cpu.req[j] = null;
      },
      label: (state, i = 0, j = 0) => step(i, `PE${j}'s tlbi page${at(at(state.cpu, i).req, j)} arrives`),
    },
  ];
}

function step(i: number, text: string): Step {
  return { lane: `PE${i}`, actor: "hardware", text };
}
