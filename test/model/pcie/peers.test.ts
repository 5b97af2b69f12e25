import { describe, expect, test } from "vitest";
import { dsb, iotlbInvalidate, mark, str, type RegisterConfiguration } from "../../../model/index.ts";
import { ioDescriptor } from "../../../model/iommu/io-descriptor.ts";
import {
  data,
  Io,
  iopte,
  isAt,
  lastReads,
  memoryAt,
  none,
  P,
  registers,
  reset,
  SECRET,
  statesOf,
  type DmaTest,
} from "./dma-machine.ts";

const WRITTEN = 0x3a7n;
const RESET = registers + 16n;

describe("a device that is reset", () => {
  const resetting = (dma: DmaTest["dma"], ...more: DmaTest["host"]): DmaTest => ({
    host: [str(1n, RESET), dsb("sy"), mark("in reset"), ...more],
    registers: [reset],
    dma: dma ?? {},
  });
  const enabled: RegisterConfiguration = { name: "BME", page: "REGISTERS", path: "pcie", posted: false };

  test("sends nothing any more, but what it has sent gets to memory", () => {
    const explored = statesOf(resetting({ reads: false, writes: [WRITTEN] }));
    const late = explored.states.filter((state) => isAt(explored, state, "in reset"));
    expect(late.every(({ devices: [device] }) => device?.resetting === 1)).toBe(true);
    expect(late.some(({ devices: [device] }) => device?.inFlight !== null)).toBe(true);
    expect(memoryAt(explored, "DATA", "in reset")).toContain(WRITTEN);
    // With nothing under way when the reset begins nothing ever is.
    const still = statesOf({ ...resetting({ reads: false, writes: [WRITTEN] }), initial: none });
    expect(memoryAt(still, "DATA")).toEqual([SECRET]);
  });

  test("does not take what a read gives that it had sent", () => {
    const NEW = 0x2e3n;
    const explored = statesOf(resetting({}, str(NEW, data)));
    expect(lastReads(explored, "in reset")).toEqual([SECRET]);
  });

  test("goes on when the reset has ended", () => {
    const explored = statesOf(resetting({}, str(0n, RESET), dsb("sy"), str(7n, data)));
    expect(lastReads(explored)).toEqual([7n, SECRET]);
  });

  test("may have its bus master enable cleared by it", () => {
    const given = resetting({ enabledBy: "BME" }, str(0n, RESET), dsb("sy"), str(7n, data));
    const explored = statesOf({
      ...given,
      host: [str(1n, registers), dsb("sy"), ...given.host],
      registers: [reset, { ...enabled, resetsTo: 0n }],
    });
    expect(lastReads(explored)).toEqual([SECRET]);
  });

  test("has an empty ATC after it", () => {
    const unmap = [str(none, iopte), iotlbInvalidate("GPU", P, { atc: false })];
    const restart = [str(1n, RESET), dsb("sy"), str(0n, RESET), dsb("sy")];
    const after = (host: DmaTest["host"]) =>
      lastReads(statesOf({ host: [...host, str(7n, data)], registers: [reset], dma: { ats: true } }));
    expect(after(unmap)).toEqual([7n, SECRET]);
    expect(after([...unmap, ...restart])).toEqual([SECRET]);
  });
});

describe("DMA to registers of another device", () => {
  const bar: RegisterConfiguration = { name: "BAR0", page: "REGISTERS", path: "pcie", posted: true };

  /** The NIC writes to what P leads to: the registers of the GPU. */
  const peers = (
    host: DmaTest["host"],
    registersOfGpu: readonly RegisterConfiguration[] = [bar, reset],
  ): DmaTest => ({
    host,
    initial: Io.registers,
    scenario: {
      devices: [
        { name: "GPU", registers: registersOfGpu },
        {
          name: "NIC",
          registers: [],
          dma: { table: "domain", reads: false, writes: [WRITTEN], noSnoop: "never" },
        },
      ],
    },
  });
  const writers = (test: DmaTest): readonly string[] => {
    const { machine, states } = statesOf(test);
    const found = new Set(states.flatMap(({ devices }) => [...(devices[0]?.writtenInReset ?? [])]));
    return [...found].map((pe) => machine.pes[pe]?.name ?? "");
  };

  test("writes them", () => {
    expect(memoryAt(statesOf(peers([])), "REGISTERS")).toEqual([0n, WRITTEN]);
    const hardwired = peers([], [{ ...bar, hardwired: true }]);
    expect(memoryAt(statesOf(hardwired), "REGISTERS")).toEqual([0n]);
  });

  test("is a write to a device in reset, by the NIC", () => {
    expect(writers(peers([str(1n, RESET)]))).toEqual(["NIC"]);
  });

  test("is none when the mapping is gone before the reset, invalidated and drained", () => {
    const gone = (drains: boolean) => [
      str(none, iopte),
      iotlbInvalidate("NIC", P, { drains }),
      str(1n, RESET),
    ];
    expect(writers(peers(gone(true)))).toEqual([]);
    expect(writers(peers(gone(false)))).toEqual(["NIC"]);
    expect(writers(peers([str(none, iopte), dsb("sy"), str(1n, RESET)]))).toEqual(["NIC"]);
  });

  test("needs an entry that permits it", () => {
    const readOnly = ioDescriptor({ oa: 0x30_0000n, writable: false });
    expect(writers({ ...peers([str(1n, RESET)]), initial: readOnly })).toEqual([]);
  });
});
