import { expect, test } from "vitest";
import { dc, str } from "../../../model/index.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import { lineScenario, wb } from "../memory/lines.ts";

test("cache maintenance without a cached page is a mistake", () => {
  const pes = { P0: [str(1n, wb), dc("cvac", wb)] };
  expect(() => buildMachine(lineScenario({ pes, cached: false }))).toThrow(
    /PE P0, dc cvac: no page of the scenario is cached[\s\S]*P, flag/,
  );
  expect(() => buildMachine(lineScenario({ pes }))).not.toThrow();
});

test("DC IVAC at EL0 is a mistake, DC CIVAC is none", () => {
  const at = (operation: "ivac" | "civac") => () =>
    buildMachine(lineScenario({ pes: { P0: [dc(operation, wb)] }, pe: { P0: { el: "el0" } } }));
  expect(at("ivac")).toThrow(/DC IVAC is UNDEFINED at EL0/);
  expect(at("civac")).not.toThrow();
});
