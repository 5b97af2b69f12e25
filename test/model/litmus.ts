import { flyweight } from "../../checker/engine/flyweight.ts";
import type { Engine, EngineOptions, Exploration } from "../../checker/engine/engine.ts";
import type { Model } from "../../checker/model.ts";
import { at } from "../../checker/schema/access.ts";
import { modelOf } from "../../model/compile.ts";
import { buildMachine } from "../../model/machine/build.ts";
import { definedRegister } from "../../model/machine/definitions.ts";
import { isComplete } from "../../model/machine/completeness.ts";
import type { Machine, Pe } from "../../model/machine/machine.ts";
import type { Slot } from "../../model/machine/slot.ts";
import { faultOfOutcome } from "../../model/machine/outcome.ts";
import {
  hasFaulted,
  hasTakenException,
  outcomeOf,
  slotState,
  usableEntries,
} from "../../model/machine/queries.ts";
import type { MachineState } from "../../model/machine/state.ts";
import { descriptor, invalid } from "../../model/mmu/descriptor.ts";
import { writtenValue } from "../../model/pe/values.ts";
import type { Instruction } from "../../model/program/instruction.ts";
import type { Program } from "../../model/program/program.ts";
import { features, type Features, type PeConfiguration, type Scenario } from "../../model/scenario.ts";

/** A litmus test: what each PE runs, and what memory and the descriptors of pages x, y and z hold at first. */
export interface Litmus {
  readonly pes: Readonly<Record<string, readonly Instruction[]>>;
  /** What their faults enter. */
  readonly handlers?: Readonly<Record<string, readonly Instruction[]>>;
  readonly features?: Partial<Features>;
  /** Data, 0 where not given. */
  readonly memory?: Partial<Record<Page, bigint>>;
  /** Descriptors; without one a page maps the physical page of its own name. */
  readonly ptes?: Partial<Record<Page, bigint>>;
  /** The pages there are; all three where not given. */
  readonly pages?: readonly Page[];
  /** What a PE has beyond its program: another domain, regime, cluster, table, registers. */
  readonly pe?: Readonly<Record<string, Partial<PeConfiguration>>>;
  /** Overrides of the scenario, for its tables and properties. */
  readonly scenario?: Partial<Scenario>;
}

/**
 * One end of a litmus test: registers as `P0:r1`, data as `x`, descriptors as `pte(x)`, the fault that a labelled access
 * took as `P0:use` (`svc` for a supervisor call), and the descriptors that a PE may still use as `P0 uses x` (names in alphabetical order).
 */
export type Outcome = Readonly<Record<string, bigint | string>>;

export type Condition = Readonly<Record<string, number | bigint | string>>;

export type Page = "x" | "y" | "z";

const allPages: readonly Page[] = ["x", "y", "z"];
const physical = { x: 0x10_0000n, y: 0x20_0000n, z: 0x30_0000n } as const;

/** Virtual addresses. */
export const x = 0x8000_0000n;
export const y = 0x8000_1000n;
export const z = 0x8000_2000n;
const virtual = { x, y, z } as const;

/** Addresses of the descriptors. */
export const pte = { x: 0x9000_0000n, y: 0x9000_0008n, z: 0x9000_0010n } as const;

/** Descriptors by the physical page they lead to. */
export const V = {
  x: descriptor({ oa: physical.x }),
  y: descriptor({ oa: physical.y }),
  z: descriptor({ oa: physical.z }),
} as const;
export const Inv = { x: invalid(V.x), y: invalid(V.y), z: invalid(V.z) } as const;
export const RO = { x: descriptor({ oa: physical.x, writable: false }) } as const;
/** Read-only, but hardware may make it writable. */
export const CLEAN = { x: descriptor({ oa: physical.x, writable: false, dbm: true }) } as const;
export const AF0 = { x: descriptor({ oa: physical.x, accessFlag: false }) } as const;

const programOf = (instructions: readonly Instruction[], handler?: readonly Instruction[]): Program =>
  handler === undefined ? { instructions } : { instructions, handler };

export function scenarioOf(test: Litmus): Scenario {
  const { pages = allPages } = test;
  return {
    name: "litmus",
    features: features(test.features),
    physical: allPages.map((name) => ({
      name,
      pa: physical[name],
      cells: [{ offset: 0, value: test.memory?.[name] ?? 0n }],
    })),
    virtual: pages.map((name) => ({ name, va: virtual[name] })),
    tables: [
      {
        name: "table",
        ptes: pages.map((page) => ({ page, address: pte[page], initial: test.ptes?.[page] ?? V[page] })),
      },
    ],
    pes: Object.entries(test.pes).map(([name, instructions]): PeConfiguration => ({
      name,
      program: programOf(instructions, test.handlers?.[name]),
      table: "table",
      regime: "el1",
      ...test.pe?.[name],
    })),
    words: {
      ...Object.fromEntries(
        allPages.flatMap((p) => [[`V(${p})`, V[p]] as const, [`Inv(${p})`, Inv[p]] as const]),
      ),
      "RO(x)": RO.x,
      "AF0(x)": AF0.x,
      "CLEAN(x)": CLEAN.x,
    },
    properties: [],
    ...test.scenario,
  };
}

/** The scenario with a page of cache lines that nobody maps: without any, there is nothing for cache maintenance to do. */
export const withLine = (scenario: Scenario): Scenario => ({
  ...scenario,
  physical: [...scenario.physical, { name: "line", pa: 0x40_0000n, cached: true }],
});

const unreduced: EngineOptions = { eager: "fold", deadlock: "off", judge: [] };

/** Every state of a scenario, or as many levels of them as it takes to have more than the limit. */
export function explore<S>(
  model: Model<S>,
  options: EngineOptions = unreduced,
  engine: Engine = flyweight,
  limit = Infinity,
): Exploration<S> {
  const exploration = engine.open(model, options);
  for (let from = 0; from < exploration.size() && exploration.size() <= limit;) {
    const to = exploration.size();
    exploration.expand(from, to);
    from = to;
  }
  return exploration;
}

/** The kinds of states that a litmus test ends in. */
export function endsOf(test: Litmus): readonly string[] {
  const exploration = explore(modelOf(buildMachine(scenarioOf(test))));
  const kinds = new Set<string>();
  for (let i = 0; i < exploration.size(); i++) kinds.add(exploration.deadEnd(i) ?? "goes on");
  kinds.delete("goes on");
  return [...kinds].toSorted();
}

/** Every outcome of a litmus test, each once. */
export function outcomesOf(test: Litmus): readonly Outcome[] {
  const machine = buildMachine(scenarioOf(test));
  const model = modelOf(machine);
  return outcomesIn(machine, model, explore(model));
}

export function outcomesIn(
  machine: Machine,
  model: Model<MachineState>,
  exploration: Exploration<MachineState>,
): readonly Outcome[] {
  const found = new Map<string, Outcome>();
  for (let i = 0; i < exploration.size(); i++) {
    if (!isEnd(machine, model, exploration, i)) continue;
    const outcome = outcomeAt(machine, exploration.state(i));
    found.set(keyOf(outcome), outcome);
  }
  return [...found.values()];
}

/**
 * Filling and evicting go on for ever where walks are explicit, and a speculative access-flag update may come after all
 * else; nothing of the programs does.
 */
const housekeeping: readonly string[] = [
  "speculative walk fills",
  "TLB evicts",
  "speculative walk fills stage 2",
  "TLB evicts stage 2",
  "stage-2 entry is combined",
  "speculative access-flag update",
];

/** With explicit walks a doomed guess has successors too, so there only complete programs are an end. */
function isEnd(
  machine: Machine,
  model: Model<MachineState>,
  exploration: Exploration<MachineState>,
  index: number,
): boolean {
  const steps = exploration.successors(index).map(({ rule }) => at(model.rules, rule).name);
  if (steps.length === 0 && machine.scenario.features.walks === "may-be-cached")
    return exploration.deadEnd(index) === "final";
  if (!steps.every((step) => housekeeping.includes(step))) return false;
  const state = exploration.state(index);
  if ((model.cut?.(state) ?? null) !== null) return false;
  return machine.pes.every((pe) => pe.slots.every((slot) => isComplete(state, slot)));
}

/** Whether some end of the test has these values. */
export function allows(test: Litmus, condition: Condition): boolean {
  const wanted = Object.entries(condition);
  const all = outcomesOf(test);
  const unknown = wanted.find(([name]) => !all.some((outcome) => name in outcome) && !isNamed(test, name));
  if (unknown !== undefined) throw new Error(`no outcome says anything of ${unknown[0]}`);
  return all.some((outcome) => wanted.every(([name, value]) => isValue(outcome[name], value)));
}

/** A fault that never happens, and the register of a load that always faults, are in no outcome. */
const isNamed = ({ pes, handlers }: Litmus, name: string): boolean =>
  [...Object.entries(pes), ...Object.entries(handlers ?? {})].some(([pe, code]) =>
    code.some((i) => [i.label, definedRegister(i)].some((known) => `${pe}:${known ?? ""}` === name)),
  );

const isValue = (value: bigint | string | undefined, wanted: number | bigint | string): boolean =>
  typeof wanted === "string" ? value === wanted : value === BigInt(wanted);

export const keyOf = (outcome: Outcome): string =>
  Object.entries(outcome)
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join("; ");

function outcomeAt(machine: Machine, state: MachineState): Outcome {
  const { ptes, cells } = machine.locations;
  const values: Record<string, bigint | string> = {};
  for (const { index, name } of ptes) values[name] = machine.wordName(at(state.memory, index));
  for (const { index, name } of cells) values[name] = at(state.memory, index);
  for (const pe of machine.pes) {
    Object.assign(values, registersOf(machine, state, pe));
    machine.scenario.virtual.forEach(({ name }, page) => {
      const usable = usableEntries(machine, state, pe.index, page).map((word) => machine.wordName(word));
      values[`${pe.name} uses ${name}`] = usable.toSorted().join(" ");
    });
  }
  return values;
}

function registersOf(machine: Machine, state: MachineState, pe: Pe): Outcome {
  const values: Record<string, bigint | string> = {};
  for (const slot of pe.slots) {
    const { fetched } = slotState(state, slot);
    const { instruction } = slot;
    if (fetched === 0) continue;
    const exception = hasTakenException(state, slot) ? exceptionOf(state, slot) : null;
    if (exception !== null && instruction.label !== undefined)
      values[`${pe.name}:${instruction.label}`] = exception;
    const register = definedRegister(instruction);
    if (register === null) continue;
    const written = hasFaulted(state, slot) ? null : writtenValue(machine, state, slot);
    if (written !== null) values[`${pe.name}:${register}`] = written;
  }
  return values;
}

function exceptionOf(state: MachineState, slot: Slot): string | null {
  if (slot.instruction.kind === "svc") return "svc";
  const outcome = outcomeOf(state, slot);
  return outcome === null ? null : faultOfOutcome(outcome);
}
