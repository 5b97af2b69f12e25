import type { EagerMode } from "../../../checker/engine/engine.ts";
import { at } from "../../../checker/schema/access.ts";
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
  invalid,
  type Features,
  type Instruction,
  type PeConfiguration,
  type Scenario,
} from "../../../model/index.ts";
import { explore } from "../litmus.ts";

const pa = 0x10_0000n;

/** Virtual addresses of one line by mappings of types 0, 2 and 1 of `memoryTypes`, and of a word of ordinary memory. */
export const wb = 0x8000_0000n;
export const nc = 0x8000_1000n;
export const third = 0x8000_2000n;
export const flag = 0x8000_3000n;

/** Address of the PTE of `wb`, and what it may hold. */
export const pteOfWb = 0x9000_0000n;
export const WB = descriptor({ oa: pa });
export const NoWB = invalid(WB);
export const NC = descriptor({ oa: pa, attributes: 2 });

const THIRD = descriptor({ oa: pa, attributes: 1 });

/** An x86 PE with a cache of its own, for which type 0 is WB, 2 WC, and 1 UC. */
export const x86 = (cache: string): Partial<PeConfiguration> => ({
  architecture: "x86",
  memoryTypes: ["WB", "UC", "WC", "WB", "WB", "WB", "WB", "WB"],
  cache,
});

export interface LineTest {
  readonly pes: Readonly<Record<string, readonly Instruction[]>>;
  /** Whether `third` is mapped. */
  readonly third?: true;
  /** What the PTE of `wb` holds at first; default WB. */
  readonly pte?: bigint;
  readonly features?: Partial<Features>;
  readonly pe?: Readonly<Record<string, Partial<PeConfiguration>>>;
  readonly scenario?: Partial<Scenario>;
  /** Whether the line is one: otherwise it is ordinary memory. */
  readonly cached?: false;
}

/** A line P, which holds 0. */
export const lineScenario = (test: LineTest): Scenario => ({
  name: "line",
  features: features(test.features),
  physical: [
    { name: "P", pa, ...(test.cached === false ? {} : { cached: true }) },
    { name: "flag", pa: 0x20_0000n },
  ],
  virtual: [
    { name: "wb", va: wb },
    { name: "nc", va: nc },
    { name: "third", va: third },
    { name: "flag", va: flag },
  ],
  tables: [
    {
      name: "table",
      ptes: [
        { page: "wb", address: pteOfWb, initial: test.pte ?? WB },
        { page: "nc", address: 0x9000_0008n, initial: NC },
        { page: "third", address: 0x9000_0010n, initial: test.third === true ? THIRD : invalid(THIRD) },
        { page: "flag", address: 0x9000_0018n, initial: descriptor({ oa: 0x20_0000n }) },
      ],
    },
  ],
  pes: Object.entries(test.pes).map(([name, instructions]): PeConfiguration => ({
    name,
    program: { instructions },
    table: "table",
    regime: "el1",
    ...test.pe?.[name],
  })),
  words: { WB, NoWB, NC },
  properties: [],
  ...test.scenario,
});

export interface Explored {
  readonly machine: Machine;
  readonly states: readonly MachineState[];
}

/** Every state of a test; null for more than the limit. */
export function explored(test: LineTest, eager: EagerMode = "fold", limit = Infinity): Explored | null {
  const machine = buildMachine(lineScenario(test));
  const exploration = explore(modelOf(machine), { eager, deadlock: "off", judge: [] }, undefined, limit);
  if (exploration.size() > limit) return null;
  const states = Array.from({ length: exploration.size() }, (_, i) => exploration.state(i));
  return { machine, states };
}

/** What the registers can hold once every program is done, each combination once: `P0:r1=0 P1:r2=1`. */
export function endings(test: LineTest): readonly string[] {
  const found = explored(test);
  return found === null ? [] : endingsIn(found);
}

export const endingsIn = ({ machine, states }: Explored): readonly string[] =>
  [
    ...new Set(
      states
        .filter((state) => machine.pes.every(({ slots }) => slots.every((slot) => isComplete(state, slot))))
        .map((state) => registersIn(machine, state)),
    ),
  ].toSorted();

export const registersIn = (machine: Machine, state: MachineState): string =>
  machine.pes
    .flatMap(({ name, slots }) =>
      slots.flatMap((slot) => {
        const register = definedRegister(slot.instruction);
        if (register === null || slotState(state, slot).fetched === 0) return [];
        const value = hasFaulted(state, slot) ? "fault" : writtenValue(machine, state, slot);
        return [`${name}:${register}=${value ?? ""}`];
      }),
    )
    .join(" ");

/** What memory can hold of the line once every program is done and nothing is dirty. */
export function settledMemory(test: LineTest): readonly bigint[] {
  const found = explored(test);
  const { machine, states } = found ?? { machine: null, states: [] };
  const done = states.filter(
    (state) =>
      state.lines.every(({ dirty }) => dirty === null) &&
      machine?.pes.every(({ slots }) => slots.every((slot) => isComplete(state, slot))) === true,
  );
  return [...new Set(done.map((state) => at(state.memory, machine?.lines[0] ?? 0)))].toSorted();
}
