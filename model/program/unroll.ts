import { Diagnostic } from "../../checker/diagnostic.ts";
import { nearest } from "../../checker/nearest.ts";
import { codeAddress, handlerOrigin, labelAddresses } from "./code-address.ts";
import { copiesOf } from "./copies.ts";
import { constant, type Expression } from "./expression.ts";
import type { Branch, Instruction } from "./instruction.ts";
import { mapExpressions } from "./operands.ts";
import type { Program } from "./program.ts";

/** An instruction of a program whose branches all go forward, but for those of loops that close. */
export interface UnrolledInstruction {
  readonly instruction: Instruction;
  /**
   * Index of the instruction in the program as written; several copies of a loop body share one. Those of the handler
   * count on after the end, which is position `instructions.length`.
   */
  readonly origin: number;
  /** For a branch: index it goes to when taken (the length of the list for "end"), null where the bound cuts it. */
  readonly taken: number | null;
  /** Index of what follows when it is not a taken branch. Always greater than its own. */
  readonly next: number;
}

/** An instruction of one part of a program, with where control goes: indices into the part, its length for the end. */
export interface LinkedInstruction {
  readonly instruction: Instruction;
  readonly origin: number;
  /** For a branch: where it goes when taken. */
  readonly taken: number | null;
}

/** The two parts of a program. Indices are those of each list. */
export interface UnrolledProgram {
  readonly main: readonly UnrolledInstruction[];
  readonly handler: readonly UnrolledInstruction[];
  /** The address of what is behind the last instruction of `main`. */
  readonly end: bigint;
}

/**
 * Unrolls bounded loops: a path takes a backward branch with bound n at most n times, and is cut where it would take it
 * once more. Loops that close are left as they are. Program order is then the order of the list, which every ordering
 * rule relies on. Labels in expressions become addresses.
 *
 * @throws Diagnostic (kind "program") for a missing or repeated label, for a backward branch without a bound, and for
 * one from the handler into the program or the other way round
 */
export function unroll(program: Program, place: string): UnrolledProgram {
  const { main, handler } = link(program, place);
  return {
    main: copiesOf(main),
    handler: copiesOf(handler),
    end: codeAddress(program.instructions.length),
  };
}

function link(
  program: Program,
  place: string,
): { readonly main: readonly LinkedInstruction[]; readonly handler: readonly LinkedInstruction[] } {
  const { instructions, handler = [] } = program;
  const labels = labelsOf([...instructions, ...handler], place);
  const addresses = labelAddresses(program);
  const linked = (
    part: readonly Instruction[],
    first: number,
    origin: number,
  ): readonly LinkedInstruction[] =>
    part.map((instruction, i) => ({
      instruction: mapExpressions(instruction, (e) =>
        withAddresses(e, addresses, `${place}: ${instruction.kernel}`),
      ),
      origin: origin + i,
      taken:
        instruction.kind === "branch"
          ? resolve(instruction, i, { labels, first, length: part.length }, place)
          : null,
    }));
  return {
    main: linked(instructions, 0, 0),
    handler: linked(handler, instructions.length, handlerOrigin(program)),
  };
}

function labelsOf(instructions: readonly Instruction[], place: string): ReadonlyMap<string, number> {
  const labels = new Map<string, number>();
  instructions.forEach(({ label }, i) => {
    if (label === undefined) return;
    if (labels.has(label)) throw programError(place, `the label ${label} stands twice`, "rename one of them");
    labels.set(label, i);
  });
  return labels;
}

/** ADR: the address of a label is known before the program runs. */
function withAddresses(
  expression: Expression,
  addresses: ReadonlyMap<string, bigint>,
  place: string,
): Expression {
  switch (expression.op) {
    case "const":
    case "register":
      return expression;
    case "label": {
      const address = addresses.get(expression.label);
      if (address !== undefined) return constant(address);
      const what = `the address of the label ${expression.label} is taken, which does not exist`;
      throw programError(place, what, adviceFor(expression.label, [...addresses.keys()]));
    }
    default: {
      const left = withAddresses(expression.left, addresses, place);
      const right = withAddresses(expression.right, addresses, place);
      const same = left === expression.left && right === expression.right;
      return same ? expression : { op: expression.op, left, right };
    }
  }
}

/** Where a branch goes, as an index into its part of the program. */
function resolve(
  branch: Branch,
  from: number,
  part: { readonly labels: ReadonlyMap<string, number>; readonly first: number; readonly length: number },
  place: string,
): number {
  if (branch.to === "end") return part.length;
  const target = part.labels.get(branch.to);
  if (target === undefined) {
    const what = `${branch.kernel} goes to the label ${branch.to}, which does not exist`;
    throw programError(place, what, adviceFor(branch.to, [...part.labels.keys(), "end"]));
  }
  const to = target - part.first;
  if (to < 0 || to >= part.length) {
    const what = `${branch.kernel} goes to the label ${branch.to}, on the other side of exception entry`;
    throw programError(
      place,
      what,
      "enter a handler by a fault, and leave it by eret: ELR_EL1 may name the label",
    );
  }
  if (to <= from && branch.bound === undefined) {
    throw programError(place, `${branch.kernel} goes backwards without a bound`, "give the branch a `bound`");
  }
  return to;
}

function adviceFor(name: string, exist: readonly string[]): string {
  const guess = nearest(name, exist);
  return `${guess === null ? "" : `did you mean ${guess}? `}labels: ${exist.join(", ")}`;
}

function programError(place: string, what: string, next: string): Diagnostic {
  return new Diagnostic({ kind: "program", where: place, what, next });
}
