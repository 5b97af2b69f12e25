import { describe, expect, test } from "vitest";
import {
  dsb,
  ldr,
  mark,
  str,
  type DmaConfiguration,
  type RegisterConfiguration,
} from "../../../model/index.ts";
import { data, isAt, memoryAt, registers, SECRET, statesOf, type DmaTest } from "./dma-machine.ts";

const WRITTEN = 0x3a7n;

/** A driver stops DMA, and gives the page to somebody else. */
const stopping = (between: DmaTest["host"], dma: Partial<DmaConfiguration> = {}): DmaTest => {
  const enable: RegisterConfiguration = { name: "BME", page: "REGISTERS", path: "pcie", posted: false };
  const status: RegisterConfiguration = { ...enable, name: "STATUS", offset: 8 };
  return {
    host: [
      str(1n, registers),
      dsb("sy"),
      str(0n, registers),
      ...between,
      dsb("sy"),
      mark("stopped"),
      str(1n, data),
    ],
    registers: [enable, status],
    dma: { reads: false, writes: [WRITTEN], enabledBy: "BME", ...dma },
  };
};

const landsLate = (test: DmaTest): boolean => {
  const explored = statesOf(test);
  return explored.states.some(
    (state) => isAt(explored, state, "stopped") && state.devices[0]?.inFlight !== null,
  );
};

describe("a DMA write that was sent before bus mastering was disabled", () => {
  test("may land after that, though the write to configuration space is complete", () => {
    expect(landsLate(stopping([]))).toBe(true);
  });

  test("is in memory once a register of the device was read back", () => {
    expect(landsLate(stopping([ldr("r1", registers)]))).toBe(false);
    expect(landsLate(stopping([ldr("r1", registers + 8n)]))).toBe(false);
  });

  test("may not be, where answers pass writes", () => {
    expect(landsLate(stopping([ldr("r1", registers)], { answersPass: true }))).toBe(true);
  });

  test("holds back a read back, and no more: it comes to an end, with either value in memory", () => {
    expect(memoryAt(statesOf(stopping([ldr("r1", registers)])), "DATA", "stopped")).toEqual([
      1n,
      WRITTEN,
      SECRET,
    ]);
  });
});

describe("an answer that is held back", () => {
  test("is what the register held when the request arrived", () => {
    const explored = statesOf({
      host: [ldr("r1", registers), dsb("sy"), mark("read")],
      registers: [{ name: "STATUS", page: "REGISTERS", path: "pcie", posted: false, readLeaves: 9n }],
      dma: { reads: false, writes: [WRITTEN] },
    });
    const held = explored.states.filter(({ pes }) => {
      const slot = pes[0]?.slots[0];
      return slot?.sent === 1 && slot.read === 0;
    });
    expect(held.some(({ memory, devices }) => memory.includes(9n) && devices[0]?.inFlight !== null)).toBe(
      true,
    );
    const values = explored.states.flatMap((state) =>
      isAt(explored, state, "read") ? [state.pes[0]?.slots[0]?.value] : [],
    );
    expect(new Set(values)).toEqual(new Set([0n]));
  });
});
