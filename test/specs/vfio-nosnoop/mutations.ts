import {
  constant,
  type DeviceConfiguration,
  type Instruction,
  type Program,
  type Scenario,
} from "../../../model/index.ts";
import {
  configSpace,
  ioMapping,
  mappingOf,
  NO_SNOOP_ENABLE,
  page,
  snoopedIoMapping,
} from "../../../specs/vfio-nosnoop/places.ts";

/** A scenario that differs from another in one instruction, or one property of a device. */
export interface Mutation {
  /** What was done: "host: drop mb()". */
  readonly name: string;
  readonly scenario: Scenario;
}

/** Every scenario with one flush, fence, barrier, invalidation, store, branch, lock or wait dropped, weakened or gone wrong. */
export const mutationsOf = (scenario: Scenario): readonly Mutation[] => [
  ...oneInstruction(scenario),
  ...withoutLocks(scenario),
  ...oneDevice(scenario),
];

/** A PE that does not take a lock does not release it either: the pair goes as one. */
function withoutLocks(scenario: Scenario): readonly Mutation[] {
  const locked = ({ kind }: Instruction): boolean => kind === "lock" || kind === "unlock";
  return scenario.pes.flatMap((pe, p) => {
    if (!pe.program.instructions.some(locked)) return [];
    const instructions = pe.program.instructions.filter((instruction) => !locked(instruction));
    return [{ name: `${pe.name}: without its lock`, scenario: withProgram(scenario, p, { instructions }) }];
  });
}

/** What no instruction decides: whether a device obeys its bit, and whether the bit sticks. */
function oneDevice(scenario: Scenario): readonly Mutation[] {
  const { devices = [] } = scenario;
  return devices.flatMap((device, d) => {
    const changed = (name: string, to: DeviceConfiguration): Mutation => ({
      name: `${device.name}: ${name}`,
      scenario: { ...scenario, devices: devices.map((other, i) => (i === d ? to : other)) },
    });
    const { dma, registers } = device;
    const soft = registers.map(({ name, page, offset = 0, path, posted }) => ({
      name,
      page,
      offset,
      path,
      posted,
    }));
    return [
      ...(dma === undefined
        ? []
        : [changed("disobeys its bit", { ...device, dma: { ...dma, noSnoop: "always" } })]),
      ...(registers.some(({ hardwired }) => hardwired)
        ? [changed("its bit sticks", { ...device, registers: soft })]
        : []),
    ];
  });
}

function oneInstruction(scenario: Scenario): readonly Mutation[] {
  return scenario.pes.flatMap((pe, p) =>
    pe.program.instructions.flatMap((instruction, i) =>
      changesOf(instruction).map(({ name, to }) => ({
        name: `${pe.name}: ${name} ${instruction.kernel} (instruction ${i})`,
        scenario: withProgram(scenario, p, replaced(pe.program, i, to)),
      })),
    ),
  );
}

interface Change {
  readonly name: string;
  readonly to: Instruction | null;
}

const bit = constant(configSpace.va + BigInt(NO_SNOOP_ENABLE));

function changesOf(instruction: Instruction): readonly Change[] {
  const drop: Change = { name: "drop", to: null };
  switch (instruction.kind) {
    case "clflush":
      return [
        drop,
        { name: "only write back:", to: { ...instruction, form: "clwb" } },
        { name: "of a register:", to: { ...instruction, address: bit } },
      ];
    case "dc":
      return [
        drop,
        { name: "only clean:", to: { ...instruction, operation: "cvac" } },
        { name: "of a register:", to: { ...instruction, address: bit } },
      ];
    case "iotlb-invalidate":
      return [drop, { name: "do not drain:", to: { ...instruction, drains: false } }];
    case "store":
      return [
        drop,
        { name: "set No Snoop Enable instead of", to: { ...instruction, address: bit, value: constant(1) } },
        ...otherWords(instruction.value).map((word) => ({
          name: "another descriptor:",
          to: { ...instruction, value: constant(word) },
        })),
      ];
    case "fence":
    case "dsb":
    case "dmb":
    case "branch":
    case "wbinvd":
    case "await":
      return [drop];
    default:
      return [];
  }
}

/** Where a descriptor is stored: the one without forced snooping, or of another memory type. */
function otherWords(value: Extract<Instruction, { readonly kind: "store" }>["value"]): readonly bigint[] {
  if (value.op !== "const") return [];
  if (value.value === snoopedIoMapping) return [ioMapping];
  const types = (["x86", "arm64"] as const).flatMap((arch) =>
    (["WB", "WC"] as const).map((type) => mappingOf(page, arch, type)),
  );
  return types.includes(value.value) ? types.filter((word) => word !== value.value) : [];
}

const replaced = ({ instructions }: Program, index: number, to: Instruction | null): Program => ({
  instructions: instructions.flatMap((instruction, i) =>
    i !== index ? [instruction] : to === null ? [] : [to],
  ),
});

const withProgram = (scenario: Scenario, pe: number, program: Program): Scenario => ({
  ...scenario,
  pes: scenario.pes.map((other, i) => (i === pe ? { ...other, program } : other)),
});
