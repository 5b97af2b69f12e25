import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import type { Context, MachineRule } from "../pe/context.ts";
import { cacheStep, lineName, wordIn } from "./cache-step.ts";
import { holdersOf, mayFetch } from "./holders.ts";

/*
 * The unreduced caches: lines are fetched, from memory or from another cache, and clean copies are evicted, each a step of
 * its own at any time. What a cache may hold stands for all of it (`MayHold`). The tests compare the two.
 */

export const explicitCacheRules = (context: Context): readonly MachineRule[] => [
  fetchRule(context),
  evictRule(context),
];

const wordsOf = ({ words, lines }: Machine, line: number): readonly bigint[] => [
  ...(words.memory[at(lines, line)] ?? []),
];

const instances = (machine: Machine): readonly (readonly number[])[] =>
  machine.lines.flatMap((_, line) =>
    machine.caches.flatMap((__, cache) => wordsOf(machine, line).map((___, k) => [line, cache, k])),
  );

/** A cache fetches what memory or another cache holds, while a PE of it has a cacheable mapping. */
function fetchRule({ machine, effects: { lines } }: Context): MachineRule {
  const holders = holdersOf(machine);
  const word = (line: number, k: number): bigint => at(wordsOf(machine, line), k);
  return {
    name: "cache fetches",
    instances: instances(machine),
    when: (state, line = 0, cache = 0, k = 0) =>
      !at(at(state.lines, line).clean, cache).has(word(line, k)) &&
      lines.readable(state, line, { how: "cached", cache, writeThrough: false }).includes(word(line, k)) &&
      mayFetch(machine, state, at(at(holders, line), cache)),
    then: (state, line = 0, cache = 0, k = 0) => lines.fetch(state, line, cache, word(line, k)),
    label: (_, line = 0, cache = 0, k = 0) =>
      cacheStep(
        machine,
        cache,
        `${lineName(machine, line)}: fetches ${wordIn(machine, line, word(line, k))} speculatively`,
      ),
  };
}

function evictRule({ machine }: Context): MachineRule {
  const word = (line: number, k: number): bigint => at(wordsOf(machine, line), k);
  return {
    name: "cache evicts",
    instances: instances(machine),
    when: (state, line = 0, cache = 0, k = 0) => at(at(state.lines, line).clean, cache).has(word(line, k)),
    then: (state, line = 0, cache = 0, k = 0) => {
      at(at(state.lines, line).clean, cache).delete(word(line, k));
    },
    label: (_, line = 0, cache = 0, k = 0) =>
      cacheStep(
        machine,
        cache,
        `${lineName(machine, line)}: evicts clean ${wordIn(machine, line, word(line, k))}`,
      ),
  };
}
