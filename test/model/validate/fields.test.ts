import { describe, expect, it } from "vitest";
import { dsb, features, isb, ldr, rmw } from "../../../model/index.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import { pte, scenarioOf, V, x } from "../litmus.ts";
import { call, mistakeOf, scenarioMistake } from "./mistake.ts";

const withPe = (fields: object): string =>
  scenarioMistake((s) => ({
    ...s,
    pes: [{ name: "P0", program: { instructions: [] }, table: "table", regime: "el1", ...fields }],
  }));

const withCode = (...instructions: readonly unknown[]): string => withPe({ program: { instructions } });

describe("fields that do not exist", () => {
  it("a misspelt feature is named with the one that was meant, by features() and in a scenario", () => {
    const misspelt = { tlbiDrainOldAccesses: false };
    const expected = "there is no tlbiDrainOldAccesses";
    const fromCall = mistakeOf(() => call(features, misspelt));
    const fromScenario = scenarioMistake((s) => ({ ...s, features: { ...features(), ...misspelt } }));
    for (const message of [fromCall, fromScenario]) {
      expect(message).toContain(expected);
      expect(message).toContain("did you mean tlbiDrainsOldAccesses?");
    }
    expect(fromScenario).toContain("scenario litmus, features");
  });

  it.each([
    ["the scenario", { propertys: [] }, "scenario litmus: there is no propertys\n"],
    [
      "a physical page",
      { physical: [{ name: "p", pa: 0n, cell: [] }] },
      "physical page p: there is no cell\n",
    ],
    [
      "a cell",
      { physical: [{ name: "p", pa: 0n, cells: [{ offset: 0, valu: 0n }] }] },
      "physical page p, cells[0]: there is no valu\n",
    ],
    ["a virtual page", { virtual: [{ name: "v", va: 0n, pa: 0n }] }, "virtual page v: there is no pa\n"],
    ["a table", { tables: [{ name: "t", pte: [] }] }, "table t: there is no pte\n"],
    [
      "a PTE",
      { tables: [{ name: "t", ptes: [{ page: "x", adress: 0n }] }] },
      "table t, the PTE of x: there is no adress\n",
    ],
  ])("one of %s is an error", (_, fields, message) => {
    expect(scenarioMistake((s) => ({ ...s, ...fields }))).toContain(message);
  });

  it("one of a PE, an instruction or an expression is an error that says where", () => {
    expect(withPe({ register: {} })).toContain("PE P0: there is no register\n");
    expect(withCode(isb(), { ...dsb("ish"), acesses: "all" })).toContain(
      "PE P0, instructions[1] dsb(ish): there is no acesses",
    );
    const load = { ...ldr("r", x), address: { op: "const", value: 0n, left: 1n } };
    expect(withCode(load)).toContain("instructions[0] ldr r, address: there is no left\n");
  });

  it("one that every object inherits is still missing", () => {
    expect(withCode({ kind: "toString" })).toContain('kind is "toString"');
  });
});

describe("values", () => {
  it.each([
    ["a kind", { kind: "laod" }, "did you mean load?"],
    ["a load order", { ...ldr("r", x), order: "aquire" }, "did you mean acquire?"],
    ["a barrier domain", { ...dsb("ish"), domain: "inner" }, "domain is one of"],
    ["a barrier's accesses", { ...dsb("ish"), accesses: "store" }, "accesses is one of"],
    ["an operation", { ...rmw("swap", "r", 1n, x), operation: "swp" }, "did you mean swap?"],
    ["a compare without cas", { ...rmw("swap", "r", 1n, x), compare: { op: "const", value: 0n } }, "not cas"],
    ["a cas without compare", { ...rmw("swap", "r", 1n, x), operation: "cas" }, "a cas has no compare"],
    ["a flag", { ...rmw("swap", "r", 1n, x), acquire: 1 }, "acquire is 1\n"],
    ["a register", { ...ldr("r", x), register: 0 }, "register is 0\n"],
    ["a kernel spelling", { ...isb(), kernel: 5 }, "kernel is 5\n"],
    ["a label", { ...isb(), label: 5 }, "label is 5\n"],
    ["an instruction", "isb", 'instructions[0] is "isb"'],
    ["a list of instructions", [isb()], "instructions[0] is an array"],
    ["a bare constant", { ...ldr("r", x), address: x }, "write constant(...)"],
    ["a number for a word", { ...ldr("r", x), address: { op: "const", value: 5 } }, "a number: write 5n"],
    ["an operator", { ...ldr("r", x), address: { op: "ad" } }, "did you mean add?"],
    ["no choice", { kind: "choose", kernel: "k", register: "r", among: [] }, "among is empty"],
    ["a bound", { kind: "branch", kernel: "b", condition: null, to: "end", bound: -1 }, "bound is -1\n"],
    [
      "a misspelt bound",
      { kind: "branch", kernel: "b", condition: null, to: "end", bound: "close" },
      "did you mean closes?",
    ],
    [
      "a word of 65 bits",
      { kind: "await", kernel: "k", address: { op: "const", value: 0n }, equals: 1n << 64n, order: "plain" },
      "64-bit word",
    ],
  ])("%s that cannot be is an error at the instruction", (_, instruction, message) => {
    const mistake = withCode(instruction);
    expect(mistake).toContain("scenario litmus, PE P0");
    expect(mistake).toContain(message);
  });

  it.each([
    ["bbmLevel", 2, "bbmLevel is 2\n"],
    ["walks", "explict", "did you mean explicit?"],
    ["ets2", "yes", 'ets2 is "yes"\n'],
    ["ttl", undefined, "ttl is missing\n"],
  ])("the feature %s cannot be %s", (key, value, message) => {
    expect(mistakeOf(() => call(features, { [key]: value }))).toContain(message);
    expect(scenarioMistake((s) => ({ ...s, features: { ...features(), [key]: value } }))).toContain(message);
  });

  it.each([
    ["name", 5, "name is 5"],
    ["properties", [null], "properties[0] is null\n"],
    ["pes", {}, "pes is an object\n"],
    ["words", { V: 5 }, "words.V is 5, a number: write 5n"],
    ["physical", [{ name: "p", pa: 4096 }], "physical page p: pa is 4096, a number: write 4096n"],
    ["virtual", [{ name: "v", va: -1n }], "virtual page v: va is -1n\n"],
    ["tables", [{ name: "t", ptes: [{ page: "x", address: 8n, initial: 0n, level: 4 }] }], "level is 4\n"],
  ])("the scenario's %s cannot be %o", (key, value, message) => {
    expect(scenarioMistake((s) => ({ ...s, [key]: value }))).toContain(message);
  });

  it("what is no scenario at all, and a program that is none, are errors", () => {
    expect(scenarioMistake(() => undefined)).toContain("the scenario is missing");
    expect(scenarioMistake(() => [])).toContain("the scenario is an array");
    expect(withPe({ program: undefined })).toContain("PE P0: program is missing");
    expect(withPe({ program: { instructions: "nop" } })).toContain('instructions is "nop"');
    expect(withPe({ regime: "el3" })).toContain("did you mean el1?");
    expect(withPe({ registers: { x0: 1 } })).toContain("registers.x0 is 1, a number: write 1n");
  });

  it("a Map is no object whose fields can be read", () => {
    expect(withPe({ registers: new Map([["x0", 1n]]) })).toContain("PE P0: registers is an object");
  });

  it("an expression that contains itself is an error", () => {
    const loop: Record<string, unknown> = { op: "add", right: { op: "const", value: 0n } };
    loop["left"] = loop;
    expect(withCode({ ...ldr("r", x), address: loop })).toContain("nested deeper than");
  });

  it("a scenario with every optional field is right", () => {
    const scenario = scenarioOf({
      pes: { P0: [ldr("r", pte.x, { label: "l", source: "a.c:1" })] },
      pe: { P0: { domain: "d", cnp: "c", registers: { x0: V.x } } },
      scenario: { assumptions: ["none"] },
    });
    expect(() => buildMachine(scenario)).not.toThrow();
  });
});
