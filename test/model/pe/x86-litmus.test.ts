import { describe, expect, test } from "vitest";
import {
  cbz,
  dmb,
  ldr,
  lfence,
  lock,
  lockCmpxchg,
  lockRmw,
  mfence,
  movLoad,
  movStore,
  sfence,
  str,
  unlock,
  xchg,
  type Instruction,
} from "../../../model/index.ts";
import { allows, x, y, z } from "../litmus.ts";
import { endsOf, x86 } from "./x86-programs.ts";

/*
 * The litmus tests of the SDM (vol. 3, 9.2.3) and of Owens, Sarkar and Sewell by name, each with every outcome that its
 * registers can have.
 */

const st = (place: bigint, value = 1n): Instruction => movStore(value, place);
const ld = (to: string, place: bigint): Instruction => movLoad(to, place);

/** The distinct ends of a test, told by the values of some registers and places in the order given. */
function ends(pes: Readonly<Record<string, readonly Instruction[]>>, ...shown: readonly string[]): string {
  const rows = endsOf(x86(pes)).map((end) => {
    const values = new Map(
      end.split("; ").map((part): [string, string] => {
        const [name = "", value = ""] = part.split("=");
        return [name, value];
      }),
    );
    return shown.map((name) => values.get(name) ?? "-").join("");
  });
  return [...new Set(rows)].toSorted().join(" ");
}

describe("x86: store buffering", () => {
  const sb = (between: readonly Instruction[]) =>
    ends({ P0: [st(x), ...between, ld("r1", y)], P1: [st(y), ...between, ld("r1", x)] }, "P0:r1", "P1:r1");

  test("SB: both loads may pass the store before them", () => {
    expect(sb([])).toBe("00 01 10 11");
  });

  test("SB+mfences, and with a locked instruction in between: one of the loads sees the other's store", () => {
    expect(sb([mfence()])).toBe("01 10 11");
    expect(sb([xchg("r9", 1n, z)])).toBe("01 10 11");
    expect(sb([lockRmw("add", null, 0n, z)])).toBe("01 10 11");
    expect(sb([lockCmpxchg("r9", 7n, 1n, z)])).toBe("01 10 11");
  });

  test("SB+sfences and SB+lfences: neither orders a store with a later load", () => {
    expect(sb([sfence()])).toBe("00 01 10 11");
    expect(sb([lfence()])).toBe("00 01 10 11");
    expect(sb([sfence(), lfence()])).toBe("00 01 10 11");
  });

  test("SB+mfence+po: one fence is not enough", () => {
    expect(ends({ P0: [st(x), mfence(), ld("r1", y)], P1: [st(y), ld("r1", x)] }, "P0:r1", "P1:r1")).toBe(
      "00 01 10 11",
    );
  });

  test("the exchange that stores is itself the fence (SDM 9.2.3.9)", () => {
    expect(
      ends({ P0: [xchg("r9", 1n, x), ld("r1", y)], P1: [xchg("r9", 1n, y), ld("r1", x)] }, "P0:r1", "P1:r1"),
    ).toBe("01 10 11");
  });
});

describe("x86: what needs no fence", () => {
  test("MP: stores are seen in order, by loads in order", () => {
    expect(ends({ P0: [st(x), st(y)], P1: [ld("r1", y), ld("r2", x)] }, "P1:r1", "P1:r2")).toBe("00 01 11");
  });

  test("MP+ctrl: a load behind a branch is in order as well", () => {
    const reader = [ld("r1", y), cbz("r1", "end"), ld("r2", x)];
    expect(ends({ P0: [st(x), st(y)], P1: reader }, "P1:r1", "P1:r2")).toBe("0- 11");
  });

  test("LB: loads are not passed by later stores", () => {
    expect(ends({ P0: [ld("r1", x), st(y)], P1: [ld("r1", y), st(x)] }, "P0:r1", "P1:r1")).toBe("00 01 10");
  });

  test("S: nor does a store pass the load before it", () => {
    expect(ends({ P0: [st(x, 2n), st(y)], P1: [ld("r1", y), st(x)] }, "P1:r1", "x")).toBe("01 02 11");
  });

  test("2+2W: stores are in one order for everybody", () => {
    expect(ends({ P0: [st(x), st(y, 2n)], P1: [st(y), st(x, 2n)] }, "x", "y")).toBe("12 21 22");
  });

  test("WRC: what was seen is seen by those who are told", () => {
    expect(
      ends(
        { P0: [st(x)], P1: [ld("r1", x), st(y)], P2: [ld("r1", y), ld("r2", x)] },
        "P1:r1",
        "P2:r1",
        "P2:r2",
      ),
    ).toBe("000 001 010 011 100 101 111");
  });

  test("IRIW: two stores are in one order for all others", () => {
    const all = ends(
      { P0: [st(x)], P1: [st(y)], P2: [ld("r1", x), ld("r2", y)], P3: [ld("r1", y), ld("r2", x)] },
      "P2:r1",
      "P2:r2",
      "P3:r1",
      "P3:r2",
    );
    expect(all.split(" ")).toHaveLength(15);
    expect(all).not.toContain("1010");
  });
});

describe("x86: what a store buffer shows", () => {
  test("R: the load passes the store, so that both PEs may come first", () => {
    expect(ends({ P0: [st(x), st(y)], P1: [st(y, 2n), ld("r1", x)] }, "y", "P1:r1")).toBe("10 11 20 21");
    expect(ends({ P0: [st(x), st(y)], P1: [st(y, 2n), mfence(), ld("r1", x)] }, "y", "P1:r1")).toBe(
      "10 11 21",
    );
  });

  test("RWC: a third PE learns of the store before its own leaves the buffer", () => {
    const rwc = (between: readonly Instruction[]) =>
      ends(
        { P0: [st(x)], P1: [ld("r1", x), ld("r2", y)], P2: [st(y), ...between, ld("r1", x)] },
        "P1:r1",
        "P1:r2",
        "P2:r1",
      );
    expect(rwc([]).split(" ")).toContain("100");
    expect(rwc([mfence()]).split(" ")).not.toContain("100");
  });

  test("n6: a PE reads its own store early, and it is overwritten by one that it has not seen", () => {
    expect(
      ends({ P0: [st(x), ld("r1", x), ld("r2", y)], P1: [st(y, 2n), st(x, 2n)] }, "P0:r1", "P0:r2", "x"),
    ).toContain("101");
  });

  test("amd10: both read their own stores early, neither sees the other's", () => {
    expect(
      ends(
        { P0: [st(x), ld("r1", x), ld("r2", y)], P1: [st(y), ld("r1", y), ld("r2", x)] },
        "P0:r1",
        "P0:r2",
        "P1:r1",
        "P1:r2",
      ),
    ).toBe("1010 1011 1110 1111");
  });

  test("n5: of two stores to one place each PE cannot see the other's last", () => {
    expect(ends({ P0: [st(x), ld("r1", x)], P1: [st(x, 2n), ld("r1", x)] }, "P0:r1", "P1:r1")).toBe(
      "11 12 22",
    );
  });
});

describe("x86: coherence", () => {
  test("CoRR, CoWR, CoRW: one place has one order", () => {
    expect(ends({ P0: [st(x)], P1: [ld("r1", x), ld("r2", x)] }, "P1:r1", "P1:r2")).toBe("00 01 11");
    expect(ends({ P0: [st(x), ld("r1", x)], P1: [st(x, 2n)] }, "P0:r1", "x")).toBe("11 12 22");
    expect(ends({ P0: [ld("r1", x), st(x)] }, "P0:r1", "x")).toBe("01");
    expect(ends({ P0: [st(x), st(x, 2n)] }, "x")).toBe("2");
  });
});

describe("x86: locks and atomics", () => {
  test("no increment is lost", () => {
    const increment = [lockRmw("add", "r1", 1n, x)];
    expect(ends({ P0: increment, P1: increment, P2: increment }, "x")).toBe("3");
  });

  test("a spin lock holds in what it guards, though its release is a plain store", () => {
    const critical = [lock("l"), ld("r1", x), st(x, 2n), unlock("l")];
    expect(ends({ P0: critical, P1: [lock("l"), ld("r1", x), unlock("l")] }, "P1:r1")).toBe("0 2");
  });

  test("a release is a plain store, which a later load passes", () => {
    const sb = (own: bigint, other: bigint) => [lock("l"), st(own), unlock("l"), ld("r1", other)];
    // Two locks, so that taking the other's lock orders nothing.
    const second = [lock("m"), st(y), unlock("m"), ld("r1", x)];
    expect(ends({ P0: sb(x, y), P1: second }, "P0:r1", "P1:r1")).toBe("00 01 10 11");
  });
});

describe("x86 and arm64 in one machine", () => {
  const reader = [ldr("r1", y), ldr("r2", x)];
  const ordered = [ldr("r1", y), dmb("ld"), ldr("r2", x)];
  const writer = [str(1n, x), str(1n, y)];
  const pe = { P0: { architecture: "x86" } } as const;

  test("each keeps its own order: x86 stores are in order, arm64 loads are not", () => {
    const stale = { "P1:r1": 1, "P1:r2": 0 };
    expect(allows({ pes: { P0: writer, P1: reader }, pe }, stale)).toBe(true);
    expect(allows({ pes: { P0: writer, P1: ordered }, pe }, stale)).toBe(false);
    expect(allows({ pes: { P0: writer, P1: ordered } }, stale)).toBe(true);
  });
});
