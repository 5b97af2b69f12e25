import { describe, expect, test } from "vitest";
import { decodeStage2, MT_S2, MT_S2_FWB } from "../../../model/memory/stage2.ts";
import { call, mistakeOf } from "../validate/mistake.ts";

const mixed = "inner and outer cacheability differ";
const reserved = "it is reserved";

const withoutFwb: readonly string[] = [
  "Device-nGnRnE", // 0b0000
  "Device-nGnRE", // 0b0001
  "Device-nGRE", // 0b0010
  "Device-GRE", // 0b0011
  reserved, // 0b0100
  "Normal-NC", // 0b0101
  mixed, // 0b0110: outer NC, inner WT
  mixed, // 0b0111: outer NC, inner WB
  reserved, // 0b1000
  mixed, // 0b1001: outer WT, inner NC
  "Normal-WT", // 0b1010
  mixed, // 0b1011: outer WT, inner WB
  reserved, // 0b1100
  mixed, // 0b1101: outer WB, inner NC
  mixed, // 0b1110: outer WB, inner WT
  "Normal-WB", // 0b1111
];

const withFwb: readonly string[] = [
  "Device-nGnRnE", // 0b0000
  "Device-nGnRE", // 0b0001
  "Device-nGRE", // 0b0010
  "Device-GRE", // 0b0011
  reserved, // 0b0100
  "Normal-NC", // 0b0101
  "Normal-WB", // 0b0110
  "as-stage-1", // 0b0111
  ...Array.from({ length: 8 }, () => reserved), // MemAttr[3] is RES0
];

describe.each([
  {
    fwb: false,
    table: withoutFwb,
    exist: "there is: 0x0 to 0x3 Device-nGnRnE, nGnRE, nGRE, GRE, 0x5 Normal-NC, 0xa",
  },
  {
    fwb: true,
    table: withFwb,
    exist: "there is: 0x0 to 0x3 Device-nGnRnE, nGnRE, nGRE, GRE, 0x5 Normal-NC, 0x6",
  },
])("MemAttr of stage 2, FWB $fwb", ({ fwb, table, exist }) => {
  test.each(table.map((expected, memAttr) => [memAttr, expected] as const))("%i: %s", (memAttr, expected) => {
    if (expected !== mixed && expected !== reserved)
      return expect(decodeStage2(memAttr, { fwb })).toBe(expected);
    const mistake = mistakeOf(() => decodeStage2(memAttr, { fwb }));
    expect(mistake).toContain(`MemAttr 0x${memAttr.toString(16)} is no memory type`);
    expect(mistake).toContain(expected);
    return expect(mistake).toContain(exist);
  });

  test("a MemAttr of other than 4 bits is refused", () => {
    for (const memAttr of [-1, 16, 1.5])
      expect(mistakeOf(() => decodeStage2(memAttr, { fwb }))).toContain("within 0..15");
  });
});

describe("MemAttr of stage 2 as Linux writes it", () => {
  test("the names mean the same with and without FWB, but that AS_S1 is NORMAL without", () => {
    expect([MT_S2.NORMAL, MT_S2.NORMAL_NC, MT_S2.DEVICE_nGnRE, MT_S2.AS_S1]).toEqual([0xf, 0x5, 0x1, 0xf]);
    expect([MT_S2_FWB.NORMAL, MT_S2_FWB.NORMAL_NC, MT_S2_FWB.DEVICE_nGnRE, MT_S2_FWB.AS_S1]).toEqual([
      6, 5, 1, 7,
    ]);
    const types = ["Normal-WB", "Normal-NC", "Device-nGnRE"];
    const [without, withIt] = [{ fwb: false }, { fwb: true }];
    const names = ["NORMAL", "NORMAL_NC", "DEVICE_nGnRE"] as const;
    expect(names.map((name) => decodeStage2(MT_S2[name], without))).toEqual(types);
    expect(names.map((name) => decodeStage2(MT_S2_FWB[name], withIt))).toEqual(types);
    expect(decodeStage2(MT_S2_FWB.AS_S1, withIt)).toBe("as-stage-1");
  });

  test("whether FWB is on has to be said", () => {
    expect(mistakeOf(() => call(decodeStage2, 5))).toContain("the last argument is missing");
    expect(mistakeOf(() => call(decodeStage2, 5, {}))).toContain("fwb is missing");
    expect(mistakeOf(() => call(decodeStage2, 5, { FWB: true }))).toContain("there is: fwb");
  });
});
