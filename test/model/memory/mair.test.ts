import { describe, expect, test } from "vitest";
import { decodeMair, decodeMairAttribute, linuxMair } from "../../../model/memory/mair.ts";
import { mistakeOf } from "../validate/mistake.ts";

/** Half an attribute that is Normal: NC, WT and WB, with every hint. */
const halves = {
  "Normal-NC": [0b0100],
  "Normal-WT": [0b0001, 0b0010, 0b0011, 0b1000, 0b1001, 0b1010, 0b1011],
  "Normal-WB": [0b0101, 0b0110, 0b0111, 0b1100, 0b1101, 0b1110, 0b1111],
} as const;

const byte = (attribute: number): string => `0x${attribute.toString(16).padStart(2, "0")}`;

/** What decodeMairAttribute() must say of each of the 256 attributes: a type, or why there is none. */
function published(attribute: number): string {
  const device = { 0x00: "Device-nGnRnE", 0x04: "Device-nGnRE", 0x08: "Device-nGRE", 0x0c: "Device-GRE" };
  const one = Object.entries(device).find(([key]) => Number(key) === attribute);
  if (one !== undefined) return one[1];
  if (attribute === 0xf0) return "Normal-WB";
  if ([0x01, 0x05, 0x09, 0x0d, 0x40, 0xa0].includes(attribute)) return "FEAT_XS";
  const half = (bits: number): string | undefined =>
    Object.entries(halves).find(([, encodings]) => encodings.some((each) => each === bits))?.[0];
  const [outer, inner] = [half(attribute >> 4), half(attribute & 0xf)];
  if (outer === undefined || inner === undefined) return "it is reserved";
  return outer === inner ? outer : "inner and outer cacheability differ";
}

describe("MAIR", () => {
  test("each of the 256 attributes is a memory type or an error that lists those that are", () => {
    const kinds = new Map<string, number>();
    for (let attribute = 0; attribute < 256; attribute++) {
      const expected = published(attribute);
      kinds.set(expected, (kinds.get(expected) ?? 0) + 1);
      if (expected.includes("-")) {
        expect([byte(attribute), decodeMairAttribute(attribute)]).toEqual([byte(attribute), expected]);
        continue;
      }
      const mistake = mistakeOf(() => decodeMairAttribute(attribute));
      expect(mistake).toContain(`the attribute ${byte(attribute)} is no memory type`);
      expect(mistake).toContain(expected);
      expect(mistake).toContain("there is: 0x00 Device-nGnRnE");
    }
    expect(Object.fromEntries(kinds)).toEqual({
      "Device-nGnRnE": 1,
      "Device-nGnRE": 1,
      "Device-nGRE": 1,
      "Device-GRE": 1,
      "Normal-NC": 1,
      "Normal-WT": 49,
      "Normal-WB": 50,
      FEAT_XS: 6,
      "it is reserved": 20,
      "inner and outer cacheability differ": 126,
    });
  });

  test("Linux's MAIR_EL1 is the eight types that its value encodes", () => {
    expect(decodeMair(0x0000_0004_0044_ffffn)).toEqual(linuxMair);
    expect(linuxMair).toEqual([
      "Normal-WB", // MT_NORMAL 0xff
      "Normal-WB", // MT_NORMAL_TAGGED 0xff, 0xf0 with MTE
      "Normal-NC", // MT_NORMAL_NC 0x44
      "Device-nGnRnE", // MT_DEVICE_nGnRnE 0x00
      "Device-nGnRE", // MT_DEVICE_nGnRE 0x04
      "Device-nGnRnE",
      "Device-nGnRnE",
      "Device-nGnRnE",
    ]);
    expect(decodeMair(0x0000_0004_0044_f0ffn)).toEqual(linuxMair);
  });

  test("the attributes that Linux had for Device-GRE and Normal-WT are those", () => {
    expect(decodeMair(0xbb0c_0804_0044_f0ffn)).toEqual([
      "Normal-WB",
      "Normal-WB",
      "Normal-NC",
      "Device-nGnRnE",
      "Device-nGnRE",
      "Device-nGRE",
      "Device-GRE",
      "Normal-WT",
    ]);
  });

  test("what is no attribute and no register is refused", () => {
    for (const attribute of [-1, 256, 0.5, NaN])
      expect(mistakeOf(() => decodeMairAttribute(attribute))).toContain("whole number within 0..255");
    for (const register of [-1n, 1n << 64n])
      expect(mistakeOf(() => decodeMair(register))).toContain("decodeMair(): the register");
    expect(mistakeOf(() => decodeMair(0x4f00n))).toContain("the attribute 0x4f is no memory type");
  });
});
