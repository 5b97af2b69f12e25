import { at, type Rule, type Step } from "../../checker/index.ts";
import type { Mode } from "./mode.ts";
import type { Size } from "./sizes.ts";
import type { Sorts } from "./sorts.ts";
import type { Cpu, State } from "./state.ts";
import { hasRoom, isDrained, put } from "./write-buffer.ts";
import { range } from "./range.ts";

/** What a PE executes, once per round: lock, map, DSB, access, unmap, DSB, TLBI, DSB, ISB, unlock. */
export function programRules({ pes, pages, frames }: Size, mode: Mode, sorts: Sorts): readonly Rule<State>[] {
  const eachPe = range(pes).map((i) => [i]);
  const pcIs =
    (pc: Cpu["pc"]) =>
    (state: Readonly<State>, i = 0) =>
      at(state.cpu, i).pc === pc;
  const says =
    (text: string) =>
    (_: Readonly<State>, i = 0) =>
      step(i, text);

  return [
    {
      name: "lock",
      instances: range(pes).flatMap((i) => range(pages).map((v) => [i, v])),
      sorts: [sorts.pe, sorts.page],
      when: (state, i = 0, v = 0) => {
        const cpu = at(state.cpu, i);
        return cpu.pc === "idle" && cpu.rounds > 0 && !at(state.lock, v);
      },
      then: (state, i = 0, v = 0) => {
        const cpu = at(state.cpu, i);
        state.lock[v] = true;
        cpu.page = v;
        cpu.pc = "map";
      },
      label: (_, i = 0, v = 0) => step(i, `lock(page${v})`),
    },
    {
      name: "map",
      instances: range(pes).flatMap((i) => range(frames).map((p) => [i, p])),
      sorts: [sorts.pe, sorts.frame],
      when: (state, i = 0) => {
        const cpu = at(state.cpu, i);
        return cpu.pc === "map" && hasRoom(cpu, "pte");
      },
      then: (state, i = 0, p = 0) => {
        const cpu = at(state.cpu, i);
        put(cpu, "pte", p);
        state.gone[pageOf(cpu)] = false;
        cpu.pc = "dsb1";
      },
      label: (state, i = 0, p = 0) => step(i, `str pte(page${pageOf(at(state.cpu, i))}) := frame${p}`),
    },
    {
      name: "dsb1",
      instances: eachPe,
      sorts: [sorts.pe],
      when: (state, i = 0) => isSynced(state, i, "dsb1"),
      then: (state, i = 0) => {
        at(state.cpu, i).pc = "access";
      },
      label: says("dsb after the mapping"),
    },
    {
      name: "access",
      instances: eachPe,
      sorts: [sorts.pe],
      when: pcIs("access"),
      then: (state, i = 0) => {
        const cpu = at(state.cpu, i);
        const page = pageOf(cpu);
        if (at(cpu.tlb, page) === null) cpu.tlb[page] = at(state.mem, page);
        cpu.pc = "unmap";
      },
      label: (state, i = 0) => step(i, `access page${pageOf(at(state.cpu, i))}`),
    },
    {
      name: "unmap",
      instances: eachPe,
      sorts: [sorts.pe],
      when: (state, i = 0) => {
        const cpu = at(state.cpu, i);
        return cpu.pc === "unmap" && hasRoom(cpu, "pte");
      },
      then: (state, i = 0) => {
        const cpu = at(state.cpu, i);
        put(cpu, "pte", null);
        cpu.pc = mode === "no-dsb-before-tlbi" ? "tlbi" : "dsb2";
      },
      label: (state, i = 0) => step(i, `str pte(page${pageOf(at(state.cpu, i))}) := invalid`),
    },
    {
      name: "dsb2",
      instances: eachPe,
      sorts: [sorts.pe],
      when: (state, i = 0) => isSynced(state, i, "dsb2"),
      then: (state, i = 0) => {
        at(state.cpu, i).pc = "tlbi";
      },
      label: says("dsb before the TLBI"),
    },
    {
      name: "tlbi",
      instances: eachPe,
      sorts: [sorts.pe],
      when: pcIs("tlbi"),
      then: (state, i = 0) => {
        const cpu = at(state.cpu, i);
        const page = pageOf(cpu);
        if (mode === "local-tlbi") cpu.req[i] = page;
        else for (let j = 0; j < pes; j++) at(state.cpu, j).req[i] = page;
        cpu.pc = "dsb3";
      },
      label: (state, i = 0) => step(i, `tlbi page${pageOf(at(state.cpu, i))}`),
    },
    {
      name: "dsb3",
      instances: eachPe,
      sorts: [sorts.pe],
      when: (state, i = 0) => isSynced(state, i, "dsb3"),
      then: (state, i = 0) => {
        const cpu = at(state.cpu, i);
        state.gone[pageOf(cpu)] = true;
        cpu.pc = "isb";
      },
      label: says("dsb after the TLBI"),
    },
    {
      name: "isb",
      instances: eachPe,
      sorts: [sorts.pe],
      when: pcIs("isb"),
      then: (state, i = 0) => {
        at(state.cpu, i).pc = "unlock";
      },
      label: says("isb"),
    },
    {
      name: "unlock",
      instances: eachPe,
      sorts: [sorts.pe],
      when: (state, i = 0) => {
        const cpu = at(state.cpu, i);
        return cpu.pc === "unlock" && hasRoom(cpu, "lock");
      },
      then: (state, i = 0) => {
        const cpu = at(state.cpu, i);
        put(cpu, "lock", null);
        cpu.page = null;
        cpu.rounds -= 1;
        cpu.pc = "idle";
      },
      label: (state, i = 0) => step(i, `unlock(page${pageOf(at(state.cpu, i))})`),
    },
  ];

  /** At this DSB, and it completes: the PE's stores have drained, and its TLBI requests were applied everywhere. */
  function isSynced(state: Readonly<State>, i: number, pc: Cpu["pc"]): boolean {
    const cpu = at(state.cpu, i);
    if (cpu.pc !== pc || !isDrained(cpu)) return false;
    for (let j = 0; j < pes; j++) {
      if (at(at(state.cpu, j).req, i) !== null) return false;
    }
    return true;
  }
}

/** The page being remapped: there is one from the lock to the unlock. */
function pageOf({ page }: Readonly<Cpu>): number {
  if (page === null) throw new Error("no page is being remapped");
  return page;
}

function step(i: number, text: string): Step {
  return { lane: `PE${i}`, actor: "program", text };
}
