import { expect } from "vitest";
import { at } from "../../../checker/schema/access.ts";
import { flyweight } from "../../../checker/engine/flyweight.ts";
import type { Engine } from "../../../checker/engine/engine.ts";
import { modelOf } from "../../../model/compile.ts";
import { isComplete } from "../../../model/machine/completeness.ts";
import { definedRegister } from "../../../model/machine/definitions.ts";
import type { Machine } from "../../../model/machine/machine.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import { hasFaulted, slotState } from "../../../model/machine/queries.ts";
import type { MachineState } from "../../../model/machine/state.ts";
import { writtenValue } from "../../../model/pe/values.ts";
import {
  descriptor,
  features,
  ioDescriptor,
  type DmaConfiguration,
  type Features,
  type Instruction,
  type MemoryType,
  type PathConfiguration,
  type PeConfiguration,
  type RegisterConfiguration,
  type Scenario,
} from "../../../model/index.ts";
import { explore } from "../litmus.ts";

/** Two cache lines, a page of ordinary memory, the registers of two devices, and configuration space of the first. */
const physical = {
  X: 0x1000_0000n,
  Y: 0x1000_1000n,
  F: 0x1000_2000n,
  A: 0x4000_0000n,
  B: 0x4000_1000n,
  C: 0x5000_0000n,
} as const;
type Place = keyof typeof physical;

/** Attributes of a mapping, the same for PEs of both architectures: see `types`. */
const mappings = { wb: 0, nc: 1, nE: 2, dev: 3 } as const;
type Mapping = keyof typeof mappings;

const types: Readonly<Record<"arm64" | "x86", readonly MemoryType[]>> = {
  arm64: [
    "Normal-WB",
    "Normal-NC",
    "Device-nGnRnE",
    "Device-nGnRE",
    "Device-nGRE",
    "Device-GRE",
    "Normal-WB",
    "Normal-WB",
  ],
  x86: ["WB", "WC", "UC", "UC-", "WB", "WB", "WB", "WB"],
};

const places: readonly Place[] = ["X", "Y", "F", "A", "B", "C"];
const kinds: readonly Mapping[] = ["wb", "nc", "nE", "dev"];

/** The virtual address of a mapping of a page. */
const va = (place: Place, mapping: Mapping): bigint =>
  0x8000_0000n + 0x1000n * BigInt(4 * places.indexOf(place) + mappings[mapping]);

/** Addresses of programs. `X.wb` is the line X through caches, `X.nc` past them. */
export const X = { wb: va("X", "wb"), nc: va("X", "nc") } as const;
export const Y = { wb: va("Y", "wb"), nc: va("Y", "nc") } as const;
export const F = va("F", "wb");
export const A = { dev: va("A", "dev"), nE: va("A", "nE"), nc: va("A", "nc") } as const;
export const B = { dev: va("B", "dev"), nE: va("B", "nE"), nc: va("B", "nc") } as const;
export const C = va("C", "nE");

/** The I/O virtual address, and the address of its descriptor. */
export const IOVA = 0x7000_0000n;
export const iopte = 0x9100_0000n;
export const Io = {
  X: ioDescriptor({ oa: physical.X }),
  snoopedX: ioDescriptor({ oa: physical.X, snoop: true }),
  Y: ioDescriptor({ oa: physical.Y }),
  A: ioDescriptor({ oa: physical.A }),
  B: ioDescriptor({ oa: physical.B }),
} as const;

/** Address of the descriptor of a mapping. */
export const pteOf = (address: bigint): bigint => 0x9000_0000n + ((address - 0x8000_0000n) >> 9n);

/** Programs, and what of the system is not as simple as can be. */
export interface System {
  readonly pes: Readonly<Record<string, readonly Instruction[]>>;
  readonly architecture?: "arm64" | "x86";
  /** Mappings that are there though no program uses them. */
  readonly maps?: readonly bigint[];
  readonly pe?: Readonly<Record<string, Partial<PeConfiguration>>>;
  /** The path of device B and of configuration space; default: that of device A. */
  readonly pathOfB?: "p" | "q";
  readonly pathOfC?: "p" | "q";
  readonly acknowledges?: PathConfiguration["acknowledges"];
  readonly registers?: Readonly<Partial<Record<"A0" | "A1" | "B0" | "C0", Partial<RegisterConfiguration>>>>;
  readonly initial?: Readonly<Partial<Record<"X" | "Y" | "F" | "A0" | "A1" | "B0" | "C0", bigint>>>;
  /** DMA of device A, by a table whose one entry leads to X unless `io` says more. */
  readonly dma?: Partial<DmaConfiguration>;
  readonly io?: bigint;
  readonly features?: Partial<Features>;
  readonly scenario?: Partial<Scenario>;
}

/** The constants that programs have as addresses. */
const addressesIn = ({ pes, maps = [] }: System): ReadonlySet<bigint> =>
  new Set([
    ...maps,
    ...Object.values(pes)
      .flat()
      .flatMap((instruction) =>
        "address" in instruction && instruction.address.op === "const" ? [instruction.address.value] : [],
      ),
  ]);

export function scenarioOf(system: System): Scenario {
  const { architecture = "arm64", initial = {}, pathOfB = "p", pathOfC = "p", dma } = system;
  const used = addressesIn(system);
  const isUsed = (page: bigint): boolean => [...used].some((address) => address >> 12n === page >> 12n);
  const pages = places.flatMap((place) =>
    kinds
      .map((mapping) => ({ place, mapping, name: `${place}.${mapping}`, va: va(place, mapping) }))
      .filter((page) => isUsed(page.va)),
  );
  const register = (name: "A0" | "A1" | "B0" | "C0", page: Place, offset: number, path: string) => ({
    name,
    page,
    offset,
    path,
    posted: page !== "C",
    ...system.registers?.[name],
  });
  return {
    name: "system",
    features: features(system.features),
    physical: [
      { name: "X", pa: physical.X, cells: [{ offset: 0, value: initial.X ?? 0n }], cached: true },
      { name: "Y", pa: physical.Y, cells: [{ offset: 0, value: initial.Y ?? 0n }], cached: true },
      { name: "F", pa: physical.F, cells: cells(initial.F, 0n) },
      { name: "A", pa: physical.A, cells: cells(initial.A0, initial.A1) },
      { name: "B", pa: physical.B, cells: [{ offset: 0, value: initial.B0 ?? 0n }] },
      { name: "C", pa: physical.C, cells: [{ offset: 0, value: initial.C0 ?? 0n }] },
    ],
    virtual: [
      ...pages.map((page) => ({ name: page.name, va: page.va })),
      ...(dma === undefined ? [] : [{ name: "IOVA", va: IOVA }]),
    ],
    tables: [
      {
        name: "linear",
        ptes: pages.map((page) => ({
          page: page.name,
          address: pteOf(page.va),
          initial: descriptor({ oa: physical[page.place], attributes: mappings[page.mapping] }),
        })),
      },
      ...(dma === undefined
        ? []
        : [{ name: "domain", ptes: [{ page: "IOVA", address: iopte, initial: system.io ?? Io.X }] }]),
    ],
    pes: Object.entries(system.pes).map(([name, instructions]) => ({
      name,
      program: { instructions },
      table: "linear",
      regime: "el1",
      architecture,
      memoryTypes: types[system.pe?.[name]?.architecture ?? architecture],
      ...system.pe?.[name],
    })),
    paths: [
      { name: "p", ...(system.acknowledges === undefined ? {} : { acknowledges: system.acknowledges }) },
      { name: "q" },
    ],
    devices: [
      {
        name: "devA",
        registers: [
          register("A0", "A", 0, "p"),
          register("A1", "A", 8, "p"),
          register("C0", "C", 0, pathOfC),
        ],
        ...(dma === undefined
          ? {}
          : { dma: { table: "domain", reads: false, writes: [], noSnoop: "never", ...dma } }),
      },
      { name: "devB", registers: [register("B0", "B", 0, pathOfB)] },
    ],
    properties: [],
    ...system.scenario,
  };
}

const cells = (first = 0n, second = 0n) => [
  { offset: 0, value: first },
  { offset: 8, value: second },
];

/** What can be seen of a state. */
export interface View {
  /** What memory, or the register, holds. */
  readonly memory: Readonly<Record<string, bigint>>;
  /** What loads have given: `P0:r1`. */
  readonly registers: Readonly<Record<string, bigint | "fault">>;
  readonly marks: ReadonlySet<string>;
  /** Whether every program is done. */
  readonly done: boolean;
  readonly state: MachineState;
}

function viewOf(machine: Machine, state: MachineState): View {
  const { cells: all } = machine.locations;
  const slots = machine.pes.flatMap((pe) => pe.slots.map((slot) => ({ name: pe.name, slot })));
  const names: Readonly<Record<string, string>> = { A: "A0", "A+0x8": "A1", B: "B0", C: "C0" };
  return {
    memory: Object.fromEntries(
      all.map(({ name, index }) => [names[name] ?? name, at(state.memory, index)] as const),
    ),
    registers: Object.fromEntries(
      slots.flatMap(({ name, slot }): [string, bigint | "fault"][] => {
        const register = definedRegister(slot.instruction);
        if (register === null || slotState(state, slot).fetched === 0) return [];
        const value = hasFaulted(state, slot) ? "fault" : writtenValue(machine, state, slot);
        return value === null ? [] : [[`${name}:${register}`, value]];
      }),
    ),
    marks: new Set(
      slots.flatMap(({ slot }) =>
        slot.instruction.kind === "mark" && slotState(state, slot).done === 1 ? [slot.instruction.label] : [],
      ),
    ),
    done: slots.every(({ slot }) => isComplete(state, slot)),
    state,
  };
}

/** Every state of a system that properties look at. */
export function statesOf(system: System, engine: Engine = flyweight): readonly View[] {
  const machine = buildMachine(scenarioOf(system));
  const exploration = explore(modelOf(machine), undefined, engine);
  return Array.from({ length: exploration.size() }, (_, i) => viewOf(machine, exploration.state(i)));
}

/** Whether a system gets into some state: the same with and without the reductions of caches. */
export function reaches(system: System, wanted: (view: View) => boolean): boolean {
  const [reduced, explicit] = (["may-hold", "explicit"] as const).map((caches) =>
    statesOf({ ...system, features: { ...system.features, caches } }).some(wanted),
  );
  expect(explicit).toBe(reduced);
  return reduced === true;
}

/** Whether all programs may end with these values of registers. */
export const ends = (system: System, registers: Readonly<Record<string, bigint>>): boolean =>
  reaches(
    system,
    (view) => view.done && Object.entries(registers).every(([name, value]) => view.registers[name] === value),
  );
