import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { at } from "../../../checker/schema/access.ts";
import {
  cbz,
  choose,
  clflushopt,
  clwb,
  compile,
  dc,
  dmb,
  dsb,
  isb,
  ldr,
  mark,
  mfence,
  register,
  str,
  tlbi,
  type Instruction,
  type Machine,
  type MachineState,
} from "../../../model/index.ts";
import { identified } from "../../../model/symmetry/rule-id.ts";
import {
  a,
  answers,
  b,
  c,
  exchanges,
  flag,
  ncA,
  ncB,
  ncC,
  orbits,
  pageModel,
  pageScenario,
  SECRET,
  type PageTest,
} from "./lines-of-a-page.ts";

const lines = [a, b, c] as const;

/** Of what is reached first, one line is named: its images are as far away. */
const reaches =
  (name: string, wanted: (state: Readonly<MachineState>, location: number) => boolean) =>
  ({ lines: [first = 0] }: Machine) =>
    ({
      kind: "sometimes",
      name,
      because: "a property of one line",
      reachedBy: (state: Readonly<MachineState>) => (wanted(state, first) ? { facts: {} } : null),
    }) as const;

const properties = [
  reaches("the device reads a secret", (state) => state.devices.some(({ lastRead }) => lastRead === SECRET)),
  reaches("the first line is dirty, the second is not", (state) => {
    const [first, second] = state.lines;
    return first !== undefined && first.dirty !== null && second?.dirty === null;
  }),
  reaches("memory has 9 in the first line, 0 in the last", (state, first) => {
    return at(state.memory, first) === 9n && state.memory.at(-1) === 0n;
  }),
];

/** A search of one state of each orbit says what the full one says, and stores as many states as there are orbits. */
async function agrees(given: PageTest, limit = Infinity): Promise<{ order: number; states: number } | null> {
  const test = { ...given, properties: given.properties ?? properties };
  const counted = orbits(test, limit);
  if (counted === null) return null;
  const [off, full] = [await answers(test, {}), await answers(test, { symmetry: "full" })];
  expect(full.shown).toEqual(off.shown);
  expect({ states: off.states, orbits: full.states }).toEqual(counted);
  return { order: full.order, states: off.states };
}

describe("lines that programs and devices treat alike", () => {
  test("a page is cleared and flushed: half the states", async () => {
    const cleared = [str(0n, a), str(0n, b), dc("civac", a), dc("civac", b), dsb("sy")];
    expect(exchanges({ pes: { P0: cleared } })).toEqual(["P <-> P+0x40"]);
    const found = await agrees({ pes: { P0: cleared } });
    expect(found).toMatchObject({ order: 2 });
    expect(found?.states).toBeGreaterThan(1000);
  });

  test("three lines make six permutations", async () => {
    const cleared = [str(0n, a), str(0n, b), str(0n, c)];
    const dma = { reads: false, writes: [9n] };
    expect(exchanges({ pes: { P0: cleared }, lines: 3, dma })).toEqual(["P <-> P+0x40", "P+0x40 <-> P+0x80"]);
    expect(await agrees({ pes: { P0: cleared }, lines: 3, dma })).toMatchObject({ order: 6 });
  });

  test("of three, two may be alike", async () => {
    const test: PageTest = { pes: { P0: [str(0n, a), str(0n, c)] }, lines: 3, dma: { writes: [] } };
    expect(exchanges(test)).toEqual(["P <-> P+0x80"]);
    expect(await agrees(test)).toMatchObject({ order: 2 });
  });

  test("loads that forward from stores, by registers of different names", async () => {
    const P0 = [str(1n, a), str(1n, b), dmb("ishst"), str(2n, a), str(2n, b), ldr("x", a), ldr("y", b)];
    expect(await agrees({ pes: { P0 }, dma: { reads: false, writes: [9n] } })).toMatchObject({ order: 2 });
  });

  test("an arbitrary line, twice", async () => {
    const address = register("line");
    const P1 = [choose("line", [a, b]), ldr("x", address), ldr("y", address)];
    const P0 = [str(0n, a), str(0n, b), dc("cvac", a), dc("cvac", b)];
    expect(await agrees({ pes: { P0, P1 }, dma: { reads: false, writes: [9n] } })).toMatchObject({
      order: 2,
    });
    const stores = [choose("line", [b, a]), str(3n, address), ldr("x", address)];
    expect(await agrees({ pes: { P0: stores, P1: [ldr("x", a), ldr("y", b)] }, dma: null })).toMatchObject({
      order: 2,
    });
  });

  test("explicit caches too", async () => {
    const test: PageTest = {
      pes: { P0: [str(0n, a), str(0n, b), dc("civac", a), dc("civac", b)] },
      features: { caches: "explicit" },
      dma: { reads: false, writes: [9n] },
    };
    expect(await agrees(test)).toMatchObject({ order: 2 });
  });

  test("x86: CLFLUSHOPT of each line, not ordered with each other", async () => {
    const P0 = [mfence(), clflushopt(a), clflushopt(b), mfence(), clwb(a), clwb(b)];
    expect(await agrees({ pes: { P0 }, pe: { architecture: "x86" } })).toMatchObject({ order: 2 });
  });
});

describe("lines that something tells apart", () => {
  const toldApart: Readonly<Record<string, PageTest>> = {
    "a store of another value": { pes: { P0: [str(0n, a), str(1n, b)] } },
    "a store to one alone": { pes: { P0: [str(0n, a)] } },
    "maintenance of another kind": { pes: { P0: [str(0n, a), str(0n, b), dc("cvac", a), dc("civac", b)] } },
    "a barrier between": { pes: { P0: [str(0n, a), dmb("ishst"), str(0n, b)] } },
    "a DSB between maintenance": { pes: { P0: [dc("civac", a), dsb("sy"), dc("civac", b)] } },
    "an ISB between": { pes: { P0: [dc("civac", a), isb(), dc("civac", b)] } },
    "a release": { pes: { P0: [str(0n, a), { ...str(0n, b), order: "release" }] } },
    "an acquire": { pes: { P0: [{ ...ldr("x", a), order: "acquire" }, ldr("y", b)] } },
    "a point that the program gets to between them": { pes: { P0: [str(0n, a), mark("here"), str(0n, b)] } },
    "another access between": { pes: { P0: [str(0n, a), str(1n, flag), str(0n, b)] } },
    "what a read of one decides": { pes: { P0: [ldr("x", a), ldr("y", b), str(register("x"), flag)] } },
    "the mapping": { pes: { P0: [str(0n, a), str(0n, ncB)] } },
    "what they hold at first": {
      pes: { P0: [str(0n, a), str(0n, b)] },
      physical: {
        cells: [
          { offset: 0, value: 1n },
          { offset: 0x40, value: 2n },
        ],
      },
    },
    "stores of x86, which are in order": {
      pes: { P0: [str(0n, a), str(0n, b)] },
      pe: { architecture: "x86" },
    },
    "loads of x86": { pes: { P0: [ldr("x", a), ldr("y", b)] }, pe: { architecture: "x86" } },
    "an address that goes elsewhere": { pes: { P0: [str(a, flag)], P1: [str(0n, a), str(0n, b)] } },
    "a branch past one": {
      pes: {
        P0: [ldr("x", flag), cbz("x", "second"), dc("civac", a), dc("civac", b, { label: "second" })],
        P1: [str(1n, flag)],
      },
    },
    "a choice of one of them": { pes: { P0: [choose("line", [a, flag]), ldr("x", register("line"))] } },
    "a TLBI elsewhere, which drains by offsets": {
      pes: { P0: [str(0n, a), str(0n, b)], P1: [tlbi("vmalle1is"), dsb("ish")] },
    },
  };

  test.each(Object.keys(toldApart))("%s: nothing is exchanged, nothing refused", async (name) => {
    const test = toldApart[name] ?? { pes: {} };
    expect(exchanges(test)).toEqual([]);
    expect(await agrees(test)).toMatchObject({ order: 1 });
  });

  test("memory that is no cache line is left as it is", () => {
    const { cached: _, ...page } = at(pageScenario({ pes: {} }).physical, 0);
    const scenario = pageScenario({ pes: { P0: [str(0n, a), str(0n, b)] } });
    const model = compile({ ...scenario, physical: [page, ...scenario.physical.slice(1)] });
    expect(model.automorphisms).toBeUndefined();
  });
});

/** What a program does with each line, or with one. */
const each = (count: number, x86: boolean): fc.Arbitrary<readonly Instruction[]> => {
  const [cacheable, not] = [lines.slice(0, count), [ncA, ncB, ncC].slice(0, count)];
  const per = (instruction: (address: bigint, k: number) => Instruction, of = cacheable) =>
    of.map(instruction);
  const address = register("line");
  const maintenance = x86
    ? [per((line) => clflushopt(line)), per((line) => clwb(line))]
    : [per((line) => dc("civac", line)), per((line) => dc("ivac", line)), per((line) => dc("cvac", line))];
  const both = [
    per((line) => str(0n, line)),
    per((line) => str(1n, line), not),
    per((line, k) => ldr(`r${k}`, line)),
    per((line, k) => ldr(`q${k}`, line), not),
    ...maintenance,
  ];
  const one = [str(0n, at(cacheable, count - 1)), ldr("one", a), str(1n, flag), ldr("flag", flag)];
  return fc.oneof(
    {
      weight: 8,
      arbitrary: fc.constantFrom(...both).chain((all) => fc.shuffledSubarray([...all], { minLength: count })),
    },
    {
      weight: 3,
      arbitrary: fc.constantFrom(...(x86 ? [mfence()] : [dmb("ish"), dsb("sy")])).map((i) => [i]),
    },
    { weight: 1, arbitrary: fc.constantFrom(...one).map((i) => [i]) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        [choose("line", cacheable), ldr("x", address), ldr("y", address)],
        [choose("line", not), ldr("x", address)],
        [choose("line", cacheable), str(2n, address)],
      ),
    },
  );
};

const random: fc.Arbitrary<PageTest> = fc
  .tuple(fc.constantFrom(2, 2, 3), fc.constantFrom(false, false, true))
  .chain(([count, x86]) =>
    fc.record({
      P0: fc
        .array(each(count, x86), { minLength: 1, maxLength: count === 2 ? 3 : 2 })
        .map((parts) => parts.flat()),
      P1: fc.array(each(count, x86), { maxLength: 1 }).map((parts) => parts.flat()),
      lines: fc.constant(count),
      pe: fc.constant(x86 ? { architecture: "x86" as const } : {}),
      features: fc.constantFrom({}, {}, { caches: "explicit" as const }),
      dma: fc.constantFrom(null, {}, { reads: false }, { noSnoop: "never" as const }, { writes: [] }),
    }),
  )
  .map(({ P0, P1, ...test }) => ({ ...test, pes: { P0, P1 } }));

test("random programs: the same verdicts and lengths of traces, one state of each orbit", async () => {
  const seen = { compared: 0, reduced: 0, three: 0 };
  await fc.assert(
    fc.asyncProperty(random, async (given) => {
      const found = await agrees(given, 1200);
      fc.pre(found !== null);
      seen.compared++;
      if ((found?.order ?? 1) > 1) seen.reduced++;
      if ((found?.order ?? 1) > 2) seen.three++;
    }),
    { numRuns: 80 },
  );
  expect(seen.reduced).toBeGreaterThan(seen.compared / 4);
  expect(seen.three).toBeGreaterThan(0);
}, 120_000);

test("every rule of a machine has an id of its own", () => {
  const model = pageModel({ pes: { P0: [str(0n, a), str(0n, b), dc("civac", a), dc("civac", b)] } });
  const ids = model.rules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(identified({ kind: "machine", part: "" })(at(model.rules, 0)).rule.id).toBe(at(model.rules, 0).name);
});
