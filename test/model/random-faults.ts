import * as fc from "fast-check";
import { adr, binary, constant, dsb, ELR, eret, isb, ldr, msrElr, register } from "../../model/index.ts";
import { str, svc, tlbi, type Instruction } from "../../model/index.ts";
import { Inv, pte, V, x, type Litmus } from "./litmus.ts";
import { randomLitmus, type Ingredients } from "./random-scenario.ts";

const work: fc.Arbitrary<readonly Instruction[]> = fc.array(
  fc.constantFrom<Instruction>(
    str(V.x, pte.x),
    str(Inv.x, pte.x),
    dsb("ish"),
    tlbi("vae1is", x),
    isb(),
    ldr("r1", x),
  ),
  { maxLength: 3 },
);

/** How a handler ends: with the thread, or by going on at the instruction that faulted, after it, or at the end. */
const ways: fc.Arbitrary<readonly Instruction[]> = fc.constantFrom<readonly Instruction[]>(
  [],
  [eret()],
  [msrElr(binary("add", register(ELR), constant(4n))), eret()],
  [adr("r9", "done"), msrElr("r9"), eret()],
);

const handled: fc.Arbitrary<Partial<Litmus>> = fc
  .tuple(work, ways, fc.integer({ min: 0, max: 2 }))
  .map(([code, way, faults]) => ({ handlers: { P0: [...code, ...way] }, pe: { P0: { faults } } }));

const unhandled: fc.Arbitrary<Partial<Litmus>> = fc
  .constantFrom("retry" as const, "skip" as const)
  .map((onFault) => ({ pe: { P0: { onFault } } }));

const ends: fc.Arbitrary<Partial<Litmus>> = fc.constant({});

/** With a supervisor call somewhere in the program of the first PE, or with none. */
const calling = (test: Litmus, at: number | null): Litmus => {
  const { P0 = [], ...others } = test.pes;
  if (at === null) return test;
  // Before the mark at the end at the latest.
  const position = Math.min(at, P0.length - 1);
  return { ...test, pes: { P0: P0.toSpliced(position, 0, svc({ label: "call" })), ...others } };
};

/**
 * Random tests whose first PE, the page of which may be unmapped and which may call its handler, handles its faults, tries
 * again, skips, or ends.
 */
export const randomFaults = (ingredients: Ingredients): fc.Arbitrary<Litmus> =>
  fc
    .tuple(
      randomLitmus(ingredients),
      fc.oneof({ weight: 4, arbitrary: handled }, { weight: 2, arbitrary: unhandled }, ends),
      fc.boolean(),
      fc.option(fc.nat({ max: 3 })),
    )
    .map(([test, handling, entryExitCse, call]) => ({
      ...calling(test, call),
      ...handling,
      features: { ...test.features, entryExitCse },
    }));
