import { describe, expect, it } from "vitest";
import { wbinvd, type PeConfiguration } from "../../../model/index.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import { scenarioOf, withLine } from "../litmus.ts";
import { mistakeOf } from "./mistake.ts";

const build = (pe: Readonly<Record<string, Partial<PeConfiguration>>>, ...others: readonly string[]) =>
  buildMachine(
    withLine(
      scenarioOf({
        pes: { P0: [wbinvd()], ...Object.fromEntries(others.map((name) => [name, []])) },
        pe: { P0: { architecture: "x86", ...pe["P0"] }, P1: { architecture: "x86", ...pe["P1"] } },
      }),
    ),
  );

describe("the caches that WBINVD reaches", () => {
  it("have to be told from those of other PEs", () => {
    const message = mistakeOf(() => build({}, "P1"));
    expect(message).toContain("PE P0: wbinvd()");
    expect(message).toContain("PE P0 and PE P1 name none");
    expect(message).toContain("give each PE a `cache`");
  });

  it("are those of the only PE where there is no other", () => {
    expect(() => build({})).not.toThrow();
  });

  it("may be said to be shared", () => {
    expect(() => build({ P0: { cache: "core" }, P1: { cache: "core" } }, "P1")).not.toThrow();
  });
});
