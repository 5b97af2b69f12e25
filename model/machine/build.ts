import { at } from "../../checker/schema/access.ts";
import { walkerOf } from "../mmu/walk.ts";
import { exceptionAddress } from "../program/code-address.ts";
import { layOut, type FaultPolicy, type PlacedInstruction } from "../program/layout.ts";
import { unroll } from "../program/unroll.ts";
import type { PeConfiguration, Scenario } from "../scenario.ts";
import { checkAccessSizes } from "../validate/access-size.ts";
import { checkReturns } from "../validate/fault-handling.ts";
import { checkAddresses, checkAlignment, checkGuestAddresses } from "../validate/addresses.ts";
import { checkIoTables, checkIovas } from "../validate/dma.ts";
import { checkRequests } from "../validate/requests.ts";
import { validateScenario } from "../validate/scenario.ts";
import { carriedOf, closingLoopsOf } from "./closing-loops.ts";
import { predecessorsOf, reachingDefinitions } from "./definitions.ts";
import { Locations } from "./locations.ts";
import type { Machine, Pe } from "./machine.ts";
import { registerWords } from "../pcie/register-words.ts";
import type { Slot } from "./slot.ts";
import type { MachineDraft, PeDraft } from "./draft.ts";
import { cachesOf, type Hardware, hardwareOf, withDeviceWalkers } from "./hardware.ts";
import { linuxMair } from "../memory/mair.ts";
import { linuxPat } from "../memory/pat.ts";
import { FaultsOfPe } from "./known-faults.ts";
import { cacheableUnder, rulesInForce, synchronisation, withRulesInForce } from "./rules-in-force.ts";
import { slotsOf } from "./slots.ts";
import { toldApart } from "./two-stages.ts";
import { unknownName } from "./unknown-name.ts";
import { analyseWords, type CodeOfPe, type DmaOfDevice } from "./words.ts";

/**
 * Compiles a scenario: unrolls programs, finds the words every place can hold, and works out per instruction what it
 * can access and what it must wait for.
 *
 * @throws Diagnostic (kind "program") for a scenario that is not what it must be, names that do not exist and programs that cannot run
 */
export function buildMachine(given: Scenario): Machine {
  validateScenario(given);
  const scenario = withDeviceWalkers(withRulesInForce(withX86Walkers(given)));
  const draft = draftMachine(scenario);
  const { locations, words } = draft;
  checkAlignment(draft.pes, words, locations);
  checkAddresses(draft.pes, words, locations);
  checkGuestAddresses(draft.pes, words, locations);
  checkReturns(draft.pes, words);
  checkIoTables(draft.pes, words, locations);
  checkIovas(draft.pes, words, locations, scenario);
  const slots = slotsOf(draft);
  const pes = draft.pes.map((pe, p): Pe => ({ ...pe, slots: slots[p] ?? [] }));
  checkAccessSizes({ pes, words, locations });
  checkRequests({ ...draft, pes });
  return machineOf(draft, pes);
}

/**
 * Which accesses may fault follows from the words that descriptors may hold, and what follows a fault may write further
 * ones: code for faults is added until no analysis finds a fault that leads nowhere. Without handlers that is at once.
 */
function draftMachine(scenario: Scenario): MachineDraft {
  const programs = scenario.pes.map(({ program, name }) => unroll(program, name));
  const policies = scenario.pes.map(policyOf);
  const faults = scenario.pes.map(() => new FaultsOfPe());
  const has = rulesInForce(scenario);
  const ruled = { has, synchronises: synchronisation(scenario, has), isCacheable: cacheableUnder(has) };
  for (;;) {
    const locations = new Locations(scenario);
    const pes = scenario.pes.map((configuration, index) => {
      const code = layOut(at(programs, index), at(policies, index), at(faults, index));
      return draftOf(scenario, locations, configuration, index, code);
    });
    const hardware = hardwareOf(scenario, locations);
    const words = analyseWords(
      pes.map(codeOf),
      dmaOf(scenario, pes),
      locations,
      scenario.features.amalgamation,
      registerWords(hardware),
    );
    const draft = { scenario, locations, pes, words, ...ruled, ...hardware };
    const followed = pes.filter(({ index }) => at(policies, index).kind !== "end");
    const news = followed.filter((pe) => at(faults, pe.index).learn(draft, pe));
    if (news.length === 0)
      return { ...draft, pes: pes.map((pe) => ({ ...pe, stage2: toldApart(draft, pe) })) };
  }
}

/** The walkers of x86 PEs set the accessed flag, always (Intel SDM vol. 3, 4.8). */
const withX86Walkers = (scenario: Scenario): Scenario =>
  scenario.pes.some(({ architecture }) => architecture === "x86")
    ? {
        ...scenario,
        pes: scenario.pes.map((pe) => (pe.architecture === "x86" ? { ...pe, ha: true } : pe)),
      }
    : scenario;

/** What devices may do to memory; their walkers are PEs. */
const dmaOf = ({ devices = [] }: Scenario, pes: readonly PeDraft[]): readonly DmaOfDevice[] =>
  pes.flatMap(({ name, holds, configuration }) => {
    const dma = devices.find((device) => device.name === name)?.dma;
    return configuration.regime !== "io" || dma === undefined
      ? []
      : [{ name, ptes: holds, writes: dma.writes }];
  });

function policyOf({ program, onFault = "end", faults = 2 }: PeConfiguration): FaultPolicy {
  return { kind: program.handler === undefined ? onFault : "handler", bound: faults };
}

function draftOf(
  scenario: Scenario,
  locations: Locations,
  configuration: PeConfiguration,
  index: number,
  code: readonly PlacedInstruction[],
): PeDraft {
  const table = tableIndex(scenario, configuration);
  const stage = scenario.tables[table]?.stage ?? 1;
  const cluster = scenario.pes.flatMap((other, i) =>
    i === index || (configuration.cnp !== undefined && other.cnp === configuration.cnp) ? [i] : [],
  );
  const tables = cluster
    .map((i) => scenario.pes[i])
    .map((pe) => (pe === undefined ? table : tableIndex(scenario, pe)));
  return {
    index,
    name: configuration.name,
    configuration,
    code,
    carried: carriedOf(code, closingLoopsOf(code, configuration.name)),
    table,
    stage,
    stage1: scenario.virtual.map(({ name }) => configuration.stage1?.[name] ?? "Normal-WB"),
    fwb: scenario.features.s2fwb,
    stage2: [],
    domain: configuration.domain ?? "",
    registers: configuration.registers ?? {},
    walks: scenario.virtual.map(
      (_, page) => locations.ptes.find((pte) => pte.table === table && pte.page === page)?.index ?? null,
    ),
    holds: locations.ptes.filter((pte) => tables.includes(pte.table)).map((pte) => pte.index),
    cluster,
    architecture: configuration.architecture ?? "arm64",
    cache: cachesOf(scenario).indexOf(configuration.cache ?? ""),
    memoryTypes: configuration.memoryTypes ?? (configuration.architecture === "x86" ? linuxPat : linuxMair),
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
    addresses: draft.code.map(({ instruction, origin }) => exceptionAddress(instruction, origin)),
    returns: (index) => at(draft.code, index).returns !== null,
    registers: draft.registers,
    loops: draft.code.some(({ taken }, index) => taken !== null && taken <= index),
    definitions: (index, register) => {
      const key = `${index} ${register}`;
      const found = known.get(key) ?? reachingDefinitions(draft.code, predecessors, index, register);
      known.set(key, found);
      return found;
    },
    ptes: draft.holds,
    walker: walkerOf(draft.configuration, draft.stage),
  };
}

function machineOf(draft: MachineDraft, pes: readonly Pe[]): Machine {
  const { scenario, locations } = draft;
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
  const { wordName, cellName } = namesOf(scenario.words ?? {});
  return {
    ...draft,
    requests: draft.paths.map(({ index }) => requestsOn(draft, pes, index)),
    pes,
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
      location !== null && location < locations.ptes.length ? wordName(word) : cellName(word),
  };
}

/** The accesses that may be to a register on a path. */
const requestsOn = ({ registers }: Hardware, pes: readonly Pe[], path: number): readonly Slot[] =>
  pes.flatMap(({ slots }) =>
    slots.filter(({ access }) =>
      [...(access?.locations ?? [])].some((location) => registers.get(location)?.path === path),
    ),
  );

/** What the words of descriptors and of cells are called. */
function namesOf(words: NonNullable<Scenario["words"]>): {
  readonly wordName: (word: bigint) => string;
  readonly cellName: (word: bigint) => string;
} {
  if (typeof words === "function") return { wordName: words, cellName: words };
  const names = new Map(Object.entries(words).map(([name, word]) => [word, name]));
  return { wordName: (word) => names.get(word) ?? hex(word), cellName: number };
}

const hex = (word: bigint): string => `0x${word.toString(16)}`;

const number = (word: bigint): string => (word < 1000n ? word.toString() : hex(word));

const lockOf = ({ instruction }: Slot): readonly string[] =>
  instruction.kind === "lock" || instruction.kind === "unlock" ? [instruction.lock] : [];
