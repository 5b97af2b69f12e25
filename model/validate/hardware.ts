import type { AcknowledgementPoint, PathConfiguration } from "../interconnect/path.ts";
import { allMemoryTypes, type MemoryType } from "../memory/memory-type.ts";
import type {
  Command,
  DeviceConfiguration,
  DmaConfiguration,
  RegisterConfiguration,
} from "../pcie/device.ts";
import { flag, isTrue, listOf, natural, oneOf, text, word } from "./checks.ts";
import type { Check } from "./place.ts";
import { isRecord, optional, record, type Naming, type Shape, type ShapeOf } from "./record.ts";

const named: Naming = (value, field) => (typeof value["name"] === "string" ? value["name"] : field);

const point = oneOf<AcknowledgementPoint>({ PE: true, "root complex": true, endpoint: true });

const acknowledges: Shape = Object.fromEntries(
  allMemoryTypes.map((type: MemoryType) => [type, optional(point)] as const),
);

export const path: ShapeOf<PathConfiguration> = {
  name: text,
  acknowledges: optional(record("where writes are acknowledged, by memory type", acknowledges)),
};

const command: ShapeOf<Command> = {
  value: word,
  does: oneOf<Command["does"]>({ "begin reset": true, "end reset": true }),
  devices: optional(listOf(text)),
};

const register: ShapeOf<RegisterConfiguration> = {
  name: text,
  page: text,
  offset: optional(natural),
  path: text,
  posted: flag,
  hardwired: optional(isTrue),
  readLeaves: optional(word),
  enabledBy: optional(text),
  resetsTo: optional(word),
  commands: optional(listOf(record("a command", command))),
};

const noSnoop: Check = (value, place) => {
  if (isRecord(value)) record("what enables No Snoop", { enabledBy: text })(value, place);
  else oneOf<"never" | "always">({ never: true, always: true })(value, place);
};

const dma: ShapeOf<DmaConfiguration> = {
  table: text,
  reads: flag,
  writes: listOf(word),
  noSnoop,
  enabledBy: optional(text),
  ats: optional(isTrue),
  answersPass: optional(isTrue),
};

export const device: ShapeOf<DeviceConfiguration> = {
  name: text,
  registers: listOf(record("a register", register, named)),
  dma: optional(record("what DMA does", dma)),
};
