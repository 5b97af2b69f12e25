import { describe, expect, test } from "vitest";
import { awaitValue, str } from "../../../model/index.ts";
import { endsOf, x, y } from "../litmus.ts";

// machine-semantics 4: "i is release, j is acquire (not acquirePC)".
describe("acquirePC", () => {
  test("an await of acquirePC kind does not wait for an earlier release either", () => {
    const side = (mine: bigint, other: bigint, order: "acquire" | "acquirePC") => [
      str(1n, mine, { order: "release" }),
      awaitValue(other, 0n, { order }),
    ];
    const test = (order: "acquire" | "acquirePC") => ({
      pes: { P0: side(x, y, order), P1: side(y, x, order) },
    });
    // Final: both awaits are satisfied, each before the other's store was visible.
    expect(endsOf(test("acquirePC"))).toContain("final");
    expect(endsOf(test("acquire"))).toEqual(["deadlock"]);
  });
});
