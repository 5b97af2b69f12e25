import { describe, expect, test } from "vitest";
import { dmb, dsb, isb, ldr, str, type Instruction } from "../../../model/index.ts";
import { after, cbnz, rmw } from "../instructions.ts";
import { allows, x, y } from "../litmus.ts";

const writers: Readonly<Record<string, readonly Instruction[]>> = {
  plain: [str(1n, x), str(1n, y)],
  "dmb(ish)": [str(1n, x), dmb("ish"), str(1n, y)],
  "dmb(ishst)": [str(1n, x), dmb("ishst"), str(1n, y)],
  "dmb(ishld)": [str(1n, x), dmb("ishld"), str(1n, y)],
  "dmb(nsh)": [str(1n, x), dmb("nsh"), str(1n, y)],
  "dsb(ish)": [str(1n, x), dsb("ish"), str(1n, y)],
  "dsb(ishst)": [str(1n, x), dsb("ishst"), str(1n, y)],
  "dsb(ishld)": [str(1n, x), dsb("ishld"), str(1n, y)],
  stlr: [str(1n, x), str(1n, y, { order: "release" })],
  swpl: [str(1n, x), rmw("swap", "r9", 1n, y, { release: true })],
  "isb()": [str(1n, x), isb(), str(1n, y)],
};

const first = ldr("r1", y);
const second = ldr("r2", x);

const readers: Readonly<Record<string, readonly Instruction[]>> = {
  plain: [first, second],
  "dmb(ish)": [first, dmb("ish"), second],
  "dmb(ishld)": [first, dmb("ishld"), second],
  "dmb(ishst)": [first, dmb("ishst"), second],
  "dsb(ish)": [first, dsb("ish"), second],
  "dsb(ishld)": [first, dsb("ishld"), second],
  "dsb(ishst)": [first, dsb("ishst"), second],
  ldar: [ldr("r1", y, { order: "acquire" }), second],
  ldapr: [ldr("r1", y, { order: "acquirePC" }), second],
  "ldar second": [first, ldr("r2", x, { order: "acquire" })],
  addr: [first, ldr("r2", after(x, "r1"))],
  ctrl: [first, cbnz("r1", "go"), ldr("r2", x, { label: "go" })],
  "isb()": [first, isb(), second],
  "ctrl+isb()": [first, cbnz("r1", "go"), isb({ label: "go" }), second],
  "addr to another load, isb()": [first, ldr("r3", after(y, "r1")), isb(), second],
};

const orderedWriters = ["dmb(ish)", "dmb(ishst)", "dsb(ish)", "dsb(ishst)", "stlr", "swpl"];
const orderedReaders = [
  "dmb(ish)",
  "dmb(ishld)",
  "dsb(ish)",
  "dsb(ishld)",
  "ldar",
  "ldapr",
  "addr",
  "ctrl+isb()",
  "addr to another load, isb()",
];

const mp = (writer: readonly Instruction[], reader: readonly Instruction[]) =>
  allows({ pes: { P0: writer, P1: reader } }, { "P1:r1": 1, "P1:r2": 0 });

describe("message passing: the flag is seen and the data is not", () => {
  for (const [w, writer] of Object.entries(writers))
    for (const [r, reader] of Object.entries(readers)) {
      const forbidden = orderedWriters.includes(w) && orderedReaders.includes(r);
      test(`MP+${w}+${r} is ${forbidden ? "forbidden" : "allowed"}`, () => {
        expect(mp(writer, reader)).toBe(!forbidden);
      });
    }
});

describe("what DMB LD and no-return atomics order", () => {
  const reader = (to: string | null) => [
    rmw("set", to, 0n, y),
    dmb("ishld"),
    ldr("r2", x),
    // What the atomic read shows in memory order: it adds nothing, so a second load of the flag tells no more.
  ];
  const writer = [str(1n, x), dmb("ish"), rmw("set", "r9", 2n, y)];
  const sample = (to: string | null) => ({
    pes: { P0: writer, P1: [rmw("set", to, 1n, y), ...reader(to).slice(1)] },
  });

  test("an atomic whose result is used is ordered by DMB LD", () => {
    // P0 read 0: the atomic of P1 came second.
    expect(allows(sample("r1"), { "P1:r1": 2, "P1:r2": 0 })).toBe(false);
    expect(allows(sample("r1"), { "P0:r9": 0, "P1:r2": 0 })).toBe(false);
  });

  test("the ST<op> form is not: its read is no load to DMB LD", () => {
    expect(allows(sample(null), { "P0:r9": 0, "P1:r2": 0 })).toBe(true);
  });

  test("a full DMB orders the ST<op> form too", () => {
    const full = [rmw("set", null, 1n, y), dmb("ish"), ldr("r2", x)];
    expect(allows({ pes: { P0: writer, P1: full } }, { "P0:r9": 0, "P1:r2": 0 })).toBe(false);
  });

  test("DSB LD does not wait for the ST<op> form, a full DSB does", () => {
    const using = (option: "ishld" | "ish") => [rmw("set", null, 1n, y), dsb(option), ldr("r2", x)];
    const seen = { "P0:r9": 0, "P1:r2": 0 };
    expect(allows({ pes: { P0: writer, P1: using("ishld") } }, seen)).toBe(true);
    expect(allows({ pes: { P0: writer, P1: using("ish") } }, seen)).toBe(false);
  });

  test("an atomic without a result loses its acquire", () => {
    const using = (to: string | null) => [rmw("set", to, 1n, y, { acquire: true }), ldr("r2", x)];
    const seen = { "P0:r9": 0, "P1:r2": 0 };
    expect(allows({ pes: { P0: writer, P1: using("r1") } }, seen)).toBe(false);
    expect(allows({ pes: { P0: writer, P1: using(null) } }, seen)).toBe(true);
  });
});
