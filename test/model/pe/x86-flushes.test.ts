import { describe, expect, test } from "vitest";
import {
  clflush,
  clflushopt,
  clwb,
  descriptor,
  lfence,
  mfence,
  movLoad,
  movStore,
  sfence,
  wbinvd,
  xchg,
  type Instruction,
  type PeConfiguration,
} from "../../../model/index.ts";
import { allows, x, y, z } from "../litmus.ts";
import { x86 } from "./x86-programs.ts";

const pa = 0x10_0000n;

/** The line at x, whose memory y accesses past the caches (WC); z is a flag. */
const aliased = {
  ptes: { x: descriptor({ oa: pa }), y: descriptor({ oa: pa, attributes: 1 }) },
  scenario: {
    physical: [
      { name: "x", pa, cells: [{ offset: 0, value: 0n }], cached: true },
      { name: "z", pa: 0x30_0000n },
    ],
  },
} as const;

describe("x86: a line that is flushed is in memory when others learn of it", () => {
  /** Whether who is told by the flag still finds the old value in memory. */
  const stale = (
    write: readonly Instruction[],
    pe: Readonly<Record<string, Partial<PeConfiguration>>> = {},
  ): boolean =>
    allows(
      x86(
        {
          P0: [movStore(1n, x), ...write, movStore(1n, z)],
          P1: [movLoad("r1", z), lfence(), movLoad("r2", y)],
        },
        { ...aliased, pe },
      ),
      { "P1:r1": 1, "P1:r2": 0 },
    );

  test("CLFLUSH needs no fence before the store of the flag", () => {
    expect(stale([])).toBe(true);
    expect(stale([clflush(x)])).toBe(false);
  });

  test("CLFLUSHOPT and CLWB need SFENCE, MFENCE or a locked instruction", () => {
    for (const flush of [clflushopt(x), clwb(x)]) {
      expect(stale([flush])).toBe(true);
      expect(stale([flush, lfence()])).toBe(true);
      expect(stale([flush, sfence()])).toBe(false);
      expect(stale([flush, mfence()])).toBe(false);
      expect(stale([flush, xchg("r9", 0n, z)])).toBe(false);
    }
  });

  test("WBINVD needs no fence, and does nothing for other caches", () => {
    expect(stale([wbinvd()], { P0: { cache: "P0" } })).toBe(false);
    // The dirty copy is in P0's cache, and it is P1 that cleans its own.
    const others = (pe: Readonly<Record<string, Partial<PeConfiguration>>>): boolean =>
      allows(
        x86(
          { P0: [movStore(1n, x), movStore(1n, z)], P1: [movLoad("r1", z), wbinvd(), movLoad("r2", y)] },
          { ...aliased, pe },
        ),
        { "P1:r1": 1, "P1:r2": 0 },
      );
    expect(others({ P0: { cache: "socket" }, P1: { cache: "socket" } })).toBe(false);
    expect(others({ P0: { cache: "socket 0" }, P1: { cache: "socket 1" } })).toBe(true);
  });

  test("the own read of memory waits for no flush but by MFENCE", () => {
    const own = (...between: readonly Instruction[]): boolean =>
      allows(x86({ P0: [movStore(1n, x), ...between, movLoad("r1", y)] }, aliased), { "P0:r1": 0 });
    expect(own(clflush(x))).toBe(true);
    expect(own(clflush(x), sfence())).toBe(true);
    expect(own(clflush(x), mfence())).toBe(false);
    expect(own(clwb(x), mfence())).toBe(false);
  });
});
