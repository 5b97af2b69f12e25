import { at } from "../../checker/schema/access.ts";
import { codeAddress } from "./code-address.ts";
import type { UnrolledInstruction, UnrolledProgram } from "./unroll.ts";

/** What a fault of an access, or a supervisor call, leads to. */
export type OnFault =
  /** The thread ends. */
  | { readonly kind: "ends" }
  /** Execution goes on there: in a handler, or in another copy of the program. The length of the list: at its end. */
  | { readonly kind: "goes on"; readonly at: number }
  /** The path is left out: no handler has a handler of its own, and a thread that tries again faults no second time. */
  | { readonly kind: "left out" }
  /** The bound on faults of a path is reached. */
  | { readonly kind: "cut" };

/** Where an ERET goes when this access has faulted and ELR_EL1 holds this address. */
export interface Return {
  readonly fault: number;
  readonly address: bigint;
  readonly to: number;
}

/** An instruction of a program with the code that its faults lead to. Indices are those of the whole list. */
export interface PlacedInstruction extends UnrolledInstruction {
  readonly place: Place;
  /** Whether it is one of the handler. */
  readonly handler: boolean;
  readonly onFault: OnFault;
  /** For the ERET of a handler; null for other instructions. */
  readonly returns: readonly Return[] | null;
}

/** Where an instruction stands, whatever blocks there are: the number of its block, and its index in what that copies. */
export interface Place {
  readonly block: number;
  readonly node: number;
}

/** What a fault does on a PE. */
export interface FaultPolicy {
  readonly kind: "end" | "retry" | "skip" | "handler";
  /** For a handler: the faults that a path may take. */
  readonly bound: number;
}

/** What an analysis has found out about the faults of a program. */
export interface KnownFaults {
  mayFault(place: Place): boolean;
  /** What ELR_EL1 may hold at the ERET of a handler. */
  returnAddresses(place: Place): Iterable<bigint>;
}

/** A copy of the program or of its handler: those of its instructions that execution may reach there. */
interface Block {
  readonly number: number;
  readonly handler: boolean;
  readonly code: readonly UnrolledInstruction[];
  readonly nodes: readonly number[];
  /** Those of them that execution may reach: of the program itself, all are there. */
  readonly reached: ReadonlySet<number>;
  /** Index of the first of them in the whole list. */
  readonly first: number;
}

interface Layout {
  readonly program: UnrolledProgram;
  readonly policy: FaultPolicy;
  readonly known: KnownFaults;
  readonly blocks: readonly Block[];
  readonly size: number;
}

/**
 * Lays out a program so that execution only ever goes forward, past faults too: the program, then for the first fault of
 * a path the handler and a copy of the program to resume in, then the same for the second one. As with loops, every
 * ordering rule may then take the order of the list as program order. What no known fault leads to is left out.
 */
export function layOut(
  program: UnrolledProgram,
  policy: FaultPolicy,
  known: KnownFaults,
): readonly PlacedInstruction[] {
  const blocks = blocksOf(program, policy, known);
  const size = blocks.reduce((sum, { nodes }) => sum + nodes.length, 0);
  const layout = { program, policy, known, blocks, size };
  return blocks.flatMap((block) => block.nodes.map((node) => placed(layout, block, node)));
}

function blocksOf(program: UnrolledProgram, policy: FaultPolicy, known: KnownFaults): readonly Block[] {
  const { main, handler } = program;
  const blocks: Block[] = [];
  const append = (
    code: readonly UnrolledInstruction[],
    nodes: readonly number[],
    reached: readonly number[] = nodes,
  ): Block => {
    const last = blocks.at(-1);
    const first = last === undefined ? 0 : last.first + last.nodes.length;
    const block = {
      number: blocks.length,
      handler: code === handler,
      code,
      nodes,
      reached: new Set(reached),
      first,
    };
    blocks.push(block);
    return block;
  };
  let current = append(main, [...main.keys()], reachable(main, [0], false));
  for (let taken = 0; policy.kind !== "handler" || taken < policy.bound; taken++) {
    const faults = faultsOf(current, policy, known);
    if (faults.length === 0) break;
    const resumed = new Set<number>();
    if (policy.kind === "handler") {
      const entered = append(handler, reachable(handler, [0], true));
      for (const { to } of returnsIn(program, known, entered, faults)) resumed.add(to);
    } else for (const fault of faults) resumed.add(policy.kind === "retry" ? fault : at(main, fault).next);
    const nodes = reachable(main, resumed, false);
    if (nodes.length === 0) break;
    current = append(main, nodes);
  }
  return blocks;
}

/** The instructions of a copy of the program whose fault leads to another block. */
function faultsOf(block: Block, policy: FaultPolicy, known: KnownFaults): readonly number[] {
  if (policy.kind === "end" || block.handler) return [];
  if (policy.kind === "retry" && block.number > 0) return [];
  return [...block.reached].filter((node) => known.mayFault({ block: block.number, node }));
}

function successors(instruction: UnrolledInstruction, handler: boolean): readonly number[] {
  const { instruction: own, taken, next } = instruction;
  if (own.kind === "svc" || (handler && own.kind === "eret")) return [];
  if (own.kind !== "branch") return [next];
  const ways = own.condition === null ? [taken] : [next, taken];
  return ways.flatMap((way) => way ?? []);
}

function reachable(
  code: readonly UnrolledInstruction[],
  from: Iterable<number>,
  handler: boolean,
): readonly number[] {
  const found = new Set<number>();
  const pending = [...from];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const instruction = code[node];
    if (instruction === undefined || found.has(node)) continue;
    found.add(node);
    pending.push(...successors(instruction, handler));
  }
  return [...found].toSorted((a, b) => a - b);
}

/** The ways back from the ERETs of a handler, by index in the copies of the program. */
function returnsIn(
  program: UnrolledProgram,
  known: KnownFaults,
  handler: Block,
  faults: readonly number[],
): readonly Return[] {
  return handler.nodes
    .filter((node) => at(handler.code, node).instruction.kind === "eret")
    .flatMap((node) => waysBack(program, known, { block: handler.number, node }, faults));
}

function waysBack(
  program: UnrolledProgram,
  known: KnownFaults,
  eret: Place,
  faults: readonly number[],
): readonly Return[] {
  return [...known.returnAddresses(eret)].flatMap((address) =>
    faults.flatMap((fault): Return[] => {
      const to = resumption(program, fault, address);
      return to === null ? [] : [{ fault, address, to }];
    }),
  );
}

/**
 * The instance of the instruction at an address that execution resumes with. Of the copies that unrolling made, the one
 * of the same iteration: what follows the fault is known; another jump forward goes to the first one after it, a jump
 * back to the last one up to it.
 */
function resumption({ main, end }: UnrolledProgram, fault: number, address: bigint): number | null {
  if (address === end) return main.length;
  if (address === codeAddress(at(main, fault).origin + 1)) return at(main, fault).next;
  const copies = main.flatMap(({ origin }, node) => (codeAddress(origin) === address ? [node] : []));
  const upTo = copies.filter((node) => node <= fault);
  const after = copies.filter((node) => node > fault);
  const back = address <= codeAddress(at(main, fault).origin);
  return (back ? upTo.at(-1) : after[0]) ?? copies[0] ?? null;
}

function placed(layout: Layout, block: Block, node: number): PlacedInstruction {
  const { instruction, origin, taken, next } = at(block.code, node);
  const isReturn = block.handler && instruction.kind === "eret";
  return {
    instruction,
    origin,
    taken: taken === null ? null : indexIn(layout, block, taken),
    next: isReturn || instruction.kind === "svc" ? layout.size : indexIn(layout, block, next),
    place: { block: block.number, node },
    handler: block.handler,
    onFault: onFault(layout, block, node),
    returns: isReturn ? returnsOf(layout, block, node) : null,
  };
}

/** The index in the whole list of an instruction of a block; the length of the list for what is not in it: the end. */
function indexIn({ size }: Layout, block: Block | undefined, node: number): number {
  const index = block?.nodes.indexOf(node) ?? -1;
  return block === undefined || index < 0 ? size : block.first + index;
}

function onFault(layout: Layout, block: Block, node: number): OnFault {
  const { policy, known, blocks } = layout;
  if (policy.kind === "end" || !block.reached.has(node)) return { kind: "ends" };
  if (block.handler || !faultsOf(block, policy, known).includes(node)) return { kind: "left out" };
  const following = blocks[block.number + 1];
  switch (policy.kind) {
    case "retry":
      return { kind: "goes on", at: indexIn(layout, following, node) };
    case "skip":
      return { kind: "goes on", at: indexIn(layout, following, at(block.code, node).next) };
    case "handler":
      return following === undefined
        ? { kind: "cut" }
        : { kind: "goes on", at: indexIn(layout, following, 0) };
  }
}

function returnsOf(layout: Layout, block: Block, node: number): readonly Return[] {
  const { program, policy, known, blocks } = layout;
  const [before, after] = [blocks[block.number - 1], blocks[block.number + 1]];
  if (before === undefined) return [];
  const faults = faultsOf(before, policy, known);
  return waysBack(program, known, { block: block.number, node }, faults).map(({ fault, address, to }) => ({
    fault: indexIn(layout, before, fault),
    address,
    to: indexIn(layout, after, to),
  }));
}
