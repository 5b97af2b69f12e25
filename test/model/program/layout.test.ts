import { describe, expect, test } from "vitest";
import { eret, mark, mov, svc, type Instruction } from "../../../model/index.ts";
import { codeAddress } from "../../../model/program/code-address.ts";
import { layOut, type FaultPolicy, type KnownFaults } from "../../../model/program/layout.ts";
import { unroll } from "../../../model/program/unroll.ts";
import { cbnz } from "../instructions.ts";

const main = [mark("a"), mark("b"), mark("c")];

/** Faults of the instructions with these labels, wherever they stand; returns to the addresses of these positions. */
const known = (
  instructions: readonly Instruction[],
  faults: string,
  returns: readonly number[],
): KnownFaults => ({
  mayFault: ({ block, node }) => block % 2 === 0 && faults.includes(instructions[node]?.label ?? "-"),
  returnAddresses: () => returns.map(codeAddress),
});

/** The blocks by the labels of their instructions, and where faults (!) and returns (>) lead. */
function shape(
  policy: FaultPolicy,
  facts: KnownFaults,
  instructions: readonly Instruction[] = main,
  handler = [mark("h"), eret()],
) {
  const code = layOut(unroll({ instructions, handler }, "P0"), policy, facts);
  const blocks: string[] = [];
  for (const { place, instruction, onFault, returns } of code) {
    const fault = onFault.kind === "goes on" ? `!${onFault.at}` : onFault.kind === "cut" ? "!" : "";
    const back = (returns ?? []).map(({ fault: from, to }) => `>${from}:${to}`).join("");
    blocks[place.block] = `${blocks[place.block] ?? ""}${instruction.label ?? "."}${fault}${back} `;
  }
  return blocks.map((block) => block.trim());
}

describe("the layout of a program for its faults", () => {
  test("is the program where nothing faults, and where faults end the thread", () => {
    const handler: FaultPolicy = { kind: "handler", bound: 2 };
    expect(shape(handler, known(main, "", []))).toEqual(["a b c"]);
    expect(shape({ kind: "end", bound: 2 }, known(main, "abc", []))).toEqual(["a b c"]);
  });

  test("has a handler and what it returns to for every fault up to the bound", () => {
    const facts = known(main, "b", [1]);
    expect(shape({ kind: "handler", bound: 0 }, facts)).toEqual(["a b! c"]);
    expect(shape({ kind: "handler", bound: 1 }, facts)).toEqual(["a b!3 c", "h .>1:5", "b! c"]);
    expect(shape({ kind: "handler", bound: 2 }, facts)).toEqual([
      "a b!3 c",
      "h .>1:5",
      "b!7 c",
      "h .>5:9",
      "b! c",
    ]);
  });

  test("leaves out what no return reaches, and copies nothing for one to the end", () => {
    const policy: FaultPolicy = { kind: "handler", bound: 2 };
    expect(shape(policy, known(main, "b", [2]))).toEqual(["a b!3 c", "h .>1:5", "c"]);
    expect(shape(policy, known(main, "b", [3]))).toEqual(["a b!3 c", "h .>1:5"]);
    expect(shape(policy, known(main, "b", [1]), main, [mark("h")])).toEqual(["a b!3 c", "h"]);
  });

  test("has one copy to retry in, and one per fault to skip in", () => {
    const facts: KnownFaults = { mayFault: ({ node }) => node < 2, returnAddresses: () => [] };
    expect(shape({ kind: "retry", bound: 0 }, facts)).toEqual(["a!3 b!4 c", "a b c"]);
    expect(shape({ kind: "skip", bound: 0 }, facts)).toEqual(["a!3 b!4 c", "b!5 c", "c"]);
    const last: KnownFaults = { mayFault: ({ node }) => node === 2, returnAddresses: () => [] };
    expect(shape({ kind: "skip", bound: 0 }, last)).toEqual(["a b c!3"]);
  });

  test("has what follows a supervisor call after it only, and what nothing leads to is no fault", () => {
    const calls = [svc({ label: "s" }), mark("a"), svc({ label: "t" }), mark("b")];
    const facts: KnownFaults = {
      mayFault: ({ node }) => node % 2 === 0,
      returnAddresses: ({ block }) => [codeAddress(block === 1 ? 1 : 3)],
    };
    const expected = ["s!4 a t b", "h .>0:6", "a t!8", "h .>7:10", "b"];
    expect(shape({ kind: "handler", bound: 2 }, facts, calls)).toEqual(expected);
    expect(shape({ kind: "skip", bound: 0 }, facts, calls)).toEqual(["s!4 a t b", "a t!6", "b"]);
    expect(shape({ kind: "end", bound: 0 }, facts, calls)).toEqual(["s a t b"]);
  });

  test("returns into the iteration of the fault: back to the last copy up to it, forward to the next one", () => {
    const loop = [mark("a"), mov("r", 0n), mark("b"), cbnz("r", "a", 1)];
    const facts = (position: number): KnownFaults => ({
      mayFault: ({ block, node }) => block === 0 && (node === 1 || node === 5),
      returnAddresses: () => [codeAddress(position)],
    });
    const returns = (position: number) => {
      const code = layOut(
        unroll({ instructions: loop, handler: [eret()] }, "P0"),
        { kind: "handler", bound: 1 },
        facts(position),
      );
      const nodes = code.map(({ place }) => place.node);
      return code.flatMap((i) => (i.returns ?? []).map(({ fault, to }) => [nodes[fault], nodes[to]]));
    };
    expect(returns(0)).toEqual([
      [1, 0],
      [5, 4],
    ]);
    expect(returns(2)).toEqual([
      [1, 2],
      [5, 6],
    ]);
  });
});
