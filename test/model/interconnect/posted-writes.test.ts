import { describe, expect, test } from "vitest";
import { dmb, dsb, ldr, mark, str } from "../../../model/index.ts";
import { bar0, bar1, flr, loads, reaches, type Board } from "./board.ts";

const overtaken = ({ BAR0, BAR1 }: { readonly BAR0: bigint; readonly BAR1: bigint }): boolean =>
  BAR1 === 1n && BAR0 === 0n;

describe("two writes of a PE to registers of a device", () => {
  const two = (bar: Board["bar"], ...between: readonly ReturnType<typeof dmb>[]): Board => ({
    bar,
    pes: { P0: [str(1n, bar0), ...between, str(1n, bar1)] },
  });

  test("arrive in program order by Device-nGnRE and nGnRnE", () => {
    expect(reaches(two("Device-nGnRE"), overtaken)).toBe(false);
    expect(reaches(two("Device-nGnRnE"), overtaken)).toBe(false);
    expect(reaches(two("Device-nGnRE"), ({ BAR0, BAR1 }) => BAR0 === 1n && BAR1 === 1n)).toBe(true);
  });

  test("need not by Normal-NC, Device-nGRE and GRE", () => {
    for (const type of ["Normal-NC", "Device-nGRE", "Device-GRE"] as const)
      expect(reaches(two(type), overtaken), type).toBe(true);
  });

  test("a DMB or DSB between them orders them", () => {
    expect(reaches(two("Normal-NC", dmb("oshst")), overtaken)).toBe(false);
    expect(
      reaches({ ...two("Normal-NC"), pes: { P0: [str(1n, bar0), dsb("st"), str(1n, bar1)] } }, overtaken),
    ).toBe(false);
    expect(reaches(two("Normal-NC", dmb("ishld")), overtaken)).toBe(true);
  });

  test("a DMB orders them where they are acknowledged at the PE too, and nothing orders them without", () => {
    const early = { acknowledges: { "Normal-NC": "PE", "Device-nGnRE": "PE" } } as const;
    expect(reaches({ ...two("Normal-NC", dmb("oshst")), ...early }, overtaken)).toBe(false);
    expect(reaches({ ...two("Normal-NC"), ...early }, overtaken)).toBe(true);
    expect(reaches({ ...two("Device-nGnRE"), ...early }, overtaken)).toBe(false);
  });

  test("to one register arrive in program order whatever the type", () => {
    for (const acknowledges of [{}, { "Normal-NC": "PE" }] as const) {
      const board: Board = {
        bar: "Normal-NC",
        acknowledges,
        pes: { P0: [str(1n, bar0), str(2n, bar0)] },
      };
      expect(
        loads({ ...board, pes: { P0: [str(1n, bar0), str(2n, bar0), ldr("r1", bar0)] } }, "P0:r1"),
      ).toEqual(["2"]);
    }
  });
});

describe("where a write is acknowledged", () => {
  const board = (bar: Board["bar"], acknowledges: Board["acknowledges"] = {}): Board => ({
    bar,
    acknowledges,
    pes: { P0: [str(1n, bar0), dsb("sy"), mark("past the DSB")] },
  });
  const returnedEarly = ({
    BAR0,
    marks,
  }: {
    readonly BAR0: bigint;
    readonly marks: ReadonlySet<string>;
  }): boolean => BAR0 === 0n && marks.has("past the DSB");

  test("a DSB returns before the write arrives for Device-nGnRE and Normal-NC: at the root complex", () => {
    expect(reaches(board("Device-nGnRE"), returnedEarly)).toBe(true);
    expect(reaches(board("Normal-NC"), returnedEarly)).toBe(true);
  });

  test("it does not for Device-nGnRnE, nor where the path acknowledges at the endpoint", () => {
    expect(reaches(board("Device-nGnRnE"), returnedEarly)).toBe(false);
    expect(reaches(board("Normal-NC", { "Normal-NC": "endpoint" }), returnedEarly)).toBe(false);
    expect(reaches(board("Device-nGnRnE"), ({ marks }) => marks.has("past the DSB"))).toBe(true);
  });

  test("it does for Device-nGnRnE on a path that does not honour nE", () => {
    expect(reaches(board("Device-nGnRnE", { "Device-nGnRnE": "root complex" }), returnedEarly)).toBe(true);
  });
});

describe("a later write to configuration space", () => {
  const board = (configPath: "mmio" | "ecam", acknowledges: Board["acknowledges"] = {}): Board => ({
    bar: "Device-nGnRE",
    configPath,
    acknowledges,
    pes: { P0: [str(1n, bar0), dsb("sy"), str(1n, flr)] },
  });
  const overtakes = ({ BAR0, FLR }: { readonly BAR0: bigint; readonly FLR: bigint }): boolean =>
    BAR0 === 0n && FLR === 1n;

  test("overtakes a posted write on another path, a DSB between them notwithstanding", () => {
    expect(reaches(board("ecam"), overtakes)).toBe(true);
  });

  test("does not on the same path", () => {
    expect(reaches(board("mmio"), overtakes)).toBe(false);
    expect(reaches(board("mmio"), ({ FLR }) => FLR === 1n)).toBe(true);
  });

  test("does not on another path where the write is acknowledged at the endpoint", () => {
    expect(reaches(board("ecam", { "Device-nGnRE": "endpoint" }), overtakes)).toBe(false);
  });

  test("is complete when it has arrived: a DSB waits for it", () => {
    const early = ({ FLR, marks }: { readonly FLR: bigint; readonly marks: ReadonlySet<string> }) =>
      FLR === 0n && marks.has("done");
    const written = [str(1n, flr), dsb("sy"), mark("done")];
    expect(reaches({ bar: "Device-nGnRE", pes: { P0: written } }, early)).toBe(false);
    const posted = { FLR: { posted: true } } as const;
    const acknowledges = { "Device-nGnRnE": "root complex" } as const;
    expect(
      reaches({ bar: "Device-nGnRE", registers: posted, acknowledges, pes: { P0: written } }, early),
    ).toBe(true);
  });
});

describe("a read back of the BAR by another PE", () => {
  const board = (acknowledges: Board["acknowledges"]): Board => ({
    bar: { P0: "Normal-NC", P1: "Device-nGnRnE" },
    configPath: "ecam",
    acknowledges,
    pes: {
      P0: [str(1n, bar0), dsb("sy"), mark("acknowledged"), str(1n, 0x8000_2000n)],
      P1: [ldr("r1", 0x8000_2000n), dsb("sy"), ldr("r2", bar1), dsb("sy"), str("r1", flr)],
    },
  });
  const overtakes = ({ BAR0, FLR }: { readonly BAR0: bigint; readonly FLR: bigint }): boolean =>
    BAR0 === 0n && FLR === 1n;

  test("pushes a write that has its place on the path", () => {
    expect(reaches(board({ "Normal-NC": "root complex" }), overtakes)).toBe(false);
    expect(reaches(board({ "Normal-NC": "root complex" }), ({ FLR }) => FLR === 1n)).toBe(true);
  });

  test("does not push one that was acknowledged at its PE", () => {
    expect(reaches(board({ "Normal-NC": "PE" }), overtakes)).toBe(true);
  });

  test("is what orders them: without it the write is overtaken", () => {
    const { pes, ...rest } = board({ "Normal-NC": "root complex" });
    const without = (pes["P1"] ?? []).filter((i) => !(i.kind === "load" && i.register === "r2"));
    expect(reaches({ ...rest, pes: { ...pes, P1: without } }, overtakes)).toBe(true);
  });
});
