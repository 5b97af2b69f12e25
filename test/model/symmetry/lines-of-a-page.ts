import { check } from "../../../checker/check.ts";
import type { CheckOptions } from "../../../checker/check-options.ts";
import type { Model } from "../../../checker/model.ts";
import { symmetryOf } from "../../../checker/symmetry/model-symmetry.ts";
import { permute } from "../../../checker/symmetry/permutation.ts";
import {
  compile,
  descriptor,
  features,
  ioDescriptor,
  type DmaConfiguration,
  type Features,
  type Instruction,
  type MachineState,
  type PeConfiguration,
  type Scenario,
} from "../../../model/index.ts";
import { explore } from "../litmus.ts";

const pa = 0x10_0000n;

/** Virtual addresses of the page by a cacheable mapping and by one that is not, and of a word of ordinary memory. */
const [wb, nc] = [0x8000_0000n, 0x8000_1000n];
export const flag = 0x8000_3000n;

export const offsets = [0, 0x40, 0x80] as const;
/** The lines of the page by its cacheable mapping: the first, the second, the third. */
export const [a, b, c] = [wb, wb + 0x40n, wb + 0x80n] as const;
/** The same by the mapping that is not. */
export const [ncA, ncB, ncC] = [nc, nc + 0x40n, nc + 0x80n] as const;

/** What the lines hold at first. */
export const SECRET = 7n;

export interface PageTest {
  readonly pes: Readonly<Record<string, readonly Instruction[]>>;
  /** How many lines; default 2. */
  readonly lines?: number;
  /** What the device does beyond reading without snooping and writing 9; null: there is no device. */
  readonly dma?: Partial<DmaConfiguration> | null;
  readonly pe?: Partial<PeConfiguration>;
  readonly features?: Partial<Features>;
  readonly physical?: Partial<Scenario["physical"][number]>;
  readonly properties?: Scenario["properties"];
}

const device = (dma: Partial<DmaConfiguration>): Scenario["devices"] => [
  {
    name: "NIC",
    registers: [],
    dma: { table: "domain", reads: true, writes: [9n], noSnoop: "always", ...dma },
  },
];

/** A page with several lines, all SECRET, programs, and a device that has the page mapped. */
export const pageScenario = (test: PageTest): Scenario => ({
  name: "lines",
  features: features(test.features),
  physical: [
    {
      name: "P",
      pa,
      cached: true,
      cells: offsets.slice(0, test.lines ?? 2).map((offset) => ({ offset, value: SECRET })),
      ...test.physical,
    },
    { name: "flag", pa: 0x20_0000n },
  ],
  virtual: [
    { name: "wb", va: wb },
    { name: "nc", va: nc },
    { name: "flag", va: flag },
    { name: "iova", va: 0x7000_0000n },
  ],
  tables: [
    {
      name: "table",
      ptes: [
        { page: "wb", address: 0x9000_0000n, initial: descriptor({ oa: pa }) },
        { page: "nc", address: 0x9000_0008n, initial: descriptor({ oa: pa, attributes: 2 }) },
        { page: "flag", address: 0x9000_0018n, initial: descriptor({ oa: 0x20_0000n }) },
      ],
    },
    { name: "domain", ptes: [{ page: "iova", address: 0x9100_0000n, initial: ioDescriptor({ oa: pa }) }] },
  ],
  pes: Object.entries(test.pes).map(([name, instructions]): PeConfiguration => ({
    name,
    program: { instructions },
    table: "table",
    regime: "el1",
    ...test.pe,
  })),
  ...(test.dma === null ? {} : { devices: device(test.dma ?? {}) ?? [] }),
  properties: test.properties ?? [],
});

export const pageModel = (test: PageTest): Model<MachineState> => compile(pageScenario(test));

/** What the model says can be exchanged. */
export const exchanges = (test: PageTest): readonly string[] =>
  (pageModel(test).automorphisms ?? []).map(({ name }) => name);

/** What a search says: of each property the verdict and the length of its trace; and how many states it has stored. */
export async function answers(test: PageTest, options: CheckOptions) {
  const { properties, statistics, reductions } = await check(pageModel(test), { exhaust: true, ...options });
  return {
    states: statistics.states,
    order: reductions.symmetry?.order ?? 1,
    shown: properties.map(({ property, verdict, trace }) => [property, verdict, trace?.steps.length]),
  };
}

/** How many states a test has, and how many orbits they make; -1 orbits where one reaches out of the states. */
export function orbits(
  test: PageTest,
  limit = Infinity,
): { readonly states: number; readonly orbits: number } | null {
  const model = pageModel(test);
  const exploration = explore(model, { eager: "fold", deadlock: "off", judge: [] }, undefined, limit);
  if (exploration.size() > limit) return null;
  const symmetry = symmetryOf(model, "fold");
  const length = model.schema.layout.slots.length;
  const [slots, image] = [new Int32Array(length), new Int32Array(length)];
  const reached = new Set<string>();
  const orbitsOf = new Set<string>();
  for (let i = 0; i < exploration.size(); i++) {
    model.schema.encode(exploration.state(i), slots);
    reached.add(slots.join());
  }
  let isClosed = true;
  for (const text of reached) {
    const state = Int32Array.from(text.split(","), Number);
    const orbit = (symmetry?.group.elements ?? []).map((element) => {
      permute(element, symmetry?.group.maps ?? never(), state, image);
      return image.join();
    });
    isClosed &&= orbit.every((each) => reached.has(each));
    orbitsOf.add([text, ...orbit].toSorted()[0] ?? text);
  }
  return { states: reached.size, orbits: isClosed ? orbitsOf.size : -1 };
}

function never(): never {
  throw new Error("a group without maps");
}
