import { describe, expect, test } from "vitest";
import { dmb, dsb, isb, ldr, str, tlbi, type Instruction } from "../../../model/index.ts";
import { after, cbnz } from "../instructions.ts";
import { allows, Inv, pte, V, x, y, z } from "../litmus.ts";

const first = ldr("r1", y);
const use = ldr("r2", x, { label: "use" });

const readers: Readonly<Record<string, readonly Instruction[]>> = {
  po: [first, use],
  "dmb(ishld)": [first, dmb("ishld"), use],
  "dmb(ish)": [first, dmb("ish"), use],
  "dmb(ishst)": [first, dmb("ishst"), use],
  "dsb(ishld)": [first, dsb("ishld"), use],
  acquire: [ldr("r1", y, { order: "acquire" }), use],
  addr: [first, ldr("r2", after(x, "r1"), { label: "use" })],
};
const ordered = ["dmb(ishld)", "dmb(ish)", "dsb(ishld)", "acquire", "addr"];

const shoot = (operation: Instruction = tlbi("vaae1is", x)) => [
  str(V.z, pte.x),
  dsb("ish"),
  operation,
  dsb("ish"),
  str(1n, y),
];

/** The old page reads 0, the new one 1: has P1 read the flag, and the old page? */
const stale = (writer: readonly Instruction[], reader: readonly Instruction[], ets2 = false) =>
  allows(
    { memory: { z: 1n }, features: { ets2 }, pes: { P0: writer, P1: reader } },
    { "P1:r1": 1, "P1:r2": 0 },
  );

describe("MP+shoot: the flag of a shoot-down is seen and the old entry is used", () => {
  for (const [name, reader] of Object.entries(readers)) {
    const forbidden = ordered.includes(name);
    test(`MP+shoot+${name} is ${forbidden ? "forbidden" : "allowed"}: the DSB drains the access, not the walk`, () => {
      expect(stale(shoot(), reader)).toBe(!forbidden);
      expect(stale(shoot(), reader, true)).toBe(!forbidden);
    });
  }

  test("a TLBI of everything does as well", () => {
    expect(stale(shoot(tlbi("vmalle1is")), readers["addr"] ?? [])).toBe(false);
  });

  test("a TLBI of another page, or of another PE only, does not", () => {
    expect(stale(shoot(tlbi("vaae1is", z)), readers["addr"] ?? [])).toBe(true);
    expect(stale(shoot(tlbi("vaae1", x)), readers["addr"] ?? [])).toBe(true);
    expect(stale(shoot(tlbi("vmalle1")), readers["addr"] ?? [])).toBe(true);
  });

  test("without the DSB before the TLBI the old entry may be walked again", () => {
    const early = [str(V.z, pte.x), tlbi("vaae1is", x), dsb("ish"), str(1n, y)];
    expect(stale(early, readers["dmb(ish)"] ?? [])).toBe(true);
    const dmbOnly = [str(V.z, pte.x), dmb("ish"), tlbi("vaae1is", x), dsb("ish"), str(1n, y)];
    expect(stale(dmbOnly, readers["dmb(ish)"] ?? [])).toBe(true);
    const st = [str(V.z, pte.x), dsb("ishst"), tlbi("vaae1is", x), dsb("ish"), str(1n, y)];
    expect(stale(st, readers["dmb(ish)"] ?? [])).toBe(false);
    const ld = [str(V.z, pte.x), dsb("ishld"), tlbi("vaae1is", x), dsb("ish"), str(1n, y)];
    expect(stale(ld, readers["dmb(ish)"] ?? [])).toBe(true);
  });

  test("a TLBI that no full DSB follows removes nothing", () => {
    const options = ["ishld", "ishst"] as const;
    for (const option of options) {
      const writer = [str(V.z, pte.x), dsb("ish"), tlbi("vaae1is", x), dsb(option), str(1n, y)];
      expect(stale(writer, readers["dmb(ish)"] ?? [])).toBe(true);
    }
    const none = [str(V.z, pte.x), dsb("ish"), tlbi("vaae1is", x), isb(), dmb("ish"), str(1n, y)];
    expect(stale(none, readers["dmb(ish)"] ?? [])).toBe(true);
  });

  test("a DSB of another PE completes nothing", () => {
    const writer = [str(V.z, pte.x), dsb("ish"), tlbi("vaae1is", x), dmb("ish"), str(1n, y)];
    const reader = [first, dsb("ish"), isb(), use];
    expect(stale(writer, reader)).toBe(true);
  });

  test("an access in flight with the old entry is finished before the DSB is", () => {
    // P1's store through the old entry: once the flag is written, it is in memory.
    const test = {
      features: {},
      memory: {},
      pes: {
        P0: [...shoot().slice(0, 4), ldr("r1", y)],
        P1: [str(1n, x)],
      },
      ptes: { y: V.x },
    };
    // y maps the page that x mapped: P0 reads it after the shoot-down, and the store either went there before or to z.
    expect(allows(test, { "P0:r1": 0, x: 1 })).toBe(false);
    expect(allows(test, { "P0:r1": 1, x: 1 })).toBe(true);
    expect(allows(test, { "P0:r1": 0, z: 1 })).toBe(true);
  });

  test("accesses that used the entry current at the issue of the TLBI are not waited for", () => {
    const test = {
      ptes: { y: V.x },
      pes: { P0: [tlbi("vaae1is", x), dsb("ish"), ldr("r1", y)], P1: [str(1n, x)] },
    };
    expect(allows(test, { "P0:r1": 0, x: 1 })).toBe(true);
  });

  test("an older access to the same offset is translated no later than a younger one that was drained", () => {
    // coRR over a shoot-down (machine-semantics 7b): the first load must not use the new entry if the second used the old.
    const test = {
      memory: { z: 1n },
      pes: {
        P0: shoot(),
        P1: [ldr("r1", x), ldr("r2", x)],
      },
    };
    const noShoot = { ...test, pes: { ...test.pes, P0: [str(V.z, pte.x)] } };
    expect(allows(noShoot, { "P1:r1": 1, "P1:r2": 0 })).toBe(true);
    const brk = [str(Inv.x, pte.x), dsb("ish"), tlbi("vaae1is", x), dsb("ish"), str(V.z, pte.x)];
    const bbm = { ...test, pes: { ...test.pes, P0: brk } };
    expect(allows(bbm, { "P1:r1": 1, "P1:r2": 0 })).toBe(false);
  });

  test("a younger access that was drained does not wait for an older one of unknown address, which must then differ", () => {
    const brk = [
      str(Inv.x, pte.x),
      dsb("ish"),
      tlbi("vaae1is", x),
      dsb("ish"),
      str(V.z, pte.x),
      dsb("ish"),
      str(1n, y),
    ];
    const test = {
      memory: { z: 1n },
      pes: { P0: brk, P1: [ldr("r0", y), ldr("r1", after(x, "r0")), ldr("r2", x)] },
    };
    expect(allows(test, { "P1:r0": 1, "P1:r1": 1, "P1:r2": 0 })).toBe(false);
    const lowbits = {
      memory: { z: 1n },
      pes: { P0: brk, P1: [ldr("r0", y), ldr("r1", after(x + 8n, "r0")), ldr("r2", x)] },
    };
    expect(allows(lowbits, { "P1:r0": 1, "P1:r2": 0 })).toBe(true);
  });

  test("a fault of the old, invalid descriptor is complete before the DSB is", () => {
    const test = (reader: readonly Instruction[]) => ({
      ptes: { x: Inv.x },
      pes: { P0: [str(V.x, pte.x), dsb("ish"), tlbi("vaae1is", x), dsb("ish"), str(1n, y)], P1: reader },
    });
    expect(allows(test([first, dmb("ish"), use]), { "P1:r1": 1, "P1:use": "translation" })).toBe(false);
    expect(allows(test([first, use]), { "P1:r1": 1, "P1:use": "translation" })).toBe(true);
    const noTlbi = {
      ptes: { x: Inv.x },
      pes: { P0: [str(V.x, pte.x), dsb("ish"), str(1n, y)], P1: [first, dmb("ish"), use] },
    };
    expect(allows(noTlbi, { "P1:r1": 1, "P1:use": "translation" })).toBe(true);
  });
});

describe("MP+shoot+ctrl", () => {
  test("a control dependency does not order the use, and does with an ISB behind it", () => {
    const ctrl = [first, cbnz("r1", "use"), use];
    expect(stale(shoot(), ctrl)).toBe(true);
    const withIsb = [first, cbnz("r1", "go"), isb({ label: "go" }), use];
    expect(stale(shoot(), withIsb)).toBe(false);
  });
});
