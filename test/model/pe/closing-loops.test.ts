import { describe, expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import {
  cbz,
  compile,
  dsb,
  ldr,
  mark,
  slotState,
  str,
  tlbi,
  type Instruction,
} from "../../../model/index.ts";
import { pte, Inv, scenarioOf, x } from "../litmus.ts";

/** Whether P1 gets to the mark "out" on every fair path, and the trace where it does not. */
async function getsOut(p0: readonly Instruction[], p1: readonly Instruction[]) {
  const scenario = scenarioOf({
    pes: { P0: p0, P1: p1 },
    scenario: {
      properties: [
        (m) => {
          const [out] = m.labelled("P1", "out");
          if (out === undefined) throw new Error("P1 has no mark out");
          return {
            kind: "eventually",
            name: "out",
            because: "",
            reachedBy: (state) => (slotState(state, out).done === 1 ? { facts: {} } : null),
          };
        },
      ],
    },
  });
  const { properties } = await check(compile(scenario), { properties: ["out"] });
  return properties[0];
}

const spin = [ldr("r1", x, { label: "again" }), cbz("r1", "again", { bound: "closes" }), mark("out")];

describe("a loop that closes", () => {
  test("is left when another PE stores what it waits for", async () => {
    expect((await getsOut([str(1n, x)], spin))?.verdict).toBe("PROVED");
  });

  test("is a lasso when nobody does: it comes back to the same state", async () => {
    const answer = await getsOut([], spin);
    expect(answer?.verdict).toBe("REFUTED");
    expect(answer?.trace?.loop).not.toBeNull();
  });

  test("must complete the TLBIs of its body, which the next iteration forgets", async () => {
    const body = (...after: readonly Instruction[]) => [
      str(Inv.y, pte.y, { label: "again" }),
      tlbi("vmalle1is"),
      ...after,
      ldr("r1", x),
      cbz("r1", "again", { bound: "closes" }),
      mark("out"),
    ];
    await expect(getsOut([], body())).rejects.toThrow("leaves this TLBI without a DSB");
    expect((await getsOut([str(1n, x)], body(dsb("ish"))))?.verdict).toBe("PROVED");
  });
});
