import * as fc from "fast-check";
import { adr, binary, constant, dsb, ELR, eret, isb, ldr, msrElr, register } from "../../model/index.ts";
import { str, tlbi, type Instruction } from "../../model/index.ts";
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

/** Random tests whose first PE, the page of which may be unmapped, handles its faults, tries again, or skips. */
export const randomFaults = (ingredients: Ingredients): fc.Arbitrary<Litmus> =>
  fc
    .tuple(randomLitmus(ingredients), fc.oneof(handled, unhandled), fc.boolean())
    .map(([test, handling, entryExitCse]) => ({
      ...test,
      ...handling,
      features: { ...test.features, entryExitCse },
    }));
