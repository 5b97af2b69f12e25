import type {
  PeConfiguration,
  PhysicalPage,
  PteConfiguration,
  Scenario,
  Table,
  VirtualPage,
} from "../scenario.ts";
import { armMemoryType, memoryType } from "../memory/memory-type.ts";
import type { Program } from "../program/program.ts";
import { device, path } from "./hardware.ts";
import { among, callable, flag, integer, isTrue, listOf, natural, oneOf, text, word } from "./checks.ts";
import { allFeatures } from "./features.ts";
import { instructions, regime } from "./instruction.ts";
import { switchableRule } from "./machine-rule.ts";
import { wrongValue, type Check } from "./place.ts";
import { dictionary, isRecord, optional, record, type Naming, type ShapeOf } from "./record.ts";

const named =
  (what: string, key = "name"): Naming =>
  (value, field) => {
    const name = value[key];
    return typeof name === "string" ? `${what} ${name}` : field;
  };

const offset: Check = (value, place) => {
  integer(0, 0xffc)(value, place);
  if (typeof value === "number" && value % 4 === 0) return;
  throw wrongValue(
    value,
    place,
    "a cell is a word at a multiple of 8, or of 4 where it has 32 bits",
    "mixed-size accesses are not modelled",
  );
};

const cell: ShapeOf<NonNullable<PhysicalPage["cells"]>[number]> = { offset, value: word };

const physicalPage: ShapeOf<PhysicalPage> = {
  name: text,
  pa: word,
  cells: optional(listOf(record("a cell", cell))),
  cached: optional(isTrue),
};

const virtualPage: ShapeOf<VirtualPage> = {
  name: text,
  va: word,
};

const pte: ShapeOf<PteConfiguration> = {
  page: text,
  address: word,
  initial: word,
  level: optional(integer(0, 3)),
};

const table: ShapeOf<Table> = {
  name: text,
  stage: optional(among([1, 2])),
  ptes: listOf(record("a PTE", pte, named("the PTE of", "page"))),
};

const program: ShapeOf<Program> = { instructions, handler: optional(instructions) };

const pe: ShapeOf<PeConfiguration> = {
  name: text,
  program: record("a program", program, () => ""),
  table: text,
  stage1: optional(dictionary(armMemoryType)),
  regime,
  architecture: optional(oneOf<NonNullable<PeConfiguration["architecture"]>>({ arm64: true, x86: true })),
  memoryTypes: optional(listOf(memoryType)),
  cache: optional(text),
  domain: optional(text),
  cnp: optional(text),
  el: optional(oneOf<NonNullable<PeConfiguration["el"]>>({ el0: true, el1: true })),
  ha: optional(flag),
  hd: optional(flag),
  onFault: optional(oneOf<NonNullable<PeConfiguration["onFault"]>>({ end: true, retry: true, skip: true })),
  faults: optional(natural),
  registers: optional(dictionary(word)),
};

/** Names of some words, or a function that names each. */
const names: Check = (value, place) => {
  if (typeof value !== "function") dictionary(word)(value, place);
};

const scenario: ShapeOf<Scenario> = {
  name: text,
  features: allFeatures,
  physical: listOf(record("a physical page", physicalPage, named("physical page"))),
  virtual: listOf(record("a virtual page", virtualPage, named("virtual page"))),
  tables: listOf(record("a table", table, named("table"))),
  pes: listOf(record("a PE", pe, named("PE"))),
  paths: optional(listOf(record("a path", path, named("path")))),
  devices: optional(listOf(record("a device", device, named("device")))),
  words: optional(names),
  properties: listOf(callable),
  judged: optional(oneOf<NonNullable<Scenario["judged"]>>({ "every state": true, "final states": true })),
  without: optional(listOf(switchableRule)),
  assumptions: optional(listOf(text)),
};

/** Checks that a scenario has the fields it must have, that they hold what they must, and that there are no others. */
export function checkShape(given: unknown): void {
  const name =
    isRecord(given) && typeof given["name"] === "string" ? `scenario ${given["name"]}` : "the scenario";
  record("a scenario", scenario, () => name)(given, { where: "", field: "the scenario" });
}
