import { describe, expect, it, test } from "vitest";
import {
  adr,
  b,
  binary,
  cbnz,
  choose,
  constant,
  eret,
  ldr,
  mov,
  msrElr,
  register,
  str,
  type Instruction,
} from "../../../model/index.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import { endsOf, Inv, outcomesOf, scenarioOf, x, y, type Litmus } from "../litmus.ts";
import { mistakeOf } from "./mistake.ts";

const use = ldr("r1", x, { label: "use" });
const sum = binary("add", register("r9"), binary("shl", register("r8"), constant(4n)));
const here = mov("r0", 0n, { label: "here" });

const withHandler = (main: readonly Instruction[], ...handler: readonly Instruction[]): Litmus => ({
  ptes: { x: Inv.x },
  pes: { P0: main },
  handlers: { P0: handler },
});

describe("a mistake in how faults are handled", () => {
  it.each<[string, Litmus, string]>([
    [
      "ELR_EL1 written outside of a handler",
      { pes: { P0: [msrElr(0n)] } },
      "ELR_EL1 is used outside of a handler",
    ],
    ["ELR_EL1 read outside of a handler", { pes: { P0: [str("ELR_EL1", y)] } }, "ELR_EL1 is used outside"],
    [
      "the address of an unknown label",
      withHandler([use, here], adr("r9", "hare"), msrElr("r9"), eret()),
      "the address of the label hare is taken, which does not exist   did you mean here? labels: use, here, end",
    ],
    [
      "a branch out of a handler",
      withHandler([use, here], b("here")),
      "b here goes to the label here, on the other side of exception entry",
    ],
    [
      "a branch into a handler",
      withHandler([use, b("in")], mov("r0", 0n, { label: "in" })),
      "b in goes to the label in",
    ],
    ["a label in both", withHandler([use, here], here), "the label here stands twice"],
    [
      "a loop that closes with a handler",
      withHandler([use, cbnz("r1", "use", { bound: "closes" })], eret()),
      "a loop that closes is in a program with a handler",
    ],
    [
      "a loop that closes whose faults retry",
      { pes: { P0: [use, cbnz("r1", "use", { bound: "closes" })] }, pe: { P0: { onFault: "retry" } } },
      "a loop that closes is in a program whose faults retry",
    ],
    [
      "an eret that has nowhere to go",
      withHandler([use], msrElr(4n), eret()),
      "P0: eret: ELR_EL1 is 0x4, which is no instruction of the program",
    ],
    [
      "an access in a handler at an address where nothing lives",
      withHandler([use], ldr("r2", 0x1_0000n)),
      "the address 0x10000 is neither a PTE nor in a virtual page",
    ],
  ])("%s is told", (_, litmus, message) => {
    expect(mistakeOf(() => buildMachine(scenarioOf(litmus))).replaceAll("\n", " ")).toContain(message);
  });

  test("an ERET that may return to an instruction is told when it does not", () => {
    const litmus = withHandler([use, here], adr("r9", "here"), choose("r8", [0n, 4n]), msrElr(sum), eret());
    expect(() => endsOf(litmus)).toThrow(", which is no instruction of the program");
  });

  test("an address that only the handler provides is none", () => {
    const litmus = withHandler(
      [use, ldr("r2", "r5", { label: "here" })],
      mov("r5", y),
      adr("r9", "here"),
      msrElr("r9"),
      eret(),
    );
    expect(outcomesOf({ ...litmus, memory: { y: 3n } }).map((o) => o["P0:r2"])).toEqual([3n]);
  });
});
