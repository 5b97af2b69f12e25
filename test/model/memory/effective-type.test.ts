import { describe, expect, test } from "vitest";
import {
  features,
  ldr,
  MT_S2,
  MT_S2_FWB,
  outcomeOf,
  program,
  stage2Descriptor,
  type ArmMemoryType,
  type Scenario,
} from "../../../model/index.ts";
import { check } from "../../../checker/index.ts";
import { compile } from "../../../model/index.ts";

const ipa = 0x1000n;

/** A guest that loads from a page which its stage 1 and stage 2 give these types. */
function guest(stage1: ArmMemoryType, memAttr: number, s2fwb: boolean, types: Set<string>): Scenario {
  return {
    name: "guest",
    features: features({ s2fwb }),
    physical: [{ name: "A", pa: 0x10000n }],
    virtual: [{ name: "page", va: ipa }],
    tables: [
      {
        name: "stage 2",
        stage: 2,
        ptes: [{ page: "page", address: 0x20000n, initial: stage2Descriptor({ oa: 0x10000n, memAttr }) }],
      },
    ],
    pes: [
      {
        name: "vCPU",
        regime: "el1",
        table: "stage 2",
        stage1: { page: stage1 },
        program: program(ldr("x0", ipa, { label: "load" })),
      },
    ],
    properties: [
      (machine) => ({
        kind: "always",
        name: "seen",
        because: "collects the types of the load",
        violatedBy: (state) => {
          for (const slot of machine.labelled("vCPU", "load")) {
            const result = outcomeOf(state, slot)?.result;
            if (result?.kind === "descriptor") types.add(result.type);
          }
          return null;
        },
      }),
    ],
  };
}

describe("the memory type of a guest's access", () => {
  test.each([
    ["Normal-NC", MT_S2.NORMAL_NC, false, "Normal-NC"],
    ["Normal-WB", MT_S2.NORMAL_NC, false, "Normal-NC"],
    ["Device-nGnRE", MT_S2.NORMAL_NC, false, "Device-nGnRE"],
    ["Normal-NC", MT_S2.DEVICE_nGnRE, false, "Device-nGnRE"],
    ["Device-nGnRnE", MT_S2.DEVICE_nGnRE, false, "Device-nGnRnE"],
    ["Normal-WB", MT_S2.NORMAL, false, "Normal-WB"],
    ["Normal-NC", MT_S2.NORMAL, false, "Normal-NC"],
    ["Device-nGnRE", MT_S2_FWB.NORMAL, true, "Normal-WB"],
    ["Normal-NC", MT_S2_FWB.NORMAL_NC, true, "Normal-NC"],
    ["Normal-NC", MT_S2_FWB.AS_S1, true, "Normal-NC"],
  ] as const)("%s of stage 1, MemAttr %i of stage 2, FWB %s: %s", async (stage1, memAttr, s2fwb, type) => {
    const types = new Set<string>();
    await check(compile(guest(stage1, memAttr, s2fwb, types)));
    expect([...types]).toEqual([type]);
  });
});
