import { describe, expect, test } from "vitest";
import { dsb, ldr, str, type Instruction } from "../../../model/index.ts";
import { rmw } from "../instructions.ts";
import { endings, nc, settledMemory, third, wb } from "./lines.ts";

/** Type 1 is Normal-WT. */
const memoryTypes = [
  "Normal-WB",
  "Normal-WT",
  "Normal-NC",
  "Normal-WB",
  "Normal-WB",
  "Normal-WB",
  "Normal-WB",
  "Normal-WB",
] as const;

const writeThrough = (...P0: readonly Instruction[]) => ({
  pes: { P0 },
  pe: { P0: { memoryTypes } },
  third: true as const,
});

describe("a write-through store", () => {
  test("is in memory", () => {
    expect(endings(writeThrough(str(1n, third), dsb("sy"), ldr("r1", nc)))).toEqual(["P0:r1=1"]);
  });

  test("leaves no dirty copy behind, and no stale one", () => {
    const code = [str(1n, nc), str(2n, wb), dsb("sy"), str(3n, third), dsb("sy"), ldr("r1", wb)];
    expect(endings(writeThrough(...code))).toEqual(["P0:r1=3"]);
    expect(settledMemory(writeThrough(...code))).toEqual([3n]);
  });
});

describe("an atomic", () => {
  test("through caches adds to what they have, and leaves it dirty", () => {
    const code = [str(1n, wb), dsb("sy"), rmw("add", "r1", 1n, wb), dsb("sy"), ldr("r2", wb), ldr("r3", nc)];
    const found = endings({ pes: { P0: code } });
    expect(found).toEqual(["P0:r1=1 P0:r2=2 P0:r3=0", "P0:r1=1 P0:r2=2 P0:r3=1", "P0:r1=1 P0:r2=2 P0:r3=2"]);
  });

  test("may add to a stale copy", () => {
    const code = [str(5n, nc), dsb("sy"), rmw("add", "r1", 1n, wb), dsb("sy"), ldr("r2", wb)];
    expect(endings({ pes: { P0: code } })).toEqual(["P0:r1=0 P0:r2=1", "P0:r1=5 P0:r2=6"]);
  });

  test("past the caches adds to memory", () => {
    const code = [str(5n, wb), dsb("sy"), rmw("add", "r1", 1n, nc), dsb("sy"), ldr("r2", wb)];
    const found = endings({ pes: { P0: code } });
    expect(found).toContain("P0:r1=0 P0:r2=5");
    expect(found).not.toContain("P0:r1=0 P0:r2=6");
  });

  test("is not broken by a write that goes the other way, and lets no write of its own way in between", () => {
    const increments = (address: bigint) =>
      endings({
        pes: {
          P0: [rmw("add", "r1", 1n, wb), dsb("sy"), ldr("r2", wb)],
          P1: [rmw("add", "r3", 1n, address)],
        },
      });
    expect(increments(wb).some((ending) => ending === "P0:r1=0 P0:r2=1 P1:r3=0")).toBe(false);
    expect(increments(nc)).toContain("P0:r1=0 P0:r2=1 P1:r3=0");
  });
});

describe("two loads of one location that go the same way", () => {
  const ordered = (address: bigint, by: bigint) =>
    endings({ pes: { P0: [ldr("r1", address), ldr("r2", address)], P1: [str(1n, by)] } });

  test("do not see a write and then what was there before", () => {
    expect(ordered(nc, nc)).not.toContain("P0:r1=1 P0:r2=0");
    expect(ordered(wb, wb)).not.toContain("P0:r1=1 P0:r2=0");
    // The write-back is what is seen here.
    expect(ordered(nc, wb)).not.toContain("P0:r1=1 P0:r2=0");
    expect(ordered(nc, wb)).toContain("P0:r1=0 P0:r2=1");
  });

  test("do where coherency is lost", () => {
    expect(ordered(wb, nc)).toContain("P0:r1=1 P0:r2=0");
  });
});
