import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, descriptor, invalid, isCacheable } from "../../../model/mmu/descriptor.ts";

const fields = fc.record({
  valid: fc.boolean(),
  oa: fc.bigInt({ min: 0n, max: (1n << 36n) - 1n }).map((page) => page << 12n),
  attributes: fc.integer({ min: 0, max: 7 }),
  shareability: fc.constantFrom(0, 2, 3),
  el0: fc.boolean(),
  writable: fc.boolean(),
  accessFlag: fc.boolean(),
  nonGlobal: fc.boolean(),
  dbm: fc.boolean(),
  contiguous: fc.boolean(),
  executeNever: fc.boolean(),
});

describe("descriptors", () => {
  test("what is put into a descriptor is read back from it", () => {
    fc.assert(
      fc.property(fields, (given) => {
        expect(decode(descriptor(given))).toEqual(given);
      }),
    );
  });

  test("a descriptor is a 64-bit word", () => {
    fc.assert(
      fc.property(fields, (given) => {
        const word = descriptor(given);
        expect(BigInt.asUintN(64, word)).toBe(word);
      }),
    );
  });

  test("bits stand where the architecture has them", () => {
    const one = (given: Parameters<typeof descriptor>[0]): bigint =>
      descriptor({ valid: false, shareability: 0, accessFlag: false, ...given });
    const page = 0b10n;
    expect(one({})).toBe(page);
    expect(one({ valid: true })).toBe(page | 1n);
    expect(one({ attributes: 1 })).toBe(page | (1n << 2n));
    expect(one({ attributes: 7 })).toBe(page | (7n << 2n));
    expect(one({ el0: true })).toBe(page | (1n << 6n));
    expect(one({ writable: false })).toBe(page | (1n << 7n));
    expect(one({ shareability: 3 })).toBe(page | (3n << 8n));
    expect(one({ shareability: 2 })).toBe(page | (2n << 8n));
    expect(one({ accessFlag: true })).toBe(page | (1n << 10n));
    expect(one({ nonGlobal: true })).toBe(page | (1n << 11n));
    expect(one({ dbm: true })).toBe(page | (1n << 51n));
    expect(one({ contiguous: true })).toBe(page | (1n << 52n));
    expect(one({ executeNever: true })).toBe(page | (1n << 54n));
    expect(one({ oa: 0x0000_ffff_ffff_f000n })).toBe(page | 0x0000_ffff_ffff_f000n);
  });

  test("a page as Linux maps it: PAGE_HYP of 0x40000000", () => {
    // PTE_VALID | PTE_TYPE_PAGE, MT_NORMAL, AP_RW, SH inner, AF.
    expect(descriptor({ oa: 0x4000_0000n })).toBe(0x4000_0703n);
    expect(descriptor({ oa: 0x4000_0000n, attributes: 2, nonGlobal: true })).toBe(0x4000_0f0bn);
  });

  test("bits of an output address outside 47..12 are refused", () => {
    for (const oa of [0xfffn, 1n << 48n]) expect(() => descriptor({ oa })).toThrow("descriptor()");
  });

  test("invalid() clears the valid bit and nothing else", () => {
    fc.assert(
      fc.property(fields, (given) => {
        expect(invalid(descriptor(given))).toBe(descriptor({ ...given, valid: false }));
        expect(invalid(invalid(descriptor(given)))).toBe(invalid(descriptor(given)));
      }),
    );
  });

  test("a TLB keeps what is valid and accessed, and nothing else", () => {
    fc.assert(
      fc.property(fields, (given) => {
        expect(isCacheable(descriptor(given))).toBe(given.valid && given.accessFlag);
      }),
    );
    expect(isCacheable(0n)).toBe(false);
  });
});
