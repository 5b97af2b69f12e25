import { Diagnostic } from "../../checker/diagnostic.ts";
import { nearest } from "../../checker/nearest.ts";
import { codeAddress, handlerOrigin, labelAddresses } from "./code-address.ts";
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

interface Node {
  instruction: Instruction;
  readonly origin: number;
  /** For a branch: where it goes when taken. */
  taken: Node | "end" | "cut" | null;
  /** Where control goes otherwise. */
  next: Node | "end";
}

/** The two parts of a program. Indices are those of each list. */
export interface UnrolledProgram {
  readonly main: readonly UnrolledInstruction[];
  readonly handler: readonly UnrolledInstruction[];
  /** The address of what is behind the last instruction of `main`. */
  readonly end: bigint;
}

/**
 * Unrolls bounded loops, innermost first: a backward branch with bound n becomes n + 1 copies of its body; taking it
 * from the last copy is cut. Loops that close are left as they are. Program order is then the order of the list, which
 * every ordering rule relies on. Labels in expressions become addresses.
 *
 * @throws Diagnostic (kind "program") for a missing or repeated label, for a backward branch without a bound, and for
 * one from the handler into the program or the other way round
 */
export function unroll(program: Program, place: string): UnrolledProgram {
  const { main, handler } = link(program, place);
  return {
    main: unrollPart(main),
    handler: unrollPart(handler),
    end: codeAddress(program.instructions.length),
  };
}

function unrollPart(linked: Node[]): readonly UnrolledInstruction[] {
  let nodes = linked;
  for (let loop = shortestLoop(nodes); loop !== null; loop = shortestLoop(nodes))
    nodes = copyBody(nodes, loop);
  const index = new Map<Node | "end", number>(nodes.map((node, i) => [node, i]));
  const position = (node: Node | "end"): number => index.get(node) ?? nodes.length;
  return nodes.map(({ instruction, origin, taken, next }) => ({
    instruction,
    origin,
    taken: taken === null || taken === "cut" ? null : position(taken),
    next: position(next),
  }));
}

function link(program: Program, place: string): { readonly main: Node[]; readonly handler: Node[] } {
  const parts = {
    main: nodesOf(program.instructions, 0),
    handler: nodesOf(program.handler ?? [], handlerOrigin(program)),
  };
  const labels = labelsOf([...parts.main, ...parts.handler], place);
  const addresses = labelAddresses(program);
  for (const nodes of [parts.main, parts.handler])
    nodes.forEach((node, i) => {
      const { instruction } = node;
      if (instruction.kind === "branch") node.taken = resolve(instruction, i, nodes, labels, place);
      node.instruction = mapExpressions(instruction, (e) =>
        withAddresses(e, addresses, `${place}: ${instruction.kernel}`),
      );
    });
  return parts;
}

function nodesOf(instructions: readonly Instruction[], first: number): Node[] {
  const nodes = instructions.map((instruction, i): Node => ({
    instruction,
    origin: first + i,
    taken: null,
    next: "end",
  }));
  nodes.forEach((node, i) => (node.next = nodes[i + 1] ?? "end"));
  return nodes;
}

function labelsOf(nodes: readonly Node[], place: string): ReadonlyMap<string, Node> {
  const labels = new Map<string, Node>();
  for (const node of nodes) {
    const label = node.instruction.label;
    if (label === undefined) continue;
    if (labels.has(label)) throw programError(place, `the label ${label} stands twice`, "rename one of them");
    labels.set(label, node);
  }
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

function resolve(
  branch: Branch,
  from: number,
  nodes: readonly Node[],
  labels: ReadonlyMap<string, Node>,
  place: string,
): Node | "end" {
  if (branch.to === "end") return "end";
  const target = labels.get(branch.to);
  if (target === undefined) {
    const what = `${branch.kernel} goes to the label ${branch.to}, which does not exist`;
    throw programError(place, what, adviceFor(branch.to, [...labels.keys(), "end"]));
  }
  const to = nodes.indexOf(target);
  if (to < 0) {
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
  return target;
}

function adviceFor(name: string, exist: readonly string[]): string {
  const guess = nearest(name, exist);
  return `${guess === null ? "" : `did you mean ${guess}? `}labels: ${exist.join(", ")}`;
}

function programError(place: string, what: string, next: string): Diagnostic {
  return new Diagnostic({ kind: "program", where: place, what, next });
}

interface Loop {
  readonly from: number;
  readonly to: number;
}

function shortestLoop(nodes: readonly Node[]): Loop | null {
  let best: Loop | null = null;
  for (const [to, node] of nodes.entries()) {
    if (node.taken === null || typeof node.taken === "string" || closes(node)) continue;
    const from = nodes.indexOf(node.taken);
    if (from <= to && (best === null || to - from < best.to - best.from)) best = { from, to };
  }
  return best;
}

const closes = ({ instruction }: Node): boolean =>
  instruction.kind === "branch" && instruction.bound === "closes";

/** Copies the body of an innermost loop: copy k's backward branch goes to copy k + 1, the last one is cut. */
function copyBody(nodes: readonly Node[], { from, to }: Loop): Node[] {
  const body = nodes.slice(from, to + 1);
  const branch = body.at(-1)?.instruction;
  const bound = branch?.kind === "branch" && typeof branch.bound === "number" ? branch.bound : 0;
  const copies: (readonly Node[])[] = [body];
  for (let k = 0; k < bound; k++) copies.push(copyOf(body));
  copies.forEach((copy, k) => {
    const last = copy.at(-1);
    if (last !== undefined) last.taken = copies[k + 1]?.[0] ?? "cut";
  });
  return [...nodes.slice(0, from), ...copies.flat(), ...nodes.slice(to + 1)];
}

/** A copy whose inner edges stay inside it; edges that leave the body keep their target. */
function copyOf(body: readonly Node[]): readonly Node[] {
  const twin = new Map<Node | "end" | "cut" | null, Node>(body.map((node) => [node, { ...node }]));
  for (const copy of twin.values()) {
    copy.taken = twin.get(copy.taken) ?? copy.taken;
    copy.next = twin.get(copy.next) ?? copy.next;
  }
  return [...twin.values()];
}
