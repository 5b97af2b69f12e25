import { describe, expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import { dsb, ldr, mark, str, type MachineState, type RegisterConfiguration } from "../../../model/index.ts";
import { lines } from "../trace-of.ts";
import {
  data,
  Io,
  iopte,
  isAt,
  lastReads,
  memoryAt,
  modelFrom,
  none,
  OTHER,
  registers,
  SECRET,
  statesOf,
  type DmaTest,
} from "./dma-machine.ts";

const WRITTEN = 0x3a7n;
const ascending = (...words: readonly bigint[]) => words.toSorted((a, b) => (a < b ? -1 : 1));

const enable: RegisterConfiguration = { name: "BME", page: "REGISTERS", path: "pcie", posted: false };

describe("what a device does to ordinary memory", () => {
  test("it writes the words that it may write and no others, at any time, and the host reads them", () => {
    const explored = statesOf({ host: [ldr("r1", data)], dma: { writes: [1n, 2n] } });
    expect(memoryAt(explored, "DATA")).toEqual(ascending(1n, 2n, SECRET));
    expect(new Set(explored.states.map(({ pes }) => pes[0]?.slots[0]?.value))).toEqual(
      new Set([1n, 2n, SECRET]),
    );
  });

  test("it neither reads nor writes unless it is said to", () => {
    const explored = statesOf({ host: [str(1n, data)], dma: { reads: false } });
    expect(lastReads(explored)).toEqual([]);
    expect(memoryAt(explored, "DATA")).toEqual(ascending(1n, SECRET));
  });

  test("every cell of a page is within its reach, at its offset", () => {
    const explored = statesOf({ host: [], initial: Io.registers });
    expect(lastReads(explored)).toEqual([0n]);
    const word = memoryAt(
      statesOf({ host: [], initial: Io.registers, dma: { writes: [5n] } }),
      "REGISTERS+0x8",
    );
    expect(word).toEqual([0n, 5n]);
  });

  test("a write is posted: it was translated long before it lands", () => {
    const test: DmaTest = {
      host: [str(Io.other, iopte), dsb("sy"), mark("moved")],
      dma: { reads: false, writes: [WRITTEN] },
    };
    const explored = statesOf(test);
    expect(memoryAt(explored, "DATA", "moved")).toContain(WRITTEN);
    expect(memoryAt(explored, "OTHER", "moved")).toContain(WRITTEN);
    expect(explored.states.some(({ devices }) => devices[0]?.inFlight?.value === WRITTEN)).toBe(true);
  });
});

describe("the register that enables DMA", () => {
  const enabledBy = (initial: bigint, ...host: DmaTest["host"]): DmaTest => ({
    host,
    registers: [enable],
    dma: { enabledBy: "BME", writes: [WRITTEN] },
    scenario: {
      physical: [
        { name: "DATA", pa: 0x10_0000n, cells: [{ offset: 0, value: SECRET }] },
        { name: "OTHER", pa: 0x20_0000n, cells: [{ offset: 0, value: OTHER }] },
        { name: "REGISTERS", pa: 0x30_0000n, cells: [{ offset: 0, value: initial }] },
      ],
    },
  });

  test("while it is 0 there is no DMA", () => {
    expect(lastReads(statesOf(enabledBy(0n)))).toEqual([]);
    expect(memoryAt(statesOf(enabledBy(0n)), "DATA")).toEqual([SECRET]);
    expect(lastReads(statesOf(enabledBy(1n)))).toContain(SECRET);
  });

  test("there is once the host has set it", () => {
    expect(memoryAt(statesOf(enabledBy(0n, str(1n, registers))), "DATA")).toEqual(ascending(SECRET, WRITTEN));
  });

  test("what was sent before it was cleared still gets to memory", () => {
    const explored = statesOf(
      enabledBy(1n, str(0n, registers), dsb("sy"), mark("disabled"), str(0x2e3n, data)),
    );
    expect(lastReads(explored, "disabled")).toContain(0x2e3n);
    const late = explored.states.filter((state) => isAt(explored, state, "disabled"));
    expect(late.some(({ devices }) => devices[0]?.inFlight !== null)).toBe(true);
  });
});

describe("a reset", () => {
  test("stops DMA", () => {
    const explored = statesOf({ host: [], dma: { writes: [WRITTEN] }, inReset: true });
    expect(lastReads(explored)).toEqual([]);
    expect(explored.states).toHaveLength(1);
  });
});

describe("two devices", () => {
  const two = (host: DmaTest["host"]): DmaTest => ({
    host,
    initial: none,
    scenario: {
      devices: ["GPU", "NIC"].map((name) => ({
        name,
        registers: [],
        dma: { table: "domain", reads: true, writes: [], noSnoop: "never" as const },
      })),
    },
  });

  test("may be in one domain: what one can get to the other can", () => {
    const nicReads = (host: DmaTest["host"]) =>
      new Set(statesOf(two(host)).states.map(({ devices }) => devices[1]?.lastRead));
    expect(nicReads([])).toEqual(new Set([null]));
    expect(nicReads([str(Io.data, iopte)])).toEqual(new Set([null, SECRET]));
  });
});

describe("a verdict", () => {
  test("says what devices are assumed not to do", () => {
    const [assumed] = modelFrom({ host: [] }).assumptions ?? [];
    expect(assumed).toMatch(/GPU: one DMA request is under way at a time.*deadlock/);
  });
});

describe("a trace", () => {
  test("has DMA in the lane of the device, by the I/O virtual address and what it gave", async () => {
    const { properties } = await check(
      modelFrom({
        host: [str(none, iopte), dsb("sy"), mark("unmapped")],
        dma: { writes: [WRITTEN] },
        scenario: {
          properties: [
            ({ labelled }) => ({
              name: "read",
              because: "",
              kind: "always",
              violatedBy: (state: Readonly<MachineState>) => {
                const [done] = labelled("host", "unmapped");
                const late = state.pes[0]?.slots[done?.index ?? 0]?.done === 1;
                return late && state.devices[0]?.lastRead === WRITTEN ? { facts: {} } : null;
              },
            }),
          ],
        },
      }),
    );
    const trace = properties[0]?.trace;
    if (trace === null || trace === undefined) throw new Error("there is no trace");
    const ofDevice = lines(trace).filter((line) => line.startsWith("GPU: "));
    expect(ofDevice).toEqual([
      "GPU: DMA write of IOVA P := 935 is sent",
      "GPU: DMA write of DATA := 935",
      "GPU: DMA read of IOVA P = 935",
    ]);
  });
});
