import { type MachineRule, sections } from "./rule.ts";

const scenario = "test/model/interconnect/rules.test.ts";
const source = 'docs/machine.md, "Interconnect, registers, reset"';

/** Requests to registers of devices. Litmus tests have no devices: scenarios show each of these. */
export const interconnectRules = {
  "peripheral-order": {
    kind: "order",
    says: "Accesses of a PE to one peripheral by Device-nGnRnE and nGnRE arrive in program order.",
    source,
    architecture: sections.memoryTypes,
    scenario,
  },
  "device-reads-are-certain": {
    kind: "order",
    says: "A read by a Device type, or UC, leaves the PE only when nothing can take it off the path any more.",
    source,
    architecture: sections.memoryTypes,
    scenario,
  },
  "writes-gather": {
    kind: "freedom",
    says: "Two writes of a PE to one register by a type that gathers, with no barrier between, may arrive as one.",
    source,
    architecture: sections.memoryTypes,
    scenario,
  },
  "speculative-reads": {
    kind: "freedom",
    says: "A register that a usable entry maps by a Normal type may be read at any time, by no instruction.",
    source,
    architecture: sections.memoryTypes,
    scenario,
  },
} as const satisfies Record<string, MachineRule>;
