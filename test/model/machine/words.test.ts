import { describe, expect, test } from "vitest";
import { Diagnostic } from "../../../checker/diagnostic.ts";
import {
  awaitValue,
  binary,
  canUse,
  compile,
  constant,
  ldr,
  mark,
  noSpuriousFault,
  reaches,
  register,
  sendIpi,
  str,
  tlbi,
  type Instruction,
  type Scenario,
} from "../../../model/index.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import { cbnz, choose, compute, rmw } from "../instructions.ts";
import { outcomesOf, pte, scenarioOf, V, x, y, type Litmus } from "../litmus.ts";

const r = register;

/** The words that a cell or descriptor can hold. */
function wordsOf(test: Litmus, name: string): readonly bigint[] {
  const machine = buildMachine(scenarioOf(test));
  const { ptes, cells } = machine.locations;
  const location = [...ptes, ...cells].find((l) => l.name === name);
  return [...(machine.words.memory[location?.index ?? -1] ?? [])].toSorted((a, b) => (a < b ? -1 : 1));
}

function messageOf(scenario: Scenario): string {
  try {
    compile(scenario);
  } catch (error) {
    if (error instanceof Diagnostic) return error.message;
    throw error;
  }
  throw new Error("it was expected to fail");
}

const message = (...P0: readonly Instruction[]): string => messageOf(scenarioOf({ pes: { P0 } }));

describe("the words that places can hold", () => {
  test("a register that is combined with itself has one value at a time: x ^ x is 0", () => {
    const code = [choose("r1", 1n, 2n, 3n), str(binary("xor", r("r1"), r("r1")), x)];
    expect(wordsOf({ pes: { P0: code } }, "x")).toEqual([0n]);
    const double = [choose("r1", 1n, 2n, 3n), str(binary("add", r("r1"), r("r1")), x)];
    expect(wordsOf({ pes: { P0: double } }, "x")).toEqual([0n, 2n, 4n, 6n]);
  });

  test("what came of a write never reaches that write: x = x + x has an end", () => {
    const doubles = [ldr("r1", x), rmw("add", "r2", r("r1"), x)];
    const test = { memory: { x: 1n }, pes: { P0: doubles } };
    expect(wordsOf(test, "x")).toEqual([1n, 2n]);
    expect(outcomesOf(test).map((o) => o["x"])).toEqual([2n]);
    // Each may double what the other left, once.
    expect(wordsOf({ ...test, pes: { P0: doubles, P1: doubles } }, "x")).toEqual([1n, 2n, 3n, 4n]);
  });

  test("a write that is read back through another place and PE does not reach itself either", () => {
    const test = {
      memory: { x: 1n },
      pes: {
        P0: [ldr("r1", x), str(binary("add", r("r1"), constant(1n)), y)],
        P1: [ldr("r1", y), str(binary("add", r("r1"), constant(1n)), x)],
      },
    };
    expect(wordsOf(test, "x")).toEqual([1n, 3n]);
    expect(wordsOf(test, "y")).toEqual([0n, 2n]);
  });

  test("words flow from one PE to another through memory, and through descriptors", () => {
    const test = {
      pes: {
        P0: [str(5n, x)],
        P1: [ldr("r1", x), compute("r2", binary("shl", r("r1"), constant(4n))), str("r2", y)],
      },
    };
    expect(wordsOf(test, "y")).toEqual([0n, 0x50n]);
    const mapped = { memory: { z: 9n }, pes: { P0: [str(V.z, pte.x)], P1: [ldr("r1", x), str("r1", y)] } };
    expect(wordsOf(mapped, "y")).toEqual([0n, 9n]);
  });

  test("every value of a word is kept apart up to the last of its 64 bits", () => {
    const top = 1n << 63n;
    const test = { pes: { P0: [str(top, x), str(top | 1n, y)], P1: [ldr("r1", x), ldr("r2", y)] } };
    const seen = new Set(outcomesOf(test).flatMap((o) => [o["P1:r1"], o["P1:r2"]]));
    expect(seen).toEqual(new Set([0n, top, top | 1n]));
  });

  test("counting without an end is an error that says where", () => {
    const count = [
      str("r1", x, { label: "again", kernel: "*x = n" }),
      compute("r1", binary("add", r("r1"), constant(1n))),
      cbnz("r1", "again", 600),
    ];
    expect(message(...count)).toContain("P0: *x = n: more than 512 distinct words can arrive here");
    const few = count.map((i) => (i.kind === "branch" ? cbnz("r1", "again", 3) : i));
    expect(wordsOf({ pes: { P0: few } }, "x")).toEqual([0n, 1n, 2n, 3n]);
  });

  test("an address that nothing lives at is an error that names PE and instruction", () => {
    const text = message(ldr("r1", 0x1234n, { kernel: "READ_ONCE(*p)" }));
    expect(text).toContain("P0: READ_ONCE(*p): the address 0x1234 is neither a PTE nor in a virtual page");
    expect(text).toContain("x at 0x80000000");
    expect(message(str(1n, 0n, { kernel: "*null = 1" }))).toContain("P0: *null = 1: the address 0x0");
    expect(message(awaitValue(1n, 1n))).toContain("the address 0x1 is neither");
  });
});

describe("names that do not exist", () => {
  const base = scenarioOf({ pes: { PE0: [mark("mapped")], PE1: [] } });
  const named = { name: "p", because: "" };

  test("a table", () => {
    const pes = base.pes.map((pe) => ({ ...pe, table: "tabel" }));
    const text = messageOf({ ...base, pes });
    expect(text).toContain("PE PE0: there is no table tabel");
    expect(text).toContain("did you mean table? there is: table");
  });

  test("a virtual page of a table", () => {
    const tables = [{ name: "hyp", ptes: [{ page: "slot", address: 0n, initial: 0n }] }];
    const text = messageOf({ ...base, tables });
    expect(text).toContain("table hyp: there is no virtual page slot");
    expect(text).toContain("there is: x, y, z");
  });

  test("a virtual page of a property", () => {
    const text = messageOf({
      ...base,
      virtual: [{ name: "slot0", va: x }],
      tables: [{ name: "table", ptes: [] }],
      properties: [(m) => canUse(m, named, ["PE0"], [{ page: "solt0", word: V.x }])],
    });
    expect(text).toContain("there is no virtual page solt0");
    expect(text).toContain("did you mean slot0? there is: slot0");
  });

  test("a PE of a property, and of an IPI", () => {
    const text = messageOf({ ...base, properties: [(m) => canUse(m, named, ["PE2"], [])] });
    expect(text).toContain("there is no PE PE2");
    expect(text).toContain("there is: PE0, PE1");
    const ipi = messageOf(scenarioOf({ pes: { PE0: [sendIpi("EP1")], PE1: [] } }));
    expect(ipi).toContain("there is no PE EP1");
    expect(ipi).toContain("did you mean PE1?");
  });

  test("a label of a property", () => {
    const point = { pe: "PE0", mark: "maped" };
    const text = messageOf({ ...base, properties: [(m) => reaches(m, named, [point])] });
    expect(text).toContain("PE0: there is no label maped");
    expect(text).toContain("did you mean mapped? there is: mapped");
    const fault = messageOf({
      ...base,
      properties: [(m) => noSpuriousFault(m, named, [{ pe: "PE1", label: "use" }])],
    });
    expect(fault).toContain("PE1: there is no label use");
    expect(fault).toContain("there is: none");
  });

  test("a TLBI of a page that no table maps removes nothing, and is no error", () => {
    expect(() => compile(scenarioOf({ pes: { P0: [tlbi("vae1is", 0x5000n)] } }))).not.toThrow();
  });
});
