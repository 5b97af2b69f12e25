import { Diagnostic } from "../../checker/diagnostic.ts";
import { registersRead } from "../program/operands.ts";
import type { PlacedInstruction } from "../program/layout.ts";
import { isExclusive } from "./exclusives.ts";
import { definedRegister, predecessorsOf, reachingDefinitions } from "./definitions.ts";

/** A loop that closes: from its header to its backward branch, both included. */
export interface ClosingLoop {
  readonly header: number;
  readonly branch: number;
}

/** A register that an iteration of a closing loop hands to the next one, or to what follows the loop. */
export interface Carried {
  readonly loop: ClosingLoop;
  readonly register: string;
}

/** Where a read of a register may take its value from, youngest first; without any, the initial value. */
export type Source =
  | { readonly kind: "writer"; readonly slot: number }
  /** Of ELR_EL1: the access that faulted, or the supervisor call. */
  | { readonly kind: "fault"; readonly slot: number }
  /** Index into `Pe.carried`; a source once the loop has been around. */
  | { readonly kind: "carried"; readonly cell: number };

/**
 * The closing loops of a program.
 *
 * @throws Diagnostic (kind "program") for a TLBI that an iteration leaves without the DSB that completes it, and for
 * a store-exclusive that needs the reservation of an earlier iteration: the next iteration could not forget them
 */
export function closingLoopsOf(code: readonly PlacedInstruction[], place: string): readonly ClosingLoop[] {
  const loops = code.flatMap(({ taken }, branch) =>
    taken !== null && taken <= branch ? [{ header: taken, branch }] : [],
  );
  for (const loop of loops) {
    checkTlbis(code.slice(loop.header, loop.branch + 1), place);
    checkExclusives(code.slice(loop.header, loop.branch + 1), place);
  }
  return loops;
}

function checkTlbis(body: readonly PlacedInstruction[], place: string): void {
  const last = body.findLastIndex(({ instruction }) => instruction.kind === "tlbi");
  if (last < 0) return;
  const completed = body
    .slice(last)
    .some(({ instruction: i }) => i.kind === "dsb" && i.accesses === "all" && i.domain !== "nsh");
  if (completed) return;
  throw new Diagnostic({
    kind: "program",
    where: `${place}: ${body[last]?.instruction.kernel ?? ""}`,
    what: "a loop that closes leaves this TLBI without a DSB",
    why: "an iteration is forgotten when the next one starts, and an incomplete TLBI cannot be",
    next: "put the DSB into the loop, or give the backward branch a number as its bound",
  });
}

function checkExclusives(body: readonly PlacedInstruction[], place: string): void {
  const first = body.find(({ instruction }) => isExclusive(instruction))?.instruction;
  if (first?.kind !== "store-exclusive") return;
  throw new Diagnostic({
    kind: "program",
    where: `${place}: ${first.kernel}`,
    what: "a loop that closes has this store-exclusive before its load-exclusive",
    why: "an iteration is forgotten when the next one starts, and with it whether the reservation was used",
    next: "put the load-exclusive into the loop, or give the backward branch a number as its bound",
  });
}

/** The registers that loops hand on: written in the body, and read where the value from before the loop could arrive. */
export function carriedOf(
  code: readonly PlacedInstruction[],
  loops: readonly ClosingLoop[],
): readonly Carried[] {
  const forward = predecessorsOf(code, "forward");
  return loops.flatMap((loop) => {
    const written = new Set(
      code
        .slice(loop.header, loop.branch + 1)
        .flatMap(({ instruction }) => definedRegister(instruction) ?? []),
    );
    return [...written]
      .filter((register) =>
        code.some(({ instruction }, index) => {
          if (index < loop.header || !registersRead(instruction).has(register)) return false;
          const { writers, initial } = reachingDefinitions(code, forward, index, register);
          return initial || writers.some((writer) => writer < loop.header);
        }),
      )
      .map((register): Carried => ({ loop, register }));
  });
}

/** The sources of a register read at an instruction. A carried value stands where its loop begins. */
export function sourcesOf(
  code: readonly PlacedInstruction[],
  carried: readonly Carried[],
  at: number,
  register: string,
): readonly Source[] {
  const { writers, faults } = reachingDefinitions(code, predecessorsOf(code, "forward"), at, register);
  const sources: { position: number; source: Source }[] = [
    ...writers.map((slot) => ({ position: slot, source: { kind: "writer", slot } as const })),
    ...faults.map((slot) => ({ position: slot, source: { kind: "fault", slot } as const })),
  ];
  carried.forEach((cell, index) => {
    if (cell.register !== register || at < cell.loop.header) return;
    sources.push({ position: cell.loop.header - 0.5, source: { kind: "carried", cell: index } });
  });
  return sources.toSorted((a, b) => b.position - a.position).map(({ source }) => source);
}
