import { describe, expect, test } from "vitest";
import { binary, constant, ldr, str } from "../../../model/index.ts";
import { compute } from "../instructions.ts";
import { outcomesOf, pte, x, type Litmus } from "../litmus.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import { scenarioOf } from "../litmus.ts";

function wordsOf(test: Litmus, name: string): readonly bigint[] {
  const machine = buildMachine(scenarioOf(test));
  const { ptes, cells } = machine.locations;
  const location = [...ptes, ...cells].find((l) => l.name === name);
  return [...(machine.words.memory[location?.index ?? -1] ?? [])].toSorted((a, b) => (a < b ? -1 : 1));
}

describe("let", () => {
  test("a descriptor that a program computes leads where it says, declared or not", () => {
    const oa = 0x7777_7000n;
    const compose = [compute("r1", binary("or", constant(oa), constant(0x703n))), str("r1", pte.x)];
    const test = { pes: { P0: [...compose, ldr("r2", pte.x)], P1: [str(3n, x)] } };
    expect(wordsOf(test, "0x77777000")).toEqual([0n, 3n]);
    expect(outcomesOf(test).some((o) => o["0x77777000"] === 3n)).toBe(true);
  });

  test("a value that is never 0 can be computed", () => {
    const test = { pes: { P0: [compute("r1", constant(5n)), str("r1", x)] } };
    expect(outcomesOf(test).map((o) => o["x"])).toEqual([5n]);
  });
});
