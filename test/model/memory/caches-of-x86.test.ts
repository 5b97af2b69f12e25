import { describe, expect, test } from "vitest";
import { clflush, clwb, ldr, mfence, sfence, str, wbinvd, type Instruction } from "../../../model/index.ts";
import { endings, flag, nc, NoWB, pteOfWb, third, WB, wb, x86 } from "./lines.ts";

const alone = (...P0: readonly Instruction[]): readonly string[] =>
  endings({ pes: { P0 }, pe: { P0: x86("0") }, third: true });

/** P0 says so when it is done; P1 reads by its own mapping if it has heard. */
const told = (P0: readonly Instruction[], P1: readonly Instruction[], cacheOfP1 = "1"): readonly string[] =>
  endings({
    pes: { P0: [...P0, mfence(), str(1n, flag)], P1: [ldr("r1", flag), ...P1] },
    pe: { P0: x86("0"), P1: x86(cacheOfP1) },
    third: true,
  });

describe("CLFLUSH and CLWB", () => {
  test("write a dirty copy back", () => {
    for (const flush of [clflush, clwb])
      expect(alone(str(1n, wb), flush(wb), mfence(), ldr("r1", nc))).toEqual(["P0:r1=1"]);
    expect(alone(str(1n, wb), mfence(), ldr("r1", nc))).toHaveLength(2);
  });

  test("of another CPU do too", () => {
    const found = endings({
      pes: { P0: [str(1n, wb)], P1: [ldr("r1", wb), clflush(wb), mfence(), ldr("r2", nc)] },
      pe: { P0: x86("0"), P1: x86("1") },
    });
    expect(found).toContain("P1:r1=1 P1:r2=1");
    expect(found).not.toContain("P1:r1=1 P1:r2=0");
  });

  test("CLFLUSH invalidates, CLWB does not", () => {
    expect(alone(str(1n, nc), sfence(), clflush(wb), mfence(), ldr("r1", wb))).toEqual(["P0:r1=1"]);
    expect(alone(str(1n, nc), sfence(), clwb(wb), mfence(), ldr("r1", wb))).toHaveLength(2);
  });
});

describe("WBINVD", () => {
  test("writes back what its own CPU has", () => {
    expect(alone(str(1n, wb), wbinvd(), ldr("r1", nc))).toEqual(["P0:r1=1"]);
  });

  test("does nothing about what another CPU has", () => {
    const read = [wbinvd(), ldr("r2", nc)];
    expect(told([str(1n, wb)], read)).toContain("P1:r1=1 P1:r2=0");
    expect(told([str(1n, wb)], read, "0")).not.toContain("P1:r1=1 P1:r2=0");
  });

  test("leaves another CPU's clean copies, from which its own may get them again", () => {
    expect(told([], [str(1n, nc), wbinvd(), ldr("r2", wb)])).toContain("P1:r1=1 P1:r2=0");
    expect(told([], [str(1n, nc), wbinvd(), ldr("r2", wb)], "0")).not.toContain("P1:r1=1 P1:r2=0");
  });
});

describe("UC by the page table", () => {
  test("reads what its own cache has", () => {
    expect(alone(str(1n, wb), mfence(), ldr("r1", third))).toEqual(["P0:r1=1"]);
  });

  test("writes leave no copy in its own cache", () => {
    expect(alone(str(1n, third), mfence(), ldr("r1", wb))).toEqual(["P0:r1=1"]);
  });

  test("need not read what another cache has", () => {
    expect(told([str(1n, wb)], [ldr("r2", third)])).toContain("P1:r1=1 P1:r2=0");
  });
});

test("a cache whose mapping comes late may get a stale copy from one that had it", () => {
  const { memoryTypes = [], ...own } = x86("0");
  const found = endings({
    pes: {
      P0: [ldr("r1", flag), wbinvd(), ldr("r2", third)],
      P1: [str(1n, nc), mfence(), str(WB, pteOfWb), mfence(), str(1n, flag)],
    },
    // To P0 `third` is WB.
    pe: { P0: { ...own, memoryTypes: memoryTypes.with(1, "WB") }, P1: x86("1") },
    pte: NoWB,
    third: true,
  });
  expect(found).toContain("P0:r1=1 P0:r2=0");
  expect(found).toContain("P0:r1=1 P0:r2=1");
});
