import { constant, type DeviceConfiguration, type Instruction, type Scenario } from "../../../model/index.ts";
import {
  configSpace,
  ioMapping,
  mappingOf,
  NO_SNOOP_ENABLE,
  page,
  snoopedIoMapping,
} from "../../../specs/vfio-nosnoop/places.ts";
import { oneInstruction, withoutLocks, type Change, type Mutation } from "../mutate.ts";

/** Every scenario with one flush, fence, barrier, invalidation, store, branch, lock or wait dropped, weakened or gone wrong. */
export const mutationsOf = (scenario: Scenario): readonly Mutation[] => [
  ...oneInstruction(scenario, changesOf),
  ...withoutLocks(scenario),
  ...oneDevice(scenario),
];

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
