import { walkerOf } from "../mmu/walk.ts";
import { unroll } from "../program/unroll.ts";
import type { PeConfiguration, Scenario } from "../scenario.ts";
import { checkAccessSizes } from "../validate/access-size.ts";
import { checkAlignment } from "../validate/alignment.ts";
import { validateScenario } from "../validate/scenario.ts";
import { carriedOf, closingLoopsOf } from "./closing-loops.ts";
import { predecessorsOf, reachingDefinitions } from "./definitions.ts";
import { Locations } from "./locations.ts";
import type { Machine, Pe } from "./machine.ts";
import type { Slot } from "./slot.ts";
import type { PeDraft } from "./draft.ts";
import { slotsOf } from "./slots.ts";
import { unknownName } from "./unknown-name.ts";
import { analyseWords, type CodeOfPe, type Words } from "./words.ts";

/**
 * Compiles a scenario: unrolls programs, finds the words every place can hold, and works out per instruction what it
 * can access and what it must wait for.
 *
 * @throws Diagnostic (kind "program") for a scenario that is not what it must be, names that do not exist and programs that cannot run
 */
export function buildMachine(scenario: Scenario): Machine {
  validateScenario(scenario);
  const locations = new Locations(scenario);
  const drafts = scenario.pes.map((configuration, index) =>
    draftOf(scenario, locations, configuration, index),
  );
  const words = analyseWords(drafts.map(codeOf), locations, scenario.features.amalgamation);
  checkAlignment(drafts, words, locations);
  const slots = slotsOf({ scenario, locations, pes: drafts, words });
  const pes = drafts.map((draft, p): Pe => ({ ...draft, slots: slots[p] ?? [] }));
  checkAccessSizes({ pes, words, locations });
  return machineOf(scenario, locations, words, pes);
}

function draftOf(
  scenario: Scenario,
  locations: Locations,
  configuration: PeConfiguration,
  index: number,
): PeDraft {
  const table = tableIndex(scenario, configuration);
  const cluster = scenario.pes.flatMap((other, i) =>
    i === index || (configuration.cnp !== undefined && other.cnp === configuration.cnp) ? [i] : [],
  );
  const tables = cluster
    .map((i) => scenario.pes[i])
    .map((pe) => (pe === undefined ? table : tableIndex(scenario, pe)));
  const code = unroll(configuration.program, configuration.name);
  return {
    index,
    name: configuration.name,
    configuration,
    code,
    carried: carriedOf(code, closingLoopsOf(code, configuration.name)),
    table,
    domain: configuration.domain ?? "",
    registers: configuration.registers ?? {},
    walks: scenario.virtual.map(
      (_, page) => locations.ptes.find((pte) => pte.table === table && pte.page === page)?.index ?? null,
    ),
    holds: locations.ptes.filter((pte) => tables.includes(pte.table)).map((pte) => pte.index),
    cluster,
  };
}

function tableIndex(scenario: Scenario, { name, table }: PeConfiguration): number {
  const index = scenario.tables.findIndex((t) => t.name === table);
  if (index >= 0) return index;
  throw unknownName(
    `PE ${name}`,
    "table",
    table,
    scenario.tables.map((t) => t.name),
  );
}

function codeOf(draft: PeDraft): CodeOfPe {
  const predecessors = predecessorsOf(draft.code, "all");
  const known = new Map<string, ReturnType<typeof reachingDefinitions>>();
  return {
    name: draft.name,
    instructions: draft.code.map(({ instruction }) => instruction),
    registers: draft.registers,
    loops: draft.code.some(({ taken }, index) => taken !== null && taken <= index),
    definitions: (index, register) => {
      const key = `${index} ${register}`;
      const found = known.get(key) ?? reachingDefinitions(draft.code, predecessors, index, register);
      known.set(key, found);
      return found;
    },
    ptes: draft.holds,
    walker: walkerOf(draft.configuration),
  };
}

function machineOf(scenario: Scenario, locations: Locations, words: Words, pes: readonly Pe[]): Machine {
  const names = new Map(Object.entries(scenario.words ?? {}).map(([name, word]) => [word, name]));
  const pe = (name: string): Pe => {
    const found = pes.find((p) => p.name === name);
    if (found === undefined)
      throw unknownName(
        scenario.name,
        "PE",
        name,
        pes.map((p) => p.name),
      );
    return found;
  };
  const wordName = (word: bigint): string => names.get(word) ?? hex(word);
  return {
    scenario,
    pes,
    locations,
    words,
    locks: [...new Set(pes.flatMap((p) => p.slots.flatMap(lockOf)))],
    pe,
    page: (name) => {
      const index = scenario.virtual.findIndex((v) => v.name === name);
      if (index >= 0) return index;
      throw unknownName(
        scenario.name,
        "virtual page",
        name,
        scenario.virtual.map((v) => v.name),
      );
    },
    labelled: (name, label) => {
      const slots = pe(name).slots.filter((slot) => slot.instruction.label === label);
      if (slots.length > 0) return slots;
      throw unknownName(
        name,
        "label",
        label,
        pe(name).slots.flatMap((s) => s.instruction.label ?? []),
      );
    },
    wordName,
    valueName: (location, word) =>
      location !== null && location < locations.ptes.length ? wordName(word) : number(word),
  };
}

const hex = (word: bigint): string => `0x${word.toString(16)}`;

const number = (word: bigint): string => (word < 1000n ? word.toString() : hex(word));

const lockOf = ({ instruction }: Slot): readonly string[] =>
  instruction.kind === "lock" || instruction.kind === "unlock" ? [instruction.lock] : [];
