import * as fc from "fast-check";
import { expect, test } from "vitest";
import { at } from "../../../checker/schema/access.ts";
import { isComplete } from "../../../model/machine/completeness.ts";
import { Lines } from "../../../model/memory/lines.ts";
import {
  clflush,
  clflushopt,
  clwb,
  decode,
  dc,
  dmb,
  dsb,
  ioDescriptor,
  isb,
  ldr,
  mfence,
  str,
  tlbi,
  wbinvd,
  type Instruction,
  type Scenario,
} from "../../../model/index.ts";
import { rmw } from "../instructions.ts";
import {
  explored,
  lineScenario,
  flag,
  nc,
  NC,
  NoWB,
  pteOfWb,
  registersIn,
  wb,
  WB,
  third,
  x86,
  type LineTest,
} from "./lines.ts";

const limit = 30_000;

/**
 * How a test can go: what registers and memory hold when the programs are done, the dirty copy, and for each the values that
 * some cache can have kept then. With explicit caches a state has some of these: all that it can have count.
 */
function ways(given: LineTest, eager: "fold" | "off" = "fold"): Readonly<Record<string, string>> | null {
  const found = explored(given, eager, limit);
  if (found === null) return null;
  const { machine, states } = found;
  const lines = new Lines(machine);
  const kept = new Map<string, Set<bigint>>();
  for (const state of states) {
    if (!machine.pes.every(({ slots }) => slots.every((slot) => isComplete(state, slot)))) continue;
    const memory = at(state.memory, at(machine.lines, 0));
    const { dirty, owner, fromDevice, overwroteDevice } = at(state.lines, 0);
    const device = state.devices.map(({ lastRead }) => `reads ${lastRead}`).join();
    const ghosts = `${fromDevice} ${overwroteDevice}`;
    const key = `${registersIn(machine, state)} memory=${memory} dirty=${dirty} of ${owner} ${ghosts} ${device}`;
    const values = kept.get(key) ?? new Set();
    for (const value of lines.readable(state, 0, { how: "snooped" })) values.add(value);
    kept.set(key, values);
  }
  return Object.fromEntries([...kept].map(([key, values]) => [key, [...values].toSorted().join()]));
}

const accesses = (...to: readonly bigint[]): fc.Arbitrary<Instruction> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.constantFrom(1n, 2n), fc.constantFrom(...to))
        .map(([value, address]) => str(value, address)),
    },
    { weight: 4, arbitrary: fc.constantFrom(...to).map((address) => ldr("r1", address)) },
    { weight: 1, arbitrary: fc.constantFrom(...to).map((address) => rmw("add", "r2", 1n, address)) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom("cvac" as const, "ivac" as const, "civac" as const), fc.constantFrom(...to))
        .map(([operation, address]) => dc(operation, address)),
    },
    { weight: 4, arbitrary: fc.constantFrom(dsb("sy"), dmb("sy"), dmb("ishst")) },
  );

/** Accesses to a word of ordinary memory, so that PEs can tell each other something. */
const messages = fc.constantFrom(str(1n, flag), ldr("r3", flag));

/** The cacheable mapping comes and goes. */
const remapping: fc.Arbitrary<Instruction> = fc.constantFrom<Instruction>(
  str(NoWB, pteOfWb),
  str(WB, pteOfWb),
  str(NC, pteOfWb),
  tlbi("vmalle1is"),
  dsb("sy"),
  isb(),
);

const code = (instruction: fc.Arbitrary<Instruction>, maxLength: number) =>
  fc.array(instruction, { minLength: 1, maxLength });

const own: NonNullable<LineTest["pe"]> = { P0: { cache: "0" }, P1: { cache: "1" } };

const mixed: fc.Arbitrary<LineTest> = fc
  .record({
    P0: code(fc.oneof({ weight: 5, arbitrary: accesses(wb, nc) }, { weight: 1, arbitrary: messages }), 5),
    P1: code(fc.oneof({ weight: 3, arbitrary: accesses(wb, nc) }, { weight: 1, arbitrary: messages }), 2),
    pe: fc.constantFrom<NonNullable<LineTest["pe"]>>({}, own),
  })
  .map(({ P0, P1, pe }): LineTest => ({ pes: { P0, P1 }, pe }));

/** It is gone for certain. */
const unmap: readonly Instruction[] = [str(NoWB, pteOfWb), dsb("sy"), tlbi("vmalle1is"), dsb("sy")];

const remapped: fc.Arbitrary<LineTest> = fc
  .record({
    first: fc.constantFrom<readonly Instruction[]>([], unmap),
    P0: code(fc.oneof(accesses(wb, nc), remapping), 5),
    P1: code(accesses(wb, nc), 1),
    tlbiDrainsOldAccesses: fc.boolean(),
    pte: fc.constantFrom(WB, NoWB, NC),
    pe: fc.constantFrom<NonNullable<LineTest["pe"]>>({}, own),
  })
  .map(({ first, P0, P1, pe, pte, tlbiDrainsOldAccesses }): LineTest => ({
    pes: { P0: [...first, ...P0], P1 },
    pe,
    pte,
    features: { tlbiDrainsOldAccesses },
  }));

const flushes: fc.Arbitrary<Instruction> = fc.constantFrom<Instruction>(
  clflush(wb),
  clflushopt(nc),
  clwb(wb),
  wbinvd(),
  wbinvd(),
  mfence(),
);

const stores = fc
  .tuple(fc.constantFrom(1n, 2n), fc.constantFrom(wb, nc, third))
  .map(([value, address]): Instruction => str(value, address));

const loads = fc.constantFrom(wb, nc, third).map((address): Instruction => ldr("r1", address));

/** On x86, with a cache or two; the cacheable mapping comes, or changes its type, and old entries stay. */
const onX86: fc.Arbitrary<LineTest> = fc
  .record({
    P0: code(fc.oneof(stores, loads, flushes, fc.constantFrom(str(WB, pteOfWb), str(NC, pteOfWb))), 5),
    P1: code(fc.oneof(stores, loads, flushes), 2),
    pte: fc.constantFrom(WB, NoWB, NC),
    cacheOfP1: fc.constantFrom("0", "1"),
  })
  .map(({ P0, P1, pte, cacheOfP1 }): LineTest => ({
    pes: { P0, P1 },
    pe: { P0: x86("0"), P1: x86(cacheOfP1) },
    pte,
    third: true,
  }));

/** A device that reads and writes the line, snooped or not. */
const withDma: fc.Arbitrary<LineTest> = fc
  .record({
    P0: code(accesses(wb, nc), 3),
    noSnoop: fc.constantFrom("never" as const, "always" as const),
  })
  .map(({ P0, noSnoop }): LineTest => ({ pes: { P0 }, scenario: deviceOn({ P0 }, noSnoop) }));

/** The tables and devices of a scenario with a device that is let at the line. */
function deviceOn(pes: LineTest["pes"], noSnoop: "never" | "always"): Partial<Scenario> {
  const { virtual, tables } = lineScenario({ pes });
  const word = ioDescriptor({ oa: decode(WB).oa, readable: true, writable: true, snoop: false });
  return {
    virtual: [...virtual, { name: "iova", va: 0x7000_0000n }],
    tables: [...tables, { name: "io", ptes: [{ page: "iova", address: 0x9100_0000n, initial: word }] }],
    devices: [{ name: "NIC", registers: [], dma: { table: "io", reads: true, writes: [2n], noSnoop } }],
  };
}

function agree(tests: fc.Arbitrary<LineTest>, numRuns: number): void {
  const seen = { compared: 0, stale: 0 };
  fc.assert(
    fc.property(tests, (given) => {
      const reduced = ways(given);
      const explicit = ways({ ...given, features: { ...given.features, caches: "explicit" } });
      fc.pre(reduced !== null && explicit !== null);
      expect(explicit).toEqual(reduced);
      seen.compared++;
      if (Object.values(reduced ?? {}).some((kept) => kept.includes(","))) seen.stale++;
    }),
    { numRuns },
  );
  expect(seen.compared).toBeGreaterThan(numRuns / 2);
  expect(seen.stale).toBeGreaterThan(0);
}

test("what caches may hold agrees with explicit fetches and evictions", () => {
  agree(mixed, 150);
});

test("also where the cacheable mapping comes and goes", () => {
  agree(remapped, 150);
});

test("also with x86 PEs, WBINVD and UC", () => {
  agree(onX86, 150);
});

test("also with DMA, snooped and not", () => {
  agree(withDma, 60);
});

test("folded speculative fetches agree with those that are steps of their own", () => {
  fc.assert(
    fc.property(remapped, (given) => {
      const [folded, off] = [ways(given), ways(given, "off")];
      fc.pre(folded !== null && off !== null);
      expect(off).toEqual(folded);
    }),
    { numRuns: 100 },
  );
});
