import { describe, expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import { b, cbz, compile, ldr, lock, mark, reaches, str, unlock } from "../../../model/index.ts";
import { rmw } from "../instructions.ts";
import { CLEAN, endsOf, Inv, outcomesOf, scenarioOf, x, y } from "../litmus.ts";

describe("a state without successors", () => {
  const crossed = [
    [lock("a"), lock("b"), unlock("b"), unlock("a")],
    [lock("b"), lock("a"), unlock("a"), unlock("b")],
  ] as const;

  test("is a deadlock where two PEs hold what the other wants, also beside a third one that faulted", () => {
    expect(endsOf({ pes: { P0: crossed[0], P1: crossed[1] } })).toContain("deadlock");
    const beside = { ptes: { x: Inv.x }, pes: { P0: crossed[0], P1: crossed[1], P2: [ldr("r1", x)] } };
    expect(endsOf(beside)).toContain("deadlock");
  });

  test("is none where atomics that overlap began in an order in which neither can end", () => {
    const swap = (to: string, address: bigint) => rmw("swap", to, 1n, address, { release: true });
    const crossing = { pes: { P0: [swap("r1", x), swap("r2", y)], P1: [swap("r1", y), swap("r2", x)] } };
    expect(endsOf(crossing)).toEqual(["abandoned", "final"]);
    // A younger walk that is to update the descriptor keeps an older one from doing so.
    const walks = {
      ptes: { x: CLEAN.x },
      pes: { P0: [str(1n, x), str(2n, x)] },
      pe: { P0: { hd: true } },
    };
    expect(endsOf(walks)).toEqual(["abandoned", "final"]);
    // Nor is it an end because another PE has come to its own by a fault.
    const beside = { ...walks, pes: { ...walks.pes, P1: [str(1n, x, { label: "fault" })] } };
    expect(outcomesOf(beside).map((o) => o["x"])).not.toContain(0n);
  });

  test("is final where a PE waits for a lock that a faulted one holds, itself or through others", () => {
    const dies = [lock("a"), ldr("r1", x), unlock("a")];
    const test = { ptes: { x: Inv.x }, pes: { P0: dies, P1: [lock("a"), unlock("a")] } };
    expect(endsOf(test)).toEqual(["final"]);
    const both = [lock("b"), lock("a"), unlock("a"), unlock("b")];
    const chain = { ptes: { x: Inv.x }, pes: { P0: dies, P1: both, P2: [lock("b"), unlock("b")] } };
    expect(endsOf(chain)).toEqual(["final"]);
  });
});

describe("a loop bound", () => {
  test("cuts nothing on a path that was guessed wrongly", async () => {
    const code = [
      ldr("r1", y),
      cbz("r1", "end"),
      str(1n, x, { label: "again" }),
      b("again", { bound: 1 }),
      mark("never"),
    ];
    const scenario = scenarioOf({
      pes: { P0: code },
      scenario: {
        properties: [(m) => reaches(m, { name: "never", because: "" }, [{ pe: "P0", mark: "never" }])],
      },
    });
    const { properties } = await check(compile(scenario));
    const verdicts = Object.fromEntries(properties.map(({ property, verdict }) => [property, verdict]));
    expect(verdicts).toEqual({ never: "REFUTED", "no-deadlock": "PROVED" });
  });
});
