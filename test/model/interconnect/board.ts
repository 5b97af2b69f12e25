import { at } from "../../../checker/schema/access.ts";
import { modelOf } from "../../../model/compile.ts";
import {
  descriptor,
  features,
  linuxMair,
  type DeviceConfiguration,
  type Features,
  type Instruction,
  type MemoryType,
  type PathConfiguration,
  type PeConfiguration,
  type RegisterConfiguration,
  type Scenario,
} from "../../../model/index.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import type { MachineState } from "../../../model/machine/state.ts";
import { explore, outcomesIn } from "../litmus.ts";

/** Physical pages: two registers of a device behind its BAR, one in its configuration space, and memory. */
const physical = { bar: 0x4000_0000n, config: 0x5000_0000n, ram: 0x6000_0000n } as const;
type Page = keyof typeof physical;

/** Virtual addresses. */
export const bar0 = 0x8000_0000n;
export const bar1 = 0x8000_0008n;
export const flr = 0x8000_1000n;
export const memoryEnable = 0x8000_1008n;
export const ram = 0x8000_2000n;
const virtual = { bar: bar0, config: flr, ram } as const;

/** Addresses of the descriptors. */
export const pte = { bar: 0x9000_0000n, config: 0x9000_0008n, ram: 0x9000_0010n } as const;

/** A MAIR with a type at each index: those that a BAR may be mapped by. */
const memoryTypes: readonly MemoryType[] = [
  "Normal-WB",
  "Normal-NC",
  "Device-nGnRnE",
  "Device-nGnRE",
  "Device-nGRE",
  "Device-GRE",
];
export const mapping = (page: Page, type: MemoryType): bigint =>
  descriptor({ oa: physical[page], attributes: memoryTypes.indexOf(type) });

/** Programs, and a device whose registers they write: what is not given is as simple as can be. */
export interface Board {
  readonly pes: Readonly<Record<string, readonly Instruction[]>>;
  readonly pe?: Readonly<Record<string, Partial<PeConfiguration>>>;
  /** By which type the BAR is mapped; that of single PEs by name. */
  readonly bar: MemoryType | Readonly<Record<string, MemoryType>>;
  /** By which path configuration space is reached. Default: as the BAR is. */
  readonly configPath?: "mmio" | "ecam";
  readonly acknowledges?: PathConfiguration["acknowledges"];
  /** What of the registers is out of the ordinary. */
  readonly registers?: Readonly<
    Partial<Record<"BAR0" | "BAR1" | "FLR" | "MEMORY_ENABLE", Partial<RegisterConfiguration>>>
  >;
  readonly initial?: Readonly<Partial<Record<"BAR0" | "BAR1" | "FLR" | "MEMORY_ENABLE", bigint>>>;
  readonly features?: Partial<Features>;
  readonly scenario?: Partial<Scenario>;
}

export function scenarioOf(board: Board): Scenario {
  const { initial = {}, configPath = "mmio" } = board;
  const names = Object.keys(board.pes);
  const typeFor = (pe: string): MemoryType =>
    typeof board.bar === "string" ? board.bar : (board.bar[pe] ?? "Device-nGnRE");
  const register = (name: keyof NonNullable<Board["registers"]>, page: Page, offset: number) => ({
    name,
    page,
    offset,
    path: page === "bar" ? "mmio" : configPath,
    posted: page === "bar",
    ...board.registers?.[name],
  });
  const device: DeviceConfiguration = {
    name: "dev",
    registers: [
      register("BAR0", "bar", 0),
      register("BAR1", "bar", 8),
      register("FLR", "config", 0),
      register("MEMORY_ENABLE", "config", 8),
    ],
  };
  return {
    name: "board",
    features: features(board.features),
    physical: [
      { name: "bar", pa: physical.bar, cells: cells(initial.BAR0, initial.BAR1) },
      { name: "config", pa: physical.config, cells: cells(initial.FLR, initial.MEMORY_ENABLE) },
      { name: "ram", pa: physical.ram },
    ],
    virtual: Object.entries(virtual).map(([name, va]) => ({ name, va })),
    tables: names.map((name, i) => ({
      name: `table of ${name}`,
      ptes: (["bar", "config", "ram"] as const).map((page) => ({
        page,
        address: pte[page] + (i === 0 ? 0n : 0x1000n * BigInt(i)),
        initial: mapping(
          page,
          page === "bar" ? typeFor(name) : page === "config" ? "Device-nGnRnE" : "Normal-WB",
        ),
      })),
    })),
    pes: names.map((name) => ({
      name,
      program: { instructions: board.pes[name] ?? [] },
      table: `table of ${name}`,
      regime: "el1",
      memoryTypes: [...memoryTypes, ...linuxMair].slice(0, 8),
      ...board.pe?.[name],
    })),
    paths: [
      { name: "mmio", ...(board.acknowledges === undefined ? {} : { acknowledges: board.acknowledges }) },
      { name: "ecam" },
    ],
    devices: [device],
    properties: [],
    ...board.scenario,
  };
}

const cells = (first = 0n, second = 0n) => [
  { offset: 0, value: first },
  { offset: 8, value: second },
];

/** What a state of a board shows. */
export interface View {
  readonly BAR0: bigint;
  readonly BAR1: bigint;
  readonly FLR: bigint;
  readonly MEMORY_ENABLE: bigint;
  readonly ram: bigint;
  readonly device: MachineState["devices"][number];
  /** Labels of marks that have happened. */
  readonly marks: ReadonlySet<string>;
}

function viewOf(machine: ReturnType<typeof buildMachine>, state: MachineState): View {
  const { ptes, cells: all } = machine.locations;
  const value = (index: number): bigint => at(state.memory, ptes.length + index);
  const marks = machine.pes.flatMap((pe) =>
    pe.slots.flatMap(({ instruction, index }) =>
      instruction.kind === "mark" && at(at(state.pes, pe.index).slots, index).done === 1
        ? [instruction.label]
        : [],
    ),
  );
  if (all.length !== 5) throw new Error("a board has five cells");
  return {
    BAR0: value(0),
    BAR1: value(1),
    FLR: value(2),
    MEMORY_ENABLE: value(3),
    ram: value(4),
    device: at(state.devices, 0),
    marks: new Set(marks),
  };
}

/** Whether a board gets into some state, in a state that properties look at. */
export function reaches(board: Board, wanted: (view: View) => boolean): boolean {
  const machine = buildMachine(scenarioOf(board));
  const model = modelOf(machine);
  const exploration = explore(model);
  for (let i = 0; i < exploration.size(); i++) {
    if (wanted(viewOf(machine, exploration.state(i)))) return true;
  }
  return false;
}

/** The values that the loads of a board can end with. */
export function loads(board: Board, ...registers: readonly string[]): readonly string[] {
  const machine = buildMachine(scenarioOf(board));
  const model = modelOf(machine);
  const outcomes = outcomesIn(machine, model, explore(model));
  return [
    ...new Set(outcomes.map((o) => registers.map((name) => String(o[name] ?? "?")).join(" "))),
  ].toSorted();
}
