import { compile, descriptor, features, invalid, ioDescriptor } from "../../../model/index.ts";
import { modelOf } from "../../../model/compile.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import type { Machine } from "../../../model/machine/machine.ts";
import type { MachineState } from "../../../model/machine/state.ts";
import type { Instruction } from "../../../model/program/instruction.ts";
import type { DmaConfiguration, RegisterConfiguration } from "../../../model/pcie/device.ts";
import type { Features, PeConfiguration, Scenario } from "../../../model/scenario.ts";
import { explore } from "../litmus.ts";

/** A host, a page of data that one device reaches by an IOMMU, and one more page that its entries may lead to. */
export interface DmaTest {
  readonly host: readonly Instruction[];
  readonly features?: Partial<Features>;
  /** What the GPU does beyond the default: reads the table `domain`, and never without snooping. */
  readonly dma?: Partial<DmaConfiguration>;
  readonly registers?: readonly RegisterConfiguration[];
  /** The I/O descriptor of page P; default: it leads to DATA. */
  readonly initial?: bigint;
  /** Whether DATA is a cache line. */
  readonly cached?: boolean;
  /** The device begins in reset; the register RESET ends it by 0 and begins one by 1. */
  readonly inReset?: true;
  readonly scenario?: Partial<Scenario>;
  readonly pe?: Partial<PeConfiguration>;
}

const physical = { DATA: 0x10_0000n, OTHER: 0x20_0000n, REGISTERS: 0x30_0000n } as const;

/** Virtual addresses of the host, and the I/O virtual address P of the device. */
export const data = 0x8000_0000n;
export const other = 0x8000_1000n;
export const registers = 0x8000_2000n;
export const P = 0x1000_0000n;

/** Where the host writes the I/O descriptor of P. */
export const iopte = 0x9000_0100n;

export const Io = {
  data: ioDescriptor({ oa: physical.DATA }),
  other: ioDescriptor({ oa: physical.OTHER }),
  snooped: ioDescriptor({ oa: physical.DATA, snoop: true }),
  readOnly: ioDescriptor({ oa: physical.DATA, writable: false }),
  writeOnly: ioDescriptor({ oa: physical.DATA, readable: false }),
  registers: ioDescriptor({ oa: physical.REGISTERS }),
} as const;
export const none = invalid(Io.data);

/** What memory holds at first. */
export const SECRET = 0x5ecn;
export const OTHER = 0x07en;

/** A register whose writes begin and end a reset. */
export const reset: RegisterConfiguration = {
  name: "RESET",
  page: "REGISTERS",
  offset: 16,
  path: "pcie",
  posted: false,
  commands: [
    { value: 1n, does: "begin reset" },
    { value: 0n, does: "end reset" },
  ],
};

export const scenarioOf = (test: DmaTest): Scenario => ({
  name: "dma",
  features: features(test.features),
  physical: [
    {
      name: "DATA",
      pa: physical.DATA,
      cells: [{ offset: 0, value: SECRET }],
      ...(test.cached === true ? { cached: true } : {}),
    },
    { name: "OTHER", pa: physical.OTHER, cells: [{ offset: 0, value: OTHER }] },
    {
      name: "REGISTERS",
      pa: physical.REGISTERS,
      cells: [0, 8, 16].map((offset) => ({ offset, value: 0n })),
    },
  ],
  virtual: [
    { name: "data", va: data },
    { name: "other", va: other },
    { name: "registers", va: registers },
    { name: "P", va: P },
  ],
  tables: [
    {
      name: "linear map",
      ptes: [
        { page: "data", address: 0x9000_0000n, initial: descriptor({ oa: physical.DATA }) },
        { page: "other", address: 0x9000_0008n, initial: descriptor({ oa: physical.OTHER }) },
        {
          page: "registers",
          address: 0x9000_0010n,
          initial: descriptor({ oa: physical.REGISTERS, attributes: 4 }),
        },
      ],
    },
    { name: "domain", ptes: [{ page: "P", address: iopte, initial: test.initial ?? Io.data }] },
  ],
  pes: [
    { name: "host", program: { instructions: test.host }, table: "linear map", regime: "el1", ...test.pe },
  ],
  paths: [{ name: "pcie" }],
  devices: [
    {
      name: "GPU",
      registers: [...(test.registers ?? []), ...(test.inReset === true ? [reset] : [])],
      dma: { table: "domain", reads: true, writes: [], noSnoop: "never", ...test.dma },
    },
  ],
  words: { "Io(DATA)": Io.data, "Io(OTHER)": Io.other, SECRET, OTHER },
  properties: [],
  ...test.scenario,
});

export interface Explored {
  readonly machine: Machine;
  readonly states: readonly MachineState[];
}

/** Every state that a test can get to. */
export function statesOf(test: DmaTest): Explored {
  const machine = buildMachine(scenarioOf(test));
  const model = modelOf(machine);
  const initial = model.initial.map((state) => (test.inReset === true ? withReset(state) : state));
  const exploration = explore({ ...model, initial });
  return { machine, states: Array.from({ length: exploration.size() }, (_, i) => exploration.state(i)) };
}

const withReset = (state: MachineState): MachineState => ({
  ...state,
  devices: state.devices.map((device) => ({ ...device, resetting: 1 })),
});

/** Whether the host has got to a mark. */
export function isAt({ machine }: Explored, state: MachineState, label: string): boolean {
  return machine.labelled("host", label).some(({ pe, index }) => state.pes[pe]?.slots[index]?.done === 1);
}

/** What the device may have read last when the host is past a mark; all of it without one. */
export function lastReads(explored: Explored, after: string | null = null): readonly bigint[] {
  const found = new Set<bigint>();
  for (const state of explored.states) {
    const value = state.devices[0]?.lastRead ?? null;
    if (value !== null && (after === null || isAt(explored, state, after))) found.add(value);
  }
  return [...found].toSorted((a, b) => (a < b ? -1 : 1));
}

/** What memory may hold at a cell when the host is past a mark. */
export function memoryAt(explored: Explored, cell: string, after: string | null = null): readonly bigint[] {
  const { machine, states } = explored;
  const index = machine.locations.cells.find(({ name }) => name === cell)?.index ?? -1;
  const found = new Set<bigint>();
  for (const state of states)
    if (after === null || isAt(explored, state, after)) found.add(state.memory[index] ?? -1n);
  return [...found].toSorted((a, b) => (a < b ? -1 : 1));
}

export const modelFrom = (test: DmaTest) => compile(scenarioOf(test));
