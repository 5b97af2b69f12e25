import { describe, expect, test } from "vitest";
import { ldr, str } from "../../../model/index.ts";
import { rmw } from "../instructions.ts";
import { allows, x, y, z } from "../litmus.ts";

describe("acquire and release", () => {
  const sb = (order: "plain" | "acquire" | "acquirePC") => ({
    pes: {
      P0: [str(1n, x, { order: "release" }), ldr("r1", y, { order })],
      P1: [str(1n, y, { order: "release" }), ldr("r2", x, { order })],
    },
  });

  test("SB+rel-acqs is forbidden: an acquire waits for an earlier release (RCsc)", () => {
    expect(allows(sb("acquire"), { "P0:r1": 0, "P1:r2": 0 })).toBe(false);
  });

  test("SB+rel-acqPCs is allowed: LDAPR does not wait for it", () => {
    expect(allows(sb("acquirePC"), { "P0:r1": 0, "P1:r2": 0 })).toBe(true);
    expect(allows(sb("plain"), { "P0:r1": 0, "P1:r2": 0 })).toBe(true);
  });

  test("a plain store before an acquire load is not ordered", () => {
    const test = {
      pes: {
        P0: [str(1n, x), ldr("r1", y, { order: "acquire" })],
        P1: [str(1n, y), ldr("r2", x, { order: "acquire" })],
      },
    };
    expect(allows(test, { "P0:r1": 0, "P1:r2": 0 })).toBe(true);
  });

  test("LB: a release holds back the store, an acquire holds back what follows", () => {
    const lb = (left: "rel" | "acq", right: "rel" | "acq") => {
      const side = (to: string, from: bigint, into: bigint, how: "rel" | "acq") => [
        ldr(to, from, how === "acq" ? { order: "acquire" } : {}),
        str(1n, into, how === "rel" ? { order: "release" } : {}),
      ];
      return { pes: { P0: side("r1", x, y, left), P1: side("r2", y, x, right) } };
    };
    for (const left of ["rel", "acq"] as const)
      for (const right of ["rel", "acq"] as const)
        expect(allows(lb(left, right), { "P0:r1": 1, "P1:r2": 1 })).toBe(false);
  });

  test("nothing waits for a release but an acquire: a later plain store overtakes it", () => {
    const test = {
      pes: {
        P0: [str(1n, x, { order: "release" }), str(1n, y)],
        P1: [ldr("r1", y, { order: "acquire" }), ldr("r2", x)],
      },
    };
    expect(allows(test, { "P1:r1": 1, "P1:r2": 0 })).toBe(true);
  });

  test("an atomic with acquire and release is a barrier for what follows, one with acquire alone is not", () => {
    const test = (release: boolean) => {
      const side = (mine: bigint, to: string, other: bigint) => [
        rmw("swap", "r9", 1n, mine, { acquire: true, release }),
        ldr(to, other),
      ];
      return { pes: { P0: side(x, "r1", y), P1: side(y, "r2", x) } };
    };
    expect(allows(test(true), { "P0:r1": 0, "P1:r2": 0 })).toBe(false);
    expect(allows(test(false), { "P0:r1": 0, "P1:r2": 0 })).toBe(true);
  });

  test("an acquire also orders what comes long after it", () => {
    const test = {
      pes: {
        P0: [str(1n, x), str(1n, y, { order: "release" })],
        P1: [ldr("r1", y, { order: "acquire" }), ldr("r3", z), ldr("r2", x)],
      },
    };
    expect(allows(test, { "P1:r1": 1, "P1:r2": 0 })).toBe(false);
  });
});
