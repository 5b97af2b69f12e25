import { describe, expect, test } from "vitest";
import { dsb, iotlbInvalidate, ldr, mark, str, tlbi } from "../../../model/index.ts";
import {
  data,
  Io,
  iopte,
  lastReads,
  memoryAt,
  none,
  OTHER,
  other,
  P,
  SECRET,
  statesOf,
  type DmaTest,
} from "../pcie/dma-machine.ts";

const NEW = 0x2e3n;
const WRITTEN = 0x3a7n;
const reads = (test: DmaTest, after: string | null = null) => lastReads(statesOf(test), after);

describe("what a device may translate by", () => {
  test("there is no DMA through an invalid descriptor, and there is once the host has made it valid", () => {
    expect(reads({ host: [], initial: none })).toEqual([]);
    expect(reads({ host: [str(Io.data, iopte)], initial: none })).toEqual([SECRET]);
  });

  test("it reads by a readable descriptor alone, and writes by a writable one", () => {
    const dma = { writes: [WRITTEN] };
    expect(reads({ host: [], initial: Io.writeOnly, dma })).toEqual([]);
    expect(memoryAt(statesOf({ host: [], initial: Io.writeOnly, dma }), "DATA")).toEqual([WRITTEN, SECRET]);
    expect(reads({ host: [], initial: Io.readOnly, dma })).toEqual([SECRET]);
    expect(memoryAt(statesOf({ host: [], initial: Io.readOnly, dma }), "DATA")).toEqual([SECRET]);
  });

  test("after an unmap alone, and a barrier, it still gets to the page", () => {
    const host = [str(none, iopte), dsb("sy"), mark("unmapped"), str(NEW, data)];
    expect(reads({ host }, "unmapped")).toContain(NEW);
  });

  test("after an unmap and an invalidation it does not", () => {
    const host = [str(none, iopte), iotlbInvalidate("GPU", P), mark("unmapped"), str(NEW, data)];
    expect(reads({ host }, "unmapped")).not.toContain(NEW);
    expect(
      reads({ host: [str(none, iopte), iotlbInvalidate("GPU", null), mark("unmapped"), str(NEW, data)] }),
    ).not.toContain(NEW);
  });

  test("an invalidation before the unmap does nothing", () => {
    const host = [iotlbInvalidate("GPU", P), str(none, iopte), dsb("sy"), mark("unmapped"), str(NEW, data)];
    expect(reads({ host }, "unmapped")).toContain(NEW);
  });

  test("a descriptor that leads elsewhere is used beside the old one, until the invalidation", () => {
    const remapped = (...more: DmaTest["host"]): DmaTest => ({
      host: [str(Io.other, iopte), ...more, mark("remapped"), str(NEW, data)],
    });
    expect(reads(remapped(dsb("sy")), "remapped")).toEqual(
      [OTHER, NEW, SECRET].toSorted((a, b) => (a < b ? -1 : 1)),
    );
    expect(reads(remapped(iotlbInvalidate("GPU", P)), "remapped")).not.toContain(NEW);
  });

  test("the invalidation comes after earlier loads and stores of its PE, whatever they are to", () => {
    const late = statesOf({
      host: [str(NEW, other), ldr("r1", data), iotlbInvalidate("GPU", P), mark("done")],
    });
    expect(memoryAt(late, "OTHER", "done")).toEqual([NEW]);
  });

  test("TLB maintenance of the host is not about it", () => {
    const host = [
      str(none, iopte),
      dsb("sy"),
      tlbi("vmalle1is"),
      dsb("sy"),
      mark("unmapped"),
      str(NEW, data),
    ];
    expect(reads({ host }, "unmapped")).toContain(NEW);
  });
});

describe("requests that are under way", () => {
  const unmap = (drains: boolean): DmaTest => ({
    host: [
      str(none, iopte),
      iotlbInvalidate("GPU", P, { drains }),
      mark("unmapped"),
      str(NEW, data),
      dsb("sy"),
      mark("reused"),
    ],
    dma: { reads: false, writes: [WRITTEN] },
  });

  test("an invalidation that does not drain is overtaken by a write, and one that drains is not", () => {
    expect(memoryAt(statesOf(unmap(false)), "DATA", "reused")).toEqual(
      [NEW, WRITTEN].toSorted((a, b) => (a < b ? -1 : 1)),
    );
    expect(memoryAt(statesOf(unmap(true)), "DATA", "reused")).toEqual([NEW]);
  });

  test("the same of reads", () => {
    const reading = (drains: boolean): DmaTest => ({ ...unmap(drains), dma: {} });
    expect(lastReads(statesOf(reading(false)))).toContain(NEW);
    expect(lastReads(statesOf(reading(true)))).toEqual([SECRET]);
  });

  test("an invalidation that drains comes to an end with DMA that never does", () => {
    const { states } = statesOf(unmap(true));
    expect(states.some(({ devices }) => devices[0]?.inFlight !== null)).toBe(true);
    expect(memoryAt(statesOf(unmap(true)), "DATA", "reused")).not.toEqual([]);
  });
});
