import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bbmDifferences } from "../../../model/mmu/break-before-make.ts";
import { accessed, invalid, isCacheable, isValid } from "../../../model/mmu/descriptor.ts";
import { entryAt, madeWritableAt } from "../../../model/mmu/entry.ts";
import { decodeStage2Descriptor, stage2Descriptor } from "../../../model/mmu/stage2-descriptor.ts";

const fields = fc.record({
  valid: fc.boolean(),
  oa: fc.bigInt({ min: 0n, max: (1n << 36n) - 1n }).map((page) => page << 12n),
  memAttr: fc.integer({ min: 0, max: 15 }),
  readable: fc.boolean(),
  writable: fc.boolean(),
  shareability: fc.constantFrom(0, 2, 3),
  accessFlag: fc.boolean(),
  dbm: fc.boolean(),
  contiguous: fc.boolean(),
  executeNever: fc.integer({ min: 0, max: 3 }),
});

describe("stage-2 descriptors", () => {
  test("what is put into a descriptor is read back from it", () => {
    fc.assert(
      fc.property(fields, (given) => {
        const word = stage2Descriptor(given);
        expect(decodeStage2Descriptor(word)).toEqual(given);
        expect(BigInt.asUintN(64, word)).toBe(word);
      }),
    );
  });

  test("bits stand where the architecture has them", () => {
    const nothing = {
      valid: false,
      memAttr: 0,
      readable: false,
      writable: false,
      shareability: 0,
      accessFlag: false,
    };
    const one = (given: Parameters<typeof stage2Descriptor>[0]): bigint =>
      stage2Descriptor({ ...nothing, ...given });
    const page = 0b10n;
    expect(one({})).toBe(page);
    expect(one({ valid: true })).toBe(page | 1n);
    expect(one({ memAttr: 1 })).toBe(page | (1n << 2n));
    expect(one({ memAttr: 15 })).toBe(page | (15n << 2n));
    expect(one({ readable: true })).toBe(page | (1n << 6n));
    expect(one({ writable: true })).toBe(page | (1n << 7n));
    expect(one({ shareability: 3 })).toBe(page | (3n << 8n));
    expect(one({ accessFlag: true })).toBe(page | (1n << 10n));
    expect(one({ dbm: true })).toBe(page | (1n << 51n));
    expect(one({ contiguous: true })).toBe(page | (1n << 52n));
    expect(one({ executeNever: 1 })).toBe(page | (1n << 53n));
    expect(one({ executeNever: 2 })).toBe(page | (1n << 54n));
  });

  test("a page as KVM maps it: Normal and read-write, and a BAR of Normal-NC that is not executable", () => {
    // KVM_PTE_VALID, page, MT_S2_NORMAL, S2AP_R and S2AP_W, SH_IS, AF.
    expect(stage2Descriptor({ oa: 0x4000_0000n })).toBe(0x4000_07ffn);
    expect(stage2Descriptor({ oa: 0x4000_0000n, memAttr: 5, executeNever: 2 })).toBe(0x0040_0000_4000_07d7n);
  });

  test("what holds of both stages is read from the same bits", () => {
    fc.assert(
      fc.property(fields, (given) => {
        const word = stage2Descriptor(given);
        expect(isCacheable(word)).toBe(given.valid && given.accessFlag);
        expect(isValid(word)).toBe(given.valid);
        expect(invalid(word)).toBe(stage2Descriptor({ ...given, valid: false }));
        expect(accessed(word)).toBe(stage2Descriptor({ ...given, accessFlag: true }));
        const writable = given.writable || given.dbm;
        expect(madeWritableAt(2, word)).toBe(stage2Descriptor({ ...given, writable }));
        expect(entryAt(2, word)).toMatchObject({
          readable: given.readable,
          attributes: given.memAttr,
          el0: true,
        });
      }),
    );
  });

  test("break-before-make is about output address, MemAttr, shareability and the contiguous bit", () => {
    const base = stage2Descriptor({ oa: 0x1000n });
    const differences = (given: Parameters<typeof stage2Descriptor>[0]) =>
      bbmDifferences(base, stage2Descriptor({ oa: 0x1000n, ...given }), 2);
    expect(differences({ oa: 0x2000n })).toEqual(["output-address"]);
    expect(differences({ memAttr: 5 })).toEqual(["memory-type"]);
    // Bit 5: AttrIndx has no such bit.
    expect(differences({ memAttr: 7 })).toEqual(["memory-type"]);
    expect(differences({ shareability: 2 })).toEqual(["shareability"]);
    expect(differences({ contiguous: true })).toEqual(["contiguous"]);
    for (const exempt of [
      { readable: false },
      { writable: false },
      { accessFlag: false },
      { dbm: true },
      { executeNever: 2 },
    ])
      expect(differences(exempt)).toEqual([]);
  });
});
