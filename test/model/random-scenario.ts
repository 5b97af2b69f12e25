import * as fc from "fast-check";
import {
  cas,
  csel,
  cset,
  dmb,
  dsb,
  isb,
  ldr,
  ldxr,
  mark,
  speculate,
  str,
  stxr,
  tlbi,
  type Instruction,
} from "../../model/index.ts";
import type { BarrierOption } from "../../model/index.ts";
import { after, cbnz, rmw } from "./instructions.ts";
import { AF0, CLEAN, Inv, pte, RO, V, x, y, type Litmus } from "./litmus.ts";

/** What random programs may consist of; a test that cannot take an instruction leaves it out. */
export interface Ingredients {
  /** Instructions of all PEs together. */
  readonly size: number;
  readonly pes: number;
  /** Data page y as well: more outcomes, more states. */
  readonly data: boolean;
  /** TCR.HA and HD, descriptors with AF=0 or DBM. */
  readonly hardware?: boolean;
  /** Selects, load- and store-exclusives, compare-and-swaps and accesses to W registers as well. */
  readonly guesses?: boolean;
}

const words = [V.x, V.y, Inv.x] as const;

const barriers: readonly BarrierOption[] = ["ish", "ishst", "ishld", "nsh", "nshst", "sy", "osh"];

const tlbis: readonly Instruction[] = [
  tlbi("vae1is", x),
  tlbi("vae1is", x),
  tlbi("vale1", x, 3),
  tlbi("vale1is", x, 2),
  tlbi("vmalle1is"),
  tlbi("vae2is", x),
  tlbi("vae1os", x),
];

const descriptors: fc.Arbitrary<bigint> = fc.constantFrom(...words, RO.x);

/** A change of what hardware manages, in a program without. */
const managed: fc.Arbitrary<Instruction> = fc.constantFrom(
  str(AF0.x, pte.x),
  str(CLEAN.x, pte.x),
  rmw("cas", "r4", 2n, x, { compare: { op: "const", value: 1n } }),
);

const common: fc.Arbitrary<Instruction> = fc.oneof(
  { weight: 5, arbitrary: descriptors.map((word) => str(word, pte.x)) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom("plain" as const, "acquire" as const)
      .map((order) => ldr("r1", x, { order, label: "" })),
  },
  { weight: 2, arbitrary: fc.constantFrom(str(1n, x), str(2n, x, { order: "release" })) },
  { weight: 4, arbitrary: fc.constantFrom(...barriers).map((option) => dsb(option)) },
  { weight: 1, arbitrary: fc.constantFrom(...barriers).map((option) => dmb(option)) },
  { weight: 5, arbitrary: fc.constantFrom(...tlbis) },
  { weight: 3, arbitrary: fc.constant(isb()) },
  { weight: 1, arbitrary: fc.constant(speculate(x)) },
  { weight: 1, arbitrary: fc.constant(ldr("r3", pte.x)) },
);

const withData: fc.Arbitrary<Instruction> = fc.oneof(
  { weight: 6, arbitrary: common },
  { weight: 1, arbitrary: fc.constantFrom(str(1n, y), str("r1", y), ldr("r2", y)) },
  { weight: 1, arbitrary: fc.constantFrom(ldr("r1", after(x, "r2")), str(1n, after(x, "r2"))) },
  { weight: 1, arbitrary: fc.constantFrom(rmw("swap", "r2", 1n, y), rmw("set", null, 2n, y)) },
  { weight: 1, arbitrary: fc.constant(cbnz("r2", "end")) },
);

const address: fc.Arbitrary<bigint | string> = fc.constantFrom(x, y, y, "r4");
const w: { readonly bits?: 32 }[] = [{}, { bits: 32 }];

/**
 * @param at what exclusives are to. One place for all of them: that a pair turns out to be to two places is a wrong guess
 *   which shows for as long as a translation is open, and without eager steps translations are open for longer.
 */
const withGuesses = (at: bigint): fc.Arbitrary<Instruction> =>
  fc.oneof(
    { weight: 2, arbitrary: withData },
    { weight: 2, arbitrary: address.map((from) => ldr("r2", from)) },
    {
      weight: 1,
      arbitrary: fc.tuple(address, fc.constantFrom(...w)).map(([to, bits]) => str("r2", to, bits)),
    },
    { weight: 2, arbitrary: fc.constantFrom(csel("r4", "r2", x, y), csel("r4", "r2", y, y)) },
    { weight: 1, arbitrary: fc.constantFrom(cset("r2", "r2"), cset("r2", "r9")) },
    { weight: 2, arbitrary: fc.constantFrom(...w).map((bits) => ldxr("r2", at, bits)) },
    { weight: 3, arbitrary: fc.constant(stxr("r9", 2n, at)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(cas("r2", 3n, 4n, y), cas("r2", "r2", 4n, y, { bits: 32 })),
    },
  );

/** Ways for a program to begin, so that a select, a pair of exclusives or an open comparison is in it. */
const beginnings = (at: bigint): readonly (readonly Instruction[])[] => [
  [ldr("r2", y), csel("r4", "r2", x, y)],
  [ldxr("r2", at), stxr("r9", 2n, at)],
  [cas("r2", 3n, 4n, y), ldr("r2", y)],
];

const code = (
  instruction: fc.Arbitrary<Instruction>,
  longest: number,
  first: readonly (readonly Instruction[])[] = [[]],
): fc.Arbitrary<readonly Instruction[]> =>
  fc
    .tuple(fc.constantFrom(...first), fc.array(instruction, { minLength: 1, maxLength: longest }))
    .map((parts) => labelled(parts.flat()));

type Programs = readonly (readonly Instruction[])[];

function programsOf({ size, data, guesses, hardware }: Ingredients): fc.Arbitrary<Programs> {
  const short = Math.max(1, size >> 1);
  if (guesses === true)
    return fc.constantFrom(x, y).chain((at) => {
      const instruction = withGuesses(at);
      return fc.tuple(
        code(instruction, size, beginnings(at)),
        code(instruction, short),
        code(instruction, 1),
      );
    });
  const usual = data ? withData : common;
  const instruction =
    hardware === true ? fc.oneof({ weight: 5, arbitrary: usual }, { weight: 1, arbitrary: managed }) : usual;
  return fc.tuple(code(instruction, size), code(instruction, short), code(instruction, 1));
}

/** Labels for the accesses to x, so that their faults show, and a mark at the end of each program. */
const labelled = (code: readonly Instruction[]): readonly Instruction[] => [
  ...code.map((i, k): Instruction => (i.kind === "load" && i.label === "" ? { ...i, label: `use${k}` } : i)),
  mark("done"),
];

const walkers: fc.Arbitrary<NonNullable<Litmus["pe"]>> = fc.constantFrom(
  { P0: { ha: true } },
  { P1: { ha: true } },
  { P0: { hd: true }, P1: { ha: true } },
  { P0: { hd: true }, P1: { hd: true } },
);

export function randomLitmus(ingredients: Ingredients): fc.Arbitrary<Litmus> {
  const { pes, data, guesses = false, hardware = false } = ingredients;
  const programs = programsOf(ingredients).map((all) =>
    Object.fromEntries(all.slice(0, pes).map((program, i) => [`P${i}`, program])),
  );
  return fc
    .record({
      pes: programs,
      ptes: fc.record({
        x: hardware ? fc.constantFrom(...words, AF0.x, CLEAN.x) : fc.constantFrom(...words),
      }),
      features: fc.record({
        ets2: fc.boolean(),
        tlbiDrainsOldAccesses: fc.boolean(),
        ttl: fc.boolean(),
        bbmLevel: fc.constantFrom("0" as const, "2" as const),
        bbmCoversOa: fc.boolean(),
      }),
      pe: hardware
        ? walkers
        : fc.constantFrom<NonNullable<Litmus["pe"]>>(
            {},
            { P1: { domain: "other" } },
            { P0: { cnp: "c" }, P1: { cnp: "c" } },
          ),
    })
    .map((test): Litmus => {
      // The words analysis does not follow what is stored at an amalgamated address.
      const amalgamation = !hardware && !guesses && !Object.values(test.pes).some((p) => p.some(writesData));
      return {
        ...test,
        pe: Object.fromEntries(
          Object.keys(test.pes).map((name) => [name, { ...test.pe[name], registers: { r4: y } }]),
        ),
        pages: data || guesses ? ["x", "y"] : ["x"],
        memory: amalgamation ? {} : { y: 3n },
        features: { ...test.features, amalgamation },
      };
    });
}

const writesData = (i: Instruction): boolean =>
  i.kind === "rmw" || (i.kind === "store" && !(i.address.op === "const" && i.address.value === pte.x));
