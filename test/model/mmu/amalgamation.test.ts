import { describe, expect, test } from "vitest";
import { dsb, ldr, str, tlbi, type BbmLevel } from "../../../model/index.ts";
import { modelOf } from "../../../model/compile.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import { outcomeOf } from "../../../model/machine/queries.ts";
import { explore, Inv, outcomesOf, pte, scenarioOf, V, x, type Litmus } from "../litmus.ts";

const overwrite = (bbmLevel: BbmLevel, amalgamation: boolean, bbmCoversOa = true): Litmus => ({
  memory: { y: 1n },
  features: { bbmLevel, bbmCoversOa, amalgamation },
  pes: { P0: [str(V.y, pte.x)], P1: [ldr("r1", x, { label: "use" })] },
});

const given = (test: Litmus) => new Set(outcomesOf(test).map((o) => String(o["P1:use"] ?? o["P1:r1"])));

/** Whether the access of P1 goes to an address that is in neither entry. */
const goesAstray = (test: Litmus): boolean => {
  const machine = buildMachine(scenarioOf(test));
  const exploration = explore(modelOf(machine));
  const [slot] = machine.labelled("P1", "use");
  if (slot === undefined) return false;
  for (let i = 0; i < exploration.size(); i++)
    if (outcomeOf(exploration.state(i), slot)?.result.kind === "amalgamation") return true;
  return false;
};

describe("an access while two entries conflict", () => {
  test("gives one of the entries where amalgamation is off", () => {
    expect(given(overwrite("0", false))).toEqual(new Set(["0", "1"]));
  });

  test("may go to another address or abort at level 0, abort at levels 1 and 2, and neither without aborts", () => {
    expect(given(overwrite("0", true))).toEqual(new Set(["0", "1", "tlb-conflict"]));
    expect(goesAstray(overwrite("0", true))).toBe(true);
    expect(goesAstray(overwrite("1", true))).toBe(false);
    expect(goesAstray(overwrite("2", true))).toBe(false);
    expect(goesAstray(overwrite("2", true, false))).toBe(true);
    expect(goesAstray(overwrite("noabort", true))).toBe(false);
    expect(given(overwrite("1", true))).toEqual(new Set(["0", "1", "tlb-conflict"]));
    expect(given(overwrite("2", true))).toEqual(new Set(["0", "1", "tlb-conflict"]));
    expect(given(overwrite("noabort", true))).toEqual(new Set(["0", "1"]));
    expect(given(overwrite("2", true, false))).toEqual(new Set(["0", "1", "tlb-conflict"]));
  });

  test("is safe with break-before-make in between", () => {
    const broken: Litmus = {
      ...overwrite("0", true),
      pes: {
        P0: [str(Inv.x, pte.x), dsb("ish"), tlbi("vae1is", x), dsb("ish"), str(V.y, pte.x)],
        P1: [ldr("r1", x, { label: "use" })],
      },
    };
    expect(goesAstray(broken)).toBe(false);
    expect(given(broken)).toEqual(new Set(["0", "1", "translation"]));
  });
});
