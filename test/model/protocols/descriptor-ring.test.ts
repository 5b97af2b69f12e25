import { describe, expect, test } from "vitest";
import { dmb, movStore, sfence, str, type Instruction } from "../../../model/index.ts";
import { A, reaches, X, type System } from "./system.ts";

/*
 * A descriptor in memory, and a doorbell: the device begins to read when A0 is not 0 (Documentation/memory-barriers.txt,
 * "KERNEL I/O BARRIER EFFECTS" and dma_wmb()). Its DMA is coherent.
 */

const readsOldDescriptor = (more: Omit<System, "dma">): boolean =>
  reaches(
    { ...more, dma: { reads: true, enabledBy: "A0" } },
    ({ state }) => state.devices[0]?.lastRead === 0n,
  );

const arm64 = (...P0: readonly Instruction[]) => readsOldDescriptor({ pes: { P0 } });
const x86 = (...P0: readonly Instruction[]) => readsOldDescriptor({ architecture: "x86", pes: { P0 } });

describe("on arm64 a device that was told of a descriptor", () => {
  test("may not find it yet without a barrier before the doorbell, whatever the memory type of the ring", () => {
    expect(arm64(str(1n, X.wb), str(1n, A.dev))).toBe(true);
    expect(arm64(str(1n, X.nc), str(1n, A.dev))).toBe(true);
  });

  test("finds it with a barrier of stores, or a doorbell that is a release", () => {
    expect(arm64(str(1n, X.wb), dmb("oshst"), str(1n, A.dev))).toBe(false);
    expect(arm64(str(1n, X.nc), dmb("oshst"), str(1n, A.dev))).toBe(false);
    expect(arm64(str(1n, X.wb), str(1n, A.dev, { order: "release" }))).toBe(false);
  });

  test("may not find it with a barrier of loads", () => {
    expect(arm64(str(1n, X.wb), dmb("oshld"), str(1n, A.dev))).toBe(true);
  });
});

describe("on x86", () => {
  test("it finds it where the doorbell is mapped uncached", () => {
    expect(x86(movStore(1n, X.wb), movStore(1n, A.dev))).toBe(false);
  });

  test("it may not where the doorbell is write-combining, but with SFENCE", () => {
    expect(x86(movStore(1n, X.wb), movStore(1n, A.nc))).toBe(true);
    expect(x86(movStore(1n, X.wb), sfence(), movStore(1n, A.nc))).toBe(false);
  });

  test("it finds a descriptor that is write-combining: the uncached doorbell drains it", () => {
    expect(x86(movStore(1n, X.nc), movStore(1n, A.dev))).toBe(false);
  });
});
