import { describe, expect, it } from "vitest";
import { linuxPat, type PeConfiguration } from "../../../model/index.ts";
import { scenarioMistake } from "./mistake.ts";

const idlePe = { name: "P0", program: { instructions: [] }, table: "table", regime: "el1" } as const;

const mistakeOfPe = (fields: Partial<PeConfiguration>): string =>
  scenarioMistake((scenario) => ({ ...scenario, pes: [{ ...idlePe, ...fields }] }));

describe("the memory types of a PE", () => {
  it("are as many as an attribute index can name", () => {
    expect(mistakeOfPe({ memoryTypes: ["Normal-WB"] })).toContain("memoryTypes has 1 entries");
  });

  it("are those of its architecture", () => {
    const message = mistakeOfPe({ memoryTypes: linuxPat });
    expect(message).toContain("memoryTypes has WB");
    expect(message).toContain("there is: Device-nGnRnE");
  });
});
