import { describe, expect, test } from "vitest";
import { kernelPrimitives, type Instruction, type KernelPrimitives } from "../../../model/index.ts";
import { allows, x, y, z } from "../litmus.ts";
import { call, mistakeOf } from "../validate/mistake.ts";

type Code = (kernel: KernelPrimitives) => readonly Instruction[];

const forbidden = (
  architecture: "arm64" | "x86",
  writer: Code,
  reader: Code,
  condition: Readonly<Record<string, number>>,
): boolean => {
  const kernel = kernelPrimitives(architecture);
  const pe = { P0: { architecture }, P1: { architecture } };
  return !allows({ pes: { P0: writer(kernel), P1: reader(kernel) }, pe }, condition);
};

const nothing: Code = () => [];

/** Message passing is forbidden: the data is there when the flag is. */
const mp = (architecture: "arm64" | "x86", writer: Code, reader: Code): boolean =>
  forbidden(
    architecture,
    (k) => [...k.writeOnce(1n, x), ...writer(k), ...k.writeOnce(1n, y)],
    (k) => [...k.readOnce("r1", y), ...reader(k), ...k.readOnce("r2", x)],
    { "P1:r1": 1, "P1:r2": 0 },
  );

const sb = (architecture: "arm64" | "x86", fence: Code): boolean =>
  forbidden(
    architecture,
    (k) => [...k.writeOnce(1n, x), ...fence(k), ...k.readOnce("r1", y)],
    (k) => [...k.writeOnce(1n, y), ...fence(k), ...k.readOnce("r1", x)],
    { "P0:r1": 0, "P1:r1": 0 },
  );

describe("the kernel's primitives order what it relies on, on every architecture", () => {
  test.each(["arm64", "x86"] as const)("%s", (architecture) => {
    expect(
      mp(
        architecture,
        (k) => k.smpWmb(),
        (k) => k.smpRmb(),
      ),
    ).toBe(true);
    expect(
      mp(
        architecture,
        (k) => k.dmaWmb(),
        (k) => k.dmaRmb(),
      ),
    ).toBe(true);
    expect(
      mp(
        architecture,
        (k) => k.wmb(),
        (k) => k.rmb(),
      ),
    ).toBe(true);
    expect(sb(architecture, (k) => k.smpMb())).toBe(true);
    expect(sb(architecture, (k) => k.mb())).toBe(true);
    expect(sb(architecture, (k) => k.xchg("r9", 1n, z))).toBe(true);
    expect(
      forbidden(
        architecture,
        (k) => [...k.writeOnce(1n, x), ...k.smpStoreRelease(1n, y)],
        (k) => [...k.smpLoadAcquire("r1", y), ...k.readOnce("r2", x)],
        { "P1:r1": 1, "P1:r2": 0 },
      ),
    ).toBe(true);
    expect(
      forbidden(
        architecture,
        (k) => k.cmpxchg("r1", 0n, 1n, x),
        (k) => k.cmpxchg("r1", 0n, 2n, x),
        { "P0:r1": 0, "P1:r1": 0 },
      ),
    ).toBe(true);
  });

  test("without them, x86 orders what arm64 does not", () => {
    expect(mp("x86", nothing, nothing)).toBe(true);
    expect(mp("arm64", nothing, nothing)).toBe(false);
    expect(sb("x86", nothing)).toBe(false);
    expect(sb("arm64", nothing)).toBe(false);
  });

  test("an architecture that does not exist is told", () => {
    expect(mistakeOf(() => call(kernelPrimitives, "riscv"))).toContain("arm64, x86");
  });
});
