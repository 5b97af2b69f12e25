import { describe, expect, test } from "vitest";
import { dc, dsb, isb, ldr, str, tlbi, type Instruction } from "../../../model/index.ts";
import { endings, nc, NoWB, pteOfWb, WB, wb } from "./lines.ts";

/*
 * The only cacheable mapping of the line is taken away, memory is written past the caches, and the mapping comes back: does
 * a load through it find what caches held before?
 */
const unmap: readonly Instruction[] = [str(NoWB, pteOfWb), dsb("sy"), tlbi("vmalle1is"), dsb("sy"), isb()];
const remap: readonly Instruction[] = [str(WB, pteOfWb), dsb("sy"), isb()];

const after = (...code: readonly (readonly Instruction[])[]): readonly string[] =>
  endings({ pes: { P0: [...code.flat(), ldr("r1", wb)] } });

describe("a line whose cacheable mapping is gone", () => {
  test("may still be in the cache", () => {
    expect(after(unmap, [str(1n, nc), dsb("sy")], remap)).toEqual(["P0:r1=0", "P0:r1=1"]);
  });

  test("is not, once it was invalidated", () => {
    const flushed = [dc("civac", nc), dsb("sy"), str(1n, nc), dsb("sy")];
    expect(after(unmap, flushed, remap)).toEqual(["P0:r1=1"]);
  });

  test("is fetched again if it was invalidated before", () => {
    const flush = [dc("civac", wb), dsb("sy")];
    expect(after(flush, unmap, [str(1n, nc), dsb("sy")], remap)).toEqual(["P0:r1=0", "P0:r1=1"]);
  });

  test("is fetched again by an entry that no TLBI has removed", () => {
    const unmapWithoutTlbi = [str(NoWB, pteOfWb), dsb("sy")];
    const flushed = [dc("civac", nc), dsb("sy"), str(1n, nc), dsb("sy")];
    expect(after(unmapWithoutTlbi, flushed, remap)).toContain("P0:r1=0");
  });

  test("is not fetched with what memory holds only meanwhile", () => {
    const twice = [str(1n, nc), dsb("sy"), str(2n, nc), dsb("sy")];
    expect(after(unmap, twice, remap)).toEqual(["P0:r1=0", "P0:r1=2"]);
  });

  test("may be in the cache with what memory holds again", () => {
    const back = [str(1n, nc), dsb("sy"), str(0n, nc), dsb("sy"), str(2n, nc), dsb("sy")];
    expect(after(unmap, back, remap)).toEqual(["P0:r1=0", "P0:r1=2"]);
  });
});

test("a line that was never mapped cacheable is in no cache", () => {
  const code = [str(1n, nc), dsb("sy"), ...remap, ldr("r1", wb)];
  expect(endings({ pes: { P0: code }, pte: NoWB })).toEqual(["P0:r1=1"]);
});

test("a dirty copy outlives its mapping", () => {
  const dirty = [str(1n, wb), dsb("sy"), ...unmap, ldr("r1", nc)];
  expect(endings({ pes: { P0: dirty } })).toEqual(["P0:r1=0", "P0:r1=1"]);
});

test("a store by an entry that was removed meanwhile leaves a copy (CVE-2025-10263)", () => {
  const P1 = [
    ...unmap,
    dc("civac", nc),
    dsb("sy"),
    ldr("r1", nc),
    dsb("sy"),
    ldr("r2", nc),
    dsb("sy"),
    str(2n, nc),
    dsb("sy"),
    ...remap,
    ldr("r3", wb),
  ];
  const found = (tlbiDrainsOldAccesses: boolean) =>
    endings({ pes: { P0: [str(1n, wb)], P1 }, features: { tlbiDrainsOldAccesses } });
  expect(found(false)).toContain("P1:r1=0 P1:r2=1 P1:r3=1");
  expect(found(true)).not.toContain("P1:r1=0 P1:r2=1 P1:r3=1");
});
