import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Diagnostic } from "../../../checker/diagnostic.ts";
import { cas, ldr, ldxr, rmw, str, stxr } from "../../../model/index.ts";
import { allows, outcomesOf, pte, x, y } from "../litmus.ts";

const half = 1n << 32n;
const w = { bits: 32 } as const;

describe("accesses to W registers", () => {
  test("a load gives the low half of a word", () => {
    const test = { memory: { x: 5n * half + 7n }, pes: { P0: [ldr("r1", x, w), ldr("r2", x)] } };
    expect(outcomesOf(test).map((o) => [o["P0:r1"], o["P0:r2"]])).toEqual([[7n, 5n * half + 7n]]);
  });

  test("a store writes the low half of its operand", () => {
    const test = { pes: { P0: [str(3n * half + 4n, x, w), ldr("r1", x, w)] } };
    expect(outcomesOf(test).map((o) => [o["x"], o["P0:r1"]])).toEqual([[4n, 4n]]);
  });

  test("atomics compute modulo 2^32", () => {
    const end = (operation: Parameters<typeof rmw>[0], old: bigint, operand: bigint) =>
      outcomesOf({ memory: { x: old }, pes: { P0: [rmw(operation, "r1", operand, x, w)] } }).map(
        (o) => o["x"],
      );
    expect(end("add", half - 1n, 2n)).toEqual([1n]);
    expect(end("add", 1n, (1n << 64n) - 1n)).toEqual([0n]);
    expect(end("set", 1n, half + 2n)).toEqual([3n]);
    expect(end("swap", 1n, half + 2n)).toEqual([2n]);
    const word = fc.bigInt({ min: 0n, max: half - 1n });
    fc.assert(
      fc.property(word, fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (old, operand) => {
        expect(end("add", old, operand)).toEqual([(old + operand) % half]);
      }),
      { numRuns: 20 },
    );
  });

  test("a compare-and-swap compares 32 bits", () => {
    const P0 = [cas("r1", half + 5n, 6n, x, w)];
    expect(allows({ memory: { x: 5n }, pes: { P0 } }, { "P0:r1": 5, x: 6 })).toBe(true);
  });

  test("exclusives have their size", () => {
    const P0 = [ldxr("r1", x, w), stxr("r9", half + 2n, x, w)];
    expect(allows({ pes: { P0 } }, { "P0:r9": 0, x: 2 })).toBe(true);
  });

  test("a descriptor may be read by halves, and not written by them where it does not fit", () => {
    const wide = { ptes: { x: 0x20_0000_0000_0743n } };
    expect(allows({ ...wide, pes: { P0: [ldr("r1", pte.x, w)] } }, { "P0:r1": 0x743 })).toBe(true);
    const store = { ...wide, pes: { P0: [str(0n, pte.x, w)] } };
    expect(() => outcomesOf(store)).toThrow(Diagnostic);
    expect(() => outcomesOf(store)).toThrow(/P0: str: it stores 32 bits to pte\(x\), which may hold 0x20/);
    expect(() => outcomesOf({ memory: { y: half }, pes: { P0: [rmw("add", null, 1n, y, w)] } })).toThrow(
      /mixed-size accesses are not modelled/,
    );
  });
});
