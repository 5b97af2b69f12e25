import { describe, expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import { compile, dsb, str, type MachineState, type Scenario } from "../../../model/index.ts";
import { lines } from "../trace-of.ts";
import { bar0, flr, scenarioOf } from "./board.ts";

const neverWritten: Scenario["properties"][number] = () => ({
  name: "it",
  because: "",
  kind: "always",
  violatedBy: (state: Readonly<MachineState>) =>
    state.devices[0]?.writtenInReset.has(0) === true ? { facts: {} } : null,
});

describe("the trace of a write that arrives in a reset", () => {
  test("shows where it leaves, what overtakes it, and where it arrives", async () => {
    const scenario = scenarioOf({
      bar: "Device-nGnRE",
      configPath: "ecam",
      registers: { FLR: { commands: [{ value: 1n, does: "begin reset" }] } },
      pes: {
        vCPU0: [str(1n, bar0, { kernel: "writel(1, BAR0)" })],
        host: [dsb("sy"), str(1n, flr, { kernel: "pcie_flr()" })],
      },
      scenario: { properties: [neverWritten] },
    });
    const { properties } = await check(compile(scenario), { properties: ["it"] });
    const trace = properties[0]?.trace ?? null;
    if (trace === null) throw new Error("there is no trace");
    const said = lines(trace);
    expect(said).toContain("vCPU0: writel(1, BAR0): leaves for dev (posted on path mmio)");
    expect(said).toContain("host: pcie_flr(): leaves for dev (not posted on path ecam)");
    expect(said.at(-1)).toBe("dev: BAR0 := 1 arrives (from vCPU0)");
    expect(trace.steps.at(-1)?.step.note).toBe("the device is in reset");
    const reset = trace.steps.find(({ step }) => step.text === "FLR := 1 arrives (from host)");
    expect(reset?.step.note).toBe("the reset of dev begins");
  });
});
