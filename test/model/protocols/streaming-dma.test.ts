import { describe, expect, test } from "vitest";
import {
  awaitValue,
  clflush,
  clflushopt,
  dc,
  dmb,
  dsb,
  ldr,
  movStore,
  sfence,
  str,
  type Instruction,
} from "../../../model/index.ts";
import { A, ends, F, Io, reaches, X, Y, type System, type View } from "./system.ts";

/*
 * Streaming DMA (Documentation/core-api/dma-api.rst) of a device that is not coherent: who owns the buffer X, and what
 * dma_map_single() and dma_unmap_single() do to caches.
 */

const notCoherent = { enabledBy: "A0", noSnoop: "always" } as const;
const doorbell = str(1n, A.dev);

const readsOld = ({ state }: View): boolean => state.devices[0]?.lastRead === 0n;
const toDevice = (P0: readonly Instruction[], more: Partial<System> = {}): boolean =>
  reaches({ pes: { P0 }, dma: { ...notCoherent, reads: true }, ...more }, readsOld);

describe("a buffer for the device to read", () => {
  const fill = str(1n, X.wb);

  test("is there when its line was cleaned, and the clean is complete, before the doorbell", () => {
    expect(toDevice([fill, dc("cvac", X.wb), dsb("sy"), doorbell])).toBe(false);
  });

  test("may not be where nothing was cleaned, or before it was filled, or another line was", () => {
    expect(toDevice([fill, dsb("sy"), doorbell])).toBe(true);
    expect(toDevice([dc("cvac", X.wb), dsb("sy"), fill, dsb("sy"), doorbell])).toBe(true);
    expect(toDevice([fill, dc("cvac", Y.wb), dsb("sy"), doorbell])).toBe(true);
  });

  test("may not be where nothing waits for the clean", () => {
    expect(toDevice([fill, dc("cvac", X.wb), doorbell])).toBe(true);
  });

  test("is there without, where the IOMMU forces snooping", () => {
    expect(toDevice([fill, dsb("sy"), doorbell], { io: Io.snoopedX })).toBe(false);
  });

  test("on x86 needs CLFLUSH before an uncached doorbell, and a fence where CLFLUSHOPT does it", () => {
    const x86 = (...between: readonly Instruction[]) =>
      toDevice([movStore(1n, X.wb), ...between, movStore(1n, A.dev)], { architecture: "x86" });
    expect(x86()).toBe(true);
    expect(x86(clflush(X.wb))).toBe(false);
    expect(x86(clflushopt(X.wb))).toBe(true);
    expect(x86(clflushopt(X.wb), sfence())).toBe(false);
  });
});

describe("a buffer for the device to write", () => {
  const overwritten = (...P0: readonly Instruction[]): boolean =>
    reaches(
      { pes: { P0 }, dma: { ...notCoherent, writes: [5n] } },
      ({ state }) => state.lines[0]?.overwroteDevice === 1,
    );

  test("must hold nothing dirty: what is written back later overwrites what the device wrote", () => {
    expect(overwritten(str(2n, X.wb), dsb("sy"), doorbell)).toBe(true);
    expect(overwritten(str(2n, X.wb), dc("civac", X.wb), dsb("sy"), doorbell)).toBe(false);
    expect(overwritten(str(2n, X.wb), dc("cvac", X.wb), dsb("sy"), doorbell)).toBe(false);
  });

  /** The device is a PE past the caches, which can tell that it is done: the CPU sees its flag. */
  const readsOldAfter = (first: readonly Instruction[], then: readonly Instruction[]): boolean => {
    const device = [str(1n, X.nc), dmb("oshst"), str(1n, F)];
    const cpu = [...first, awaitValue(F, 1n), ...then, ldr("r1", X.wb)];
    return ends({ pes: { cpu, device } }, { "cpu:r1": 0n });
  };
  const invalidate = [dc("ivac", X.wb), dsb("sy")];

  test("is read as the device wrote it when it is invalidated afterwards", () => {
    expect(readsOldAfter([], [dsb("sy"), ...invalidate])).toBe(false);
    expect(readsOldAfter(invalidate, invalidate)).toBe(false);
  });

  test("may be stale where it was invalidated before alone: the linear map lets caches fetch it meanwhile", () => {
    expect(readsOldAfter(invalidate, [dsb("sy")])).toBe(true);
    expect(readsOldAfter([], [dsb("sy")])).toBe(true);
  });
});
