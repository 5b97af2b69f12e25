import { describe, expect, test } from "vitest";
import { compile, rmw, str, type Instruction } from "../../../model/index.ts";
import type { RegisterConfiguration, Scenario } from "../../../model/index.ts";
import { bar0, scenarioOf } from "../interconnect/board.ts";

const plain: Scenario = scenarioOf({ bar: "Device-nGnRE", pes: { P0: [str(1n, bar0)] } });

/** The plain board with its device's registers changed. */
const withRegister = (name: string, more: Partial<RegisterConfiguration>): Scenario => ({
  ...plain,
  devices: (plain.devices ?? []).map((device) => ({
    ...device,
    registers: device.registers.map((register) =>
      register.name === name ? { ...register, ...more } : register,
    ),
  })),
});

const running = (...instructions: readonly Instruction[]): Scenario =>
  scenarioOf({ bar: "Device-nGnRE", pes: { P0: instructions } });

const mistakes: readonly (readonly [what: string, scenario: Scenario, says: RegExp])[] = [
  [
    "two paths of one name",
    { ...plain, paths: [{ name: "mmio" }, { name: "mmio" }] },
    /path 1 and path 2 both have the name mmio/,
  ],
  [
    "two devices of one name",
    { ...plain, devices: [...(plain.devices ?? []), { name: "dev", registers: [] }] },
    /device 1 and device 2 both have the name dev/,
  ],
  [
    "a device with the name of a PE",
    { ...plain, devices: [...(plain.devices ?? []), { name: "P0", registers: [] }] },
    /PE 1 and device 2 both have the name P0/,
  ],
  [
    "two registers of one name",
    withRegister("BAR1", { name: "BAR0" }),
    /device dev: register 1 and register 2 both have the name BAR0/,
  ],
  [
    "two registers in one cell",
    withRegister("BAR1", { offset: 0 }),
    /BAR0 of dev and BAR1 of dev both have the cell/,
  ],
  ["a path that is not there", withRegister("BAR0", { path: "mmoi" }), /mmoi.*did you mean mmio/s],
  ["a page that is not there", withRegister("BAR0", { page: "bra" }), /bra.*did you mean bar/s],
  [
    "a cell that is not there",
    withRegister("BAR0", { offset: 16 }),
    /no cell at offset 0x10 of bar.*0x0, 0x8/s,
  ],
  [
    "an enabling register that is none",
    withRegister("BAR0", { enabledBy: "MEMORY" }),
    /register BAR0.*MEMORY.*did you mean MEMORY_ENABLE/s,
  ],
  ["a register that enables itself", withRegister("BAR0", { enabledBy: "BAR0" }), /it is enabled by itself/],
  [
    "a command without devices",
    withRegister("FLR", { commands: [{ value: 1n, does: "begin reset", devices: [] }] }),
    /the command of 1: it is about no device/,
  ],
  [
    "a command about a device that is not there",
    withRegister("FLR", { commands: [{ value: 1n, does: "begin reset", devices: ["dve"] }] }),
    /dve.*did you mean dev/s,
  ],
  [
    "a command that ends what nothing begins",
    withRegister("FLR", { commands: [{ value: 1n, does: "end reset" }] }),
    /it ends the reset of dev, which no command begins/,
  ],
  [
    "a value that begins and ends a reset",
    withRegister("FLR", {
      commands: [
        { value: 1n, does: "begin reset" },
        { value: 1n, does: "end reset" },
      ],
    }),
    /commands\[0\], which is to begin reset, and commands\[1\], which is to end reset, both have the value 1/,
  ],
  [
    "a register in a cached page",
    {
      ...plain,
      physical: plain.physical.map((page) => (page.name === "bar" ? { ...page, cached: true } : page)),
    },
    /register BAR0: the physical page bar is cached/,
  ],
  [
    "an atomic to a register",
    running(rmw("add", "r1", 1n, bar0)),
    /this atomic may be to BAR0, a register of dev/,
  ],
  [
    "more requests than a path holds",
    running(...Array.from({ length: 65 }, () => str(1n, bar0))),
    /path mmio: 65 accesses of programs may send a request on it.*64/s,
  ],
];

describe("devices and paths", () => {
  test("a board without a mistake compiles", () => {
    expect(() => compile(plain)).not.toThrow();
  });

  test.each(mistakes)("%s is refused by name", (_, scenario, says) => {
    expect(() => compile(scenario)).toThrow(says);
  });
});
