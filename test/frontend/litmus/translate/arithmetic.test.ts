import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  conditionNamed,
  conditions,
  flagsOfDifference,
  flagsOfResult,
  flagsOfSum,
} from "../../../../frontend/litmus/translate/assembly/flags.ts";
import { constant } from "../../../../model/index.ts";
import { evaluate, type Expression } from "../../../../model/program/expression.ts";
import { finalStatesOf, thread } from "../texts.ts";

const init = "0:X1=0xfedcba9876543210; 0:X2=12; 0:X3=-1; 0:X4=0x80000001;";
const one = 0xfedcba9876543210n;
const all = (1n << 64n) - 1n;
const half = 0xffffffffn;

describe("arithmetic", () => {
  test.each<readonly [string, bigint]>([
    ["MOV X0,X1", one],
    ["MOV W0,W1", one & half],
    ["MOV X0,#5", 5n],
    ["MOV W0,#-1", half],
    ["MOV X0,#-1", all],
    ["MOV X0,XZR", 0n],
    ["MOVZ X0,#3,LSL #16", 3n << 16n],
    ["MOVN X0,#1", all - 1n],
    ["MOV X0,X1 ; MOVK X0,#7,LSL #32", 0xfedc000776543210n],
    ["MVN X0,X2", all ^ 12n],
    ["MVN W0,W2", half ^ 12n],
    ["ADD X0,X1,#1", one + 1n],
    ["ADD X0,X3,X2", 11n],
    ["ADD W0,W3,W2", 11n],
    ["ADD X0,X2,X2,LSL #3", 12n + 96n],
    ["ADD X0,X2,W4,SXTW", BigInt.asUintN(64, 12n - 0x7fffffffn)],
    ["ADD X0,X2,W4,UXTW #1", 12n + 0x100000002n],
    ["ADD X0,X2,W3,UXTB", 12n + 255n],
    ["ADD X0,X2,W3,SXTH", 11n],
    ["SUB X0,X2,#13", all],
    ["SUB W0,W2,#13", half],
    ["AND X0,X1,#0xff0", 0x210n],
    ["ORR X0,X2,#3", 15n],
    ["ORN X0,X2,X3", 12n],
    ["ORN W0,WZR,W2", half ^ 12n],
    ["EOR X0,X2,X2", 0n],
    ["EOR X0,X2,#15", 3n],
    ["EON X0,X2,X2", all],
    ["BIC X0,X2,#4", 8n],
    ["BIC X0,X2,X2,LSR #1", 8n],
    ["NEG X0,X2", all - 11n],
    ["NEG W0,W2", half - 11n],
    ["LSL X0,X1,#4", 0xedcba98765432100n],
    ["LSL W0,W1,#4", 0x65432100n],
    ["LSR X0,X1,#12", one >> 12n],
    ["LSR W0,W4,#1", 0x40000000n],
    ["LSR X0,X1,X2", one >> 12n],
    ["ASR X0,X1,#4", 0xffedcba987654321n],
    ["ASR W0,W4,#1", 0xc0000000n],
    ["ASR X0,X2,#2", 3n],
    ["ROR X0,X1,#8", 0x10fedcba98765432n],
    ["ROR W0,W4,#1", 0xc0000000n],
    ["ROR X0,X1,#0", one],
    ["UXTB W0,W1", 0x10n],
    ["UXTH W0,W1", 0x3210n],
    ["SXTW X0,W4", 0xffffffff80000001n],
    ["SXTB W0,W3", half],
    ["NOP", 0n],
  ])("%s", async (text, expected) => {
    const observed = thread(text.split(" ; "), { init, final: "locations [0:X0;] exists (true)" });
    expect(await finalStatesOf(observed)).toEqual([`0:X0=${BigInt.asIntN(64, expected)};`]);
  });

  test("flags of an operation on its own destination are those of what it was", async () => {
    const text = thread(["SUBS X2,X2,#12", "CSET X0,EQ", "SUBS X2,X2,#12", "CSET X5,EQ"], {
      init,
      final: "locations [0:X0; 0:X5; 0:X2;] exists (true)",
    });
    expect(await finalStatesOf(text)).toEqual(["0:X0=1; 0:X2=-12; 0:X5=0;"]);
  });
});

describe("condition flags", () => {
  const widths = fc.constantFrom<32 | 64>(32, 64);
  const cases = widths.chain((width) => {
    const word = fc.oneof(
      fc.bigInt({ min: 0n, max: (1n << BigInt(width)) - 1n }),
      fc.constantFrom(
        0n,
        1n,
        (1n << BigInt(width - 1)) - 1n,
        1n << BigInt(width - 1),
        (1n << BigInt(width)) - 1n,
      ),
    );
    return fc.record({ width: fc.constant(width), left: word, right: word });
  });
  const flagsBy = (flags: Expression, name: string): boolean => {
    const condition = conditionNamed(name);
    if (condition === null) throw new Error(`no condition ${name}`);
    const word = evaluate(flags, () => null);
    return evaluate(condition, () => word) === 1n;
  };
  const signed = (word: bigint, width: number): bigint => BigInt.asIntN(width, word);

  test("after a comparison they say how the operands compare", () => {
    fc.assert(
      fc.property(cases, ({ width, left, right }) => {
        const flags = flagsOfDifference(constant(left), constant(right), width);
        const [l, r] = [signed(left, width), signed(right, width)];
        const expected: Readonly<Record<string, boolean>> = {
          EQ: left === right,
          NE: left !== right,
          HS: left >= right,
          CS: left >= right,
          LO: left < right,
          CC: left < right,
          HI: left > right,
          LS: left <= right,
          GE: l >= r,
          LT: l < r,
          GT: l > r,
          LE: l <= r,
          MI: signed(left - right, width) < 0n,
          PL: signed(left - right, width) >= 0n,
          VS: signed(l - r, width) !== l - r,
          VC: signed(l - r, width) === l - r,
        };
        expect(Object.keys(expected).toSorted()).toEqual(conditions.toSorted());
        for (const [name, holds] of Object.entries(expected))
          expect([name, flagsBy(flags, name)]).toEqual([name, holds]);
      }),
    );
  });

  test("after a sum they say whether it carried and whether it overflowed", () => {
    fc.assert(
      fc.property(cases, ({ width, left, right }) => {
        const flags = flagsOfSum(constant(left), constant(right), width);
        const [l, r] = [signed(left, width), signed(right, width)];
        expect(flagsBy(flags, "CS")).toBe(left + right >= 1n << BigInt(width));
        expect(flagsBy(flags, "VS")).toBe(signed(l + r, width) !== l + r);
        expect(flagsBy(flags, "EQ")).toBe(BigInt.asUintN(width, left + right) === 0n);
        expect(flagsBy(flags, "MI")).toBe(signed(left + right, width) < 0n);
      }),
    );
  });

  test("after a logical operation there is neither carry nor overflow", () => {
    fc.assert(
      fc.property(cases, ({ width, left }) => {
        const flags = flagsOfResult(constant(left), width);
        expect(flagsBy(flags, "EQ")).toBe(left === 0n);
        expect(flagsBy(flags, "MI")).toBe(signed(left, width) < 0n);
        expect([flagsBy(flags, "CS"), flagsBy(flags, "VS")]).toEqual([false, false]);
      }),
    );
  });
});
