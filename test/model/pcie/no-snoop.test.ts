import { describe, expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import { dc, dsb, mark, str, type MachineState, type RegisterConfiguration } from "../../../model/index.ts";
import { lines } from "../trace-of.ts";
import {
  data,
  Io,
  isAt,
  lastReads,
  modelFrom,
  registers,
  SECRET,
  statesOf,
  type DmaTest,
} from "./dma-machine.ts";

const ZERO = 0n;
const WRITTEN = 0x3a7n;
const ascending = (...words: readonly bigint[]) => words.toSorted((a, b) => (a < b ? -1 : 1));

/** The host has zeroed a page whose memory still has a secret: a hypervisor gives it to a guest, whose device reads it. */
const zeroed = (dma: DmaTest["dma"], more: Partial<DmaTest> = {}): DmaTest => ({
  host: [str(ZERO, data), dsb("sy"), mark("zeroed")],
  cached: true,
  dma: dma ?? {},
  ...more,
});

/** A device that begins to read when the host is done. */
const readsOnceZeroed = (dma: DmaTest["dma"], more: Partial<DmaTest> = {}) => {
  const enable: RegisterConfiguration = { name: "BME", page: "REGISTERS", path: "pcie", posted: false };
  const test = zeroed({ ...dma, enabledBy: "BME" }, more);
  return lastReads(
    statesOf({
      ...test,
      host: [...test.host, str(1n, registers), dsb("sy"), mark("enabled")],
      registers: [enable, ...(more.registers ?? [])],
    }),
  );
};

const devctl: RegisterConfiguration = {
  name: "DEVCTL.NoSnoopEn",
  page: "REGISTERS",
  offset: 8,
  path: "pcie",
  posted: false,
};

describe("reads of a line that the cache holds dirty", () => {
  test("with snooping they see the dirty copy, and never what memory holds", () => {
    expect(readsOnceZeroed({ noSnoop: "never" })).toEqual([ZERO]);
  });

  test("without they see what memory holds, until it is cleaned", () => {
    expect(readsOnceZeroed({ noSnoop: "always" })).toEqual(ascending(ZERO, SECRET));
    const cleaned = { host: [str(ZERO, data), dc("civac", data), dsb("sy"), mark("zeroed")] };
    expect(readsOnceZeroed({ noSnoop: "always" }, cleaned)).toEqual([ZERO]);
  });

  test("a descriptor that forces snooping overrides the attribute", () => {
    expect(readsOnceZeroed({ noSnoop: "always" }, { initial: Io.snooped })).toEqual([ZERO]);
  });

  test("the attribute needs its register, unless the device sets it whatever was enabled", () => {
    const noSnoop = { enabledBy: "DEVCTL.NoSnoopEn" };
    expect(readsOnceZeroed({ noSnoop }, { registers: [devctl] })).toEqual([ZERO]);
    const host = [str(1n, registers + 8n), str(ZERO, data), dsb("sy"), mark("zeroed")];
    expect(readsOnceZeroed({ noSnoop }, { registers: [devctl], host })).toEqual(ascending(ZERO, SECRET));
    expect(readsOnceZeroed({ noSnoop: "always" }, { registers: [devctl] })).toEqual(ascending(ZERO, SECRET));
  });
});

describe("writes under a dirty line", () => {
  const after = (dma: DmaTest["dma"], initial = Io.data) => {
    const explored = statesOf(zeroed({ reads: false, writes: [WRITTEN], ...dma }, { initial }));
    const done = explored.states.filter((state) => isAt(explored, state, "zeroed"));
    return {
      shadowed: done.some(({ lines: [line] }) => line?.fromDevice === 1 && line.dirty === ZERO),
      lost: done.some(({ lines: [line] }) => line?.overwroteDevice === 1),
      kept: done.some(({ lines: [line] }) => line?.fromDevice === 1 && line.dirty === null),
    };
  };

  test("without snooping they are shadowed by it, and lost when it is written back", () => {
    expect(after({ noSnoop: "always" })).toEqual({ shadowed: true, lost: true, kept: true });
  });

  test("with snooping they are neither", () => {
    expect(after({ noSnoop: "never" })).toEqual({ shadowed: false, lost: false, kept: true });
    expect(after({ noSnoop: "always" }, Io.snooped)).toEqual({ shadowed: false, lost: false, kept: true });
  });
});

describe("a trace of the read of a secret", () => {
  test("says what the cache holds", async () => {
    const named = new Map([
      [SECRET, "SECRET"],
      [ZERO, "ZERO"],
    ]);
    const { properties } = await check(
      modelFrom(
        zeroed(
          { noSnoop: "always" },
          {
            scenario: {
              words: (word) => named.get(word) ?? `0x${word.toString(16)}`,
              properties: [
                () => ({
                  name: "read",
                  because: "",
                  kind: "always",
                  violatedBy: ({ devices, lines: [line] }: Readonly<MachineState>) =>
                    devices[0]?.lastRead === SECRET && line?.dirty === ZERO ? { facts: {} } : null,
                }),
              ],
            },
          },
        ),
      ),
    );
    const trace = properties[0]?.trace;
    if (trace === null || trace === undefined) throw new Error("there is no trace");
    const ofDevice = lines(trace).filter((line) => line.startsWith("GPU: "));
    expect(ofDevice).toEqual([
      "GPU: DMA read of IOVA P, no snoop = SECRET (memory; the cache holds dirty ZERO)",
    ]);
  });
});
