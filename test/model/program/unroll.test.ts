import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { at } from "../../../checker/schema/access.ts";
import { mark } from "../../../model/index.ts";
import type { Instruction } from "../../../model/program/instruction.ts";
import { codeAddress, labelAddresses } from "../../../model/program/code-address.ts";
import { program } from "../../../model/program/program.ts";
import { unroll } from "../../../model/program/unroll.ts";
import { cbnz } from "../instructions.ts";

const point = (label: string): Instruction => mark(label);

/** The copies of a program by the label (or target) of their original, with where they go. */
const shape = (...instructions: readonly Instruction[]) =>
  unroll(program(...instructions), "P0").main.map(
    ({ origin, taken, next }) => `${origin}: ${taken === null ? "-" : taken}/${next}`,
  );

describe("unrolling", () => {
  test("the address of a label is that of its instruction: the handler is behind the end of the program", () => {
    const adr = (label: string): Instruction => ({
      kind: "let",
      register: "r",
      value: { op: "label", label },
      kernel: `adr ${label}`,
    });
    const instructions = [point("a"), point("b"), adr("a"), adr("b"), adr("end")];
    const given = { instructions, handler: [point("h"), adr("h"), adr("b")] };
    const { main, handler, end } = unroll(given, "P0");
    const values = [...main, ...handler].flatMap(({ instruction }) =>
      instruction.kind === "let" && instruction.value.op === "const" ? [instruction.value.value] : [],
    );
    expect(values.map((value) => value - codeAddress(0))).toEqual([0n, 4n, 20n, 24n, 4n]);
    expect(values[2]).toBe(end);
    expect(handler.map(({ origin }) => codeAddress(origin) - end)).toEqual([4n, 8n, 12n]);
    expect([...labelAddresses(given)].map(([label]) => label)).toEqual(["a", "b", "h", "end"]);
  });

  test("a straight program stays as it is", () => {
    expect(shape(point("a"), point("b"))).toEqual(["0: -/1", "1: -/2"]);
  });

  test("a forward branch goes to its label, and one to the end behind the last instruction", () => {
    expect(shape(cbnz("r", "b"), point("a"), point("b"), cbnz("r", "end"))).toEqual([
      "0: 2/1",
      "1: -/2",
      "2: -/3",
      "3: 4/4",
    ]);
  });

  test("a bound of n makes n + 1 copies, and taking the last branch is cut", () => {
    expect(shape(point("a"), cbnz("r", "a", 2), point("b"))).toEqual([
      "0: -/1",
      "1: 2/6",
      "0: -/3",
      "1: 4/6",
      "0: -/5",
      "1: -/6",
      "2: -/7",
    ]);
    expect(shape(point("a"), cbnz("r", "a", 0))).toEqual(["0: -/1", "1: -/2"]);
  });

  test("a branch out of a loop leaves every copy for the same place", () => {
    expect(shape(point("a"), cbnz("r", "out"), cbnz("s", "a", 1), point("out"))).toEqual([
      "0: -/1",
      "1: 6/2",
      "2: 3/6",
      "0: -/4",
      "1: 6/5",
      "2: -/6",
      "3: -/7",
    ]);
  });

  test("a bound is for a whole path: rounds of an inner loop count on when the outer one goes round", () => {
    const code = unroll(program(point("a"), point("b"), cbnz("r", "b", 1), cbnz("s", "a", 1)), "P0").main;
    const paths = (from: number): readonly string[] => {
      const found = code[from];
      if (found === undefined) return [""];
      const ways = found.instruction.kind === "branch" ? [found.next, found.taken] : [found.next];
      return ways.flatMap((way) => (way === null ? [] : paths(way).map((path) => `${found.origin}${path}`)));
    };
    expect(new Set(paths(0))).toEqual(new Set(["0123", "01230123", "0123012123", "012123", "0121230123"]));
  });

  test("a loop that closes forgets the rounds of the loops inside it", () => {
    const closing: Instruction = { ...cbnz("s", "a"), kernel: "again", bound: "closes" };
    expect(shape(point("a"), cbnz("r", "a", 1), closing)).toEqual([
      "0: -/1",
      "1: 2/4",
      "0: -/3",
      "1: -/4",
      "2: 0/5",
    ]);
  });

  test("labels that are missing or stand twice, and loops without a bound, are errors that name the PE", () => {
    const message = (...instructions: readonly Instruction[]) => {
      try {
        unroll(program(...instructions), "P7");
      } catch (error) {
        return error instanceof Error ? error.message : "";
      }
      return "no error";
    };
    expect(message(point("agian"), cbnz("r", "again", 1))).toContain("did you mean agian?");
    expect(message(point("agian"), cbnz("r", "again", 1))).toContain(
      "P7: cbnz again goes to the label again",
    );
    expect(message(point("x"), cbnz("r", "again"))).toContain("labels: x, end");
    expect(message(point("a"), point("a"))).toContain("the label a stands twice");
    expect(message(point("a"), cbnz("r", "a"))).toContain("goes backwards without a bound");
  });

  const size = 6;
  const branch = fc.record({
    from: fc.integer({ min: 0, max: size - 1 }),
    to: fc.integer({ min: 0, max: size }),
    bound: fc.integer({ min: 0, max: 2 }),
  });
  const random = fc.uniqueArray(branch, { selector: ({ from }) => from, maxLength: 3 }).map((branches) =>
    Array.from({ length: size }, (_, i): Instruction => {
      const found = branches.find(({ from }) => from === i);
      if (found === undefined) return point(`l${i}`);
      const to = found.to === size ? "end" : `l${found.to}`;
      return { ...cbnz("r", to, found.bound), label: `l${i}` };
    }),
  );

  test("every step goes forward in the list, and is a step of the program as written", () => {
    fc.assert(
      fc.property(random, (instructions) => {
        const code = unroll(program(...instructions), "P0").main;
        const origin = (index: number): number => code[index]?.origin ?? size;
        const target = (instruction: Instruction): number =>
          instruction.kind === "branch" && instruction.to !== "end" ? Number(instruction.to.slice(1)) : size;
        code.forEach(({ instruction, origin: from, taken, next }, i) => {
          expect(instruction).toBe(at(instructions, from));
          expect(next).toBeGreaterThan(i);
          expect(origin(next)).toBe(from + 1);
          if (taken === null) return;
          expect(taken).toBeGreaterThan(i);
          expect(origin(taken)).toBe(target(instruction));
        });
      }),
    );
  });
});
