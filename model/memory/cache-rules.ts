import { at } from "../../checker/schema/access.ts";
import type { MachineState } from "../machine/state.ts";
import type { Context, MachineRule } from "../pe/context.ts";
import { cacheStep, lineName, wordIn } from "./cache-step.ts";
import { explicitCacheRules } from "./explicit-caches.ts";
import { holdersOf, mayFetch } from "./holders.ts";

type State = Readonly<MachineState>;

/** What caches do on their own (docs/machine.md, "Caches"). */
export function cacheRules(context: Context): readonly MachineRule[] {
  const { machine } = context;
  if (machine.lines.length === 0) return [];
  return [
    ...(machine.has("write-backs") ? [writeBackRule(context)] : []),
    ...(machine.scenario.features.caches === "explicit" ? explicitCacheRules(context) : fetchRules(context)),
  ];
}

/** A dirty copy is written back: at any time, and sometime or never, as a cache has room for it or not. */
function writeBackRule({ machine, effects }: Context): MachineRule {
  const dirty = (state: State, line: number): bigint | null => at(state.lines, line).dirty;
  return {
    name: "write back",
    source: 'docs/machine.md, "Caches"',
    instances: machine.lines.map((_, line) => [line]),
    when: (state, line = 0) => dirty(state, line) !== null,
    then: (state, line = 0) => effects.writeBack(state, line),
    label: (state, line = 0) => {
      const own = at(state.lines, line);
      const value = wordIn(machine, line, dirty(state, line) ?? 0n);
      const lost = wordIn(machine, line, at(state.memory, at(machine.lines, line)));
      const text = `${lineName(machine, line)}: dirty ${value} is written back`;
      return own.fromDevice === 1
        ? cacheStep(machine, own.owner, text, `over ${lost}, which a device has written`)
        : cacheStep(machine, own.owner, text);
    },
  };
}

/**
 * A speculative fetch, where it has to be known whether there can have been one. Eager: a cache that may hold a copy can do
 * all that one which holds none can, for what it may hold it need not hold; so no state without is worth keeping while the
 * mapping is there.
 */
function fetchRules({ machine, effects: { lines } }: Context): readonly MachineRule[] {
  const holders = holdersOf(machine);
  const places = holders.flatMap((caches, line) =>
    caches.flatMap(({ when }, cache) => (when === "sometimes" ? [[line, cache]] : [])),
  );
  const news = (state: State, line: number, cache: number): readonly bigint[] => {
    const { dirty, clean, held } = at(state.lines, line);
    const stale = clean.flatMap((copies) => [...copies]).filter((value) => !at(clean, cache).has(value));
    return held[cache] === 1 ? stale : [dirty ?? at(state.memory, at(machine.lines, line)), ...stale];
  };
  if (places.length === 0) return [];
  return [
    {
      name: "speculative fetch",
      eager: true,
      source: 'docs/machine.md, "Caches"',
      instances: places,
      when: (state, line = 0, cache = 0) =>
        news(state, line, cache).length > 0 && mayFetch(machine, state, at(at(holders, line), cache)),
      then: (state, line = 0, cache = 0) => {
        for (const value of news(state, line, cache)) lines.fetch(state, line, cache, value);
      },
      label: (state, line = 0, cache = 0) =>
        cacheStep(
          machine,
          cache,
          `${lineName(machine, line)}: ${news(state, line, cache)
            .map((value) => wordIn(machine, line, value))
            .join(", ")} may be fetched speculatively`,
        ),
    },
  ];
}
