import { describe, expect, test } from "vitest";
import { behaviourOf } from "../../../model/memory/behaviour.ts";
import { decodeEptMemoryType, eptCombined } from "../../../model/memory/ept.ts";
import { x86MemoryTypes, type X86MemoryType } from "../../../model/memory/memory-type.ts";
import { mtrrTypes, patMtrrCombined, type MtrrType } from "../../../model/memory/mtrr.ts";
import { decodePat, decodePatEntry, linuxPat, resetPat } from "../../../model/memory/pat.ts";
import { call, mistakeOf } from "../validate/mistake.ts";

/** SDM table 12-7, row by row as it is printed: MTRR, PAT, effective. */
const published: readonly (readonly [MtrrType, X86MemoryType, MtrrType])[] = [
  ["UC", "UC", "UC"],
  ["UC", "UC-", "UC"],
  ["UC", "WC", "WC"],
  ["UC", "WT", "UC"],
  ["UC", "WB", "UC"],
  ["UC", "WP", "UC"],
  ["WC", "UC", "UC"],
  ["WC", "UC-", "WC"],
  ["WC", "WC", "WC"],
  ["WC", "WT", "UC"],
  ["WC", "WB", "WC"],
  ["WC", "WP", "UC"],
  ["WT", "UC", "UC"],
  ["WT", "UC-", "UC"],
  ["WT", "WC", "WC"],
  ["WT", "WT", "WT"],
  ["WT", "WB", "WT"],
  ["WT", "WP", "WP"],
  ["WB", "UC", "UC"],
  ["WB", "UC-", "UC"],
  ["WB", "WC", "WC"],
  ["WB", "WT", "WT"],
  ["WB", "WB", "WB"],
  ["WB", "WP", "WP"],
  ["WP", "UC", "UC"],
  ["WP", "UC-", "WC"],
  ["WP", "WC", "WC"],
  ["WP", "WT", "WT"],
  ["WP", "WB", "WP"],
  ["WP", "WP", "WP"],
];

describe("the PAT", () => {
  test("0, 1, 4, 5, 6 and 7 are types; the other 250 are refused with those", () => {
    expect([0, 1, 4, 5, 6, 7].map(decodePatEntry)).toEqual(["UC", "WC", "WT", "WP", "WB", "UC-"]);
    for (const entry of [2, 3, ...Array.from({ length: 248 }, (_, above) => above + 8)]) {
      const mistake = mistakeOf(() => decodePatEntry(entry));
      expect(mistake).toContain(`the entry 0x${entry.toString(16).padStart(2, "0")} is no memory type`);
      expect(mistake).toContain("there is: 0 UC, 1 WC, 4 WT, 5 WP, 6 WB, 7 UC-");
    }
    expect(mistakeOf(() => decodePatEntry(256))).toContain("within 0..255");
  });

  test("the values that Linux and a reset leave in IA32_PAT are their types", () => {
    expect(decodePat(0x0407_0506_0007_0106n)).toEqual(linuxPat);
    expect(decodePat(0x0007_0406_0007_0406n)).toEqual(resetPat);
    expect(linuxPat).toEqual(["WB", "WC", "UC-", "UC", "WB", "WP", "UC-", "WT"]);
    expect(resetPat).toEqual(["WB", "WT", "UC-", "UC", "WB", "WT", "UC-", "UC"]);
  });
});

describe("PAT and MTRR", () => {
  test.each(published)("an MTRR of %s and a PAT of %s are %s", (mtrr, pat, effective) => {
    expect(patMtrrCombined(pat, mtrr)).toBe(effective);
  });

  test("the table has every pair", () => {
    expect(new Set(published.map(([mtrr, pat]) => `${mtrr} ${pat}`)).size).toBe(30);
    expect(mtrrTypes.length * x86MemoryTypes.length).toBe(30);
  });

  test("UC and WC of the PAT win over every MTRR, and an MTRR of WB over no PAT but UC-", () => {
    for (const mtrr of mtrrTypes) {
      expect(patMtrrCombined("UC", mtrr)).toBe("UC");
      expect(patMtrrCombined("WC", mtrr)).toBe("WC");
    }
    for (const pat of x86MemoryTypes) expect(patMtrrCombined(pat, "WB")).toBe(pat === "UC-" ? "UC" : pat);
  });

  test("an MTRR that is not cacheable never gives a cacheable type", () => {
    for (const pat of x86MemoryTypes)
      for (const mtrr of ["UC", "WC"] as const)
        expect(behaviourOf(patMtrrCombined(pat, mtrr)).cacheable).toBe("no");
  });

  test("UC- is no type of an MTRR", () => {
    const mistake = mistakeOf(() => call(patMtrrCombined, "WB", "UC-"));
    expect(mistake).toContain('patMtrrCombined(): the type of the MTRR is "UC-"');
    expect(mistake).toContain("there is: UC, WC, WT, WP, WB");
    expect(mistakeOf(() => call(patMtrrCombined, "Normal-WB", "WB"))).toContain("UC, UC-, WC, WT, WP, WB");
  });
});

describe("the EPT", () => {
  test("0, 1, 4, 5 and 6 are types; 2, 3 and 7 are misconfigurations", () => {
    expect([0, 1, 4, 5, 6].map(decodeEptMemoryType)).toEqual(["UC", "WC", "WT", "WP", "WB"]);
    for (const bits of [2, 3, 7])
      expect(mistakeOf(() => decodeEptMemoryType(bits))).toContain("0 UC, 1 WC, 4 WT, 5 WP, 6 WB");
    expect(mistakeOf(() => decodeEptMemoryType(8))).toContain("within 0..7");
  });

  test.each(published)("an EPT of %s that honours a guest PAT of %s is %s", (ept, pat, effective) => {
    expect(eptCombined(pat, ept, { ignorePat: false })).toBe(effective);
  });

  test("an EPT that ignores the guest's PAT decides alone", () => {
    for (const pat of x86MemoryTypes)
      for (const ept of mtrrTypes) expect(eptCombined(pat, ept, { ignorePat: true })).toBe(ept);
  });

  test("KVM: WB with ignore PAT keeps a guest's UC cacheable, WB alone lets it be UC", () => {
    expect(behaviourOf(eptCombined("UC", "WB", { ignorePat: true })).cacheable).toBe("write-back");
    expect(behaviourOf(eptCombined("UC", "WB", { ignorePat: false })).cacheable).toBe("no");
  });

  test("types that do not exist there, and an EPT that does not say whether it ignores the PAT, are refused", () => {
    const off = { ignorePat: false };
    expect(mistakeOf(() => call(eptCombined, "WB", "UC-", off))).toContain("the type of the EPT");
    expect(mistakeOf(() => call(eptCombined, "Normal-NC", "WB", off))).toContain(
      "the type of the guest's PAT",
    );
    expect(mistakeOf(() => call(eptCombined, "WB", "WB", {}))).toContain("ignorePat is missing");
    expect(mistakeOf(() => call(eptCombined, "WB", "WB"))).toContain("the last argument is missing");
  });
});
