import { describe, expect, it } from "vitest";
import {
  adr,
  msrElr,
  awaitValue,
  b,
  cas,
  cbnz,
  choose,
  constant,
  csel,
  cset,
  descriptor,
  dmb,
  dsb,
  endMark,
  invalid,
  ldr,
  ldxr,
  lock,
  mark,
  mov,
  rmw,
  speculate,
  str,
  stxr,
  svc,
  tlbi,
} from "../../../model/index.ts";
import { x } from "../litmus.ts";
import { call, mistakeOf } from "./mistake.ts";

describe("constructors of instructions", () => {
  it.each([
    ["ldr", ldr, ["x0", 5], "the operand is 5, a number: write 5n"],
    ["ldr", ldr, ["x0", undefined], "the operand is missing"],
    ["ldr", ldr, ["x0", { op: "const", value: 5 }], "value is 5, a number: write 5n"],
    ["ldr", ldr, [0, x], "ldr(): to is 0\n"],
    ["ldr", ldr, ["x0", x, { order: "aquire" }], "did you mean acquire?"],
    ["ldr", ldr, ["x0", x, { ordr: "acquire" }], "did you mean order?"],
    ["ldr", ldr, ["x0", x, null], "the last argument is null"],
    ["str", str, [1n, x, { order: "acquire" }], 'order is one of "plain", "release"'],
    ["str", str, [true, x], "the operand is true"],
    ["ldr", ldr, ["x0", x, { bits: 64 }], "bits is 64"],
    ["ldxr", ldxr, ["x0", x, { order: "acquirePC" }], "did you mean acquire?"],
    ["ldxr", ldxr, [0, x], "ldxr(): to is 0\n"],
    ["stxr", stxr, ["w0", 1, x], "a number: write 1n"],
    ["stxr", stxr, [1n, x, x], "stxr(): status is 1n"],
    ["rmw", rmw, ["swp", "x0", 1n, x], "did you mean swap?"],
    ["rmw", rmw, ["ldadd", "x0", 1n, x], "did you mean add?"],
    ["rmw", rmw, ["cas", "x0", 1n, x], "call cas("],
    ["rmw", rmw, ["add", "x0", 1n, x, { order: "acq" }], "did you mean acquire?"],
    ["cas", cas, ["x0", 1, 2n, x], "a number: write 1n"],
    ["awaitValue", awaitValue, [x, 1], "equals is 1, a number: write 1n"],
    ["speculate", speculate, [x, { order: "acquire" }], "there is no order"],
    ["dsb", dsb, ["ihs"], "did you mean ish?"],
    ["dsb", dsb, ["ishstt"], "did you mean ishst?"],
    ["dsb", dsb, [], "dsb(): the option is missing"],
    ["dmb", dmb, ["full"], "sy, st, ld"],
    ["tlbi", tlbi, [42], "tlbi(): the operation is 42"],
    ["tlbi", tlbi, ["vae1si", x], "did you mean vae1"],
    ["tlbi", tlbi, ["vae1is", 42], "a number: write 42n"],
    ["tlbi", tlbi, ["vae1is", x, 4], "the level is 4\n"],
    ["tlbi", tlbi, ["vae1is", x, { label: "t" }], "the level is an object"],
    ["mov", mov, ["x0", 1], "a number: write 1n"],
    ["adr", adr, ["x0", 1n], "label is 1n"],
    ["msrElr", msrElr, [1], "a number: write 1n"],
    ["csel", csel, ["x0", "x1", 1, 2n], "a number: write 1n"],
    ["cset", cset, ["x0", 1], "a number: write 1n"],
    ["choose", choose, ["x0", 1n], "among is 1n"],
    ["choose", choose, ["x0", [1]], "among[0] is 1, a number: write 1n"],
    ["b", b, ["loop", { bound: 1.5 }], "bound is 1.5"],
    ["cbnz", cbnz, ["x0", "loop", { bounds: 1 }], "did you mean bound?"],
    ["svc", svc, [0], "svc(): the last argument is 0"],
    ["lock", lock, [7], "name is 7"],
    ["mark", mark, ["here", { label: "there" }], "there is no label"],
    ["endMark", endMark, [undefined], "label is missing"],
    ["constant", constant, [1.5], "the value is 1.5"],
    ["constant", constant, ["1"], 'the value is "1"'],
  ])("%s: %# says what is wrong", (_, constructor, given, message) => {
    expect(mistakeOf(() => call(constructor, ...given))).toContain(message);
  });
});

describe("descriptor()", () => {
  it.each([
    ["a field that does not exist", { writeable: false }, "did you mean writable?"],
    ["attributes that MAIR has no index for", { attributes: 8 }, "attributes is 8\n"],
    ["the reserved shareability", { shareability: 1 }, "shareability is one of 0, 2, 3"],
    ["an unaligned output address", { oa: 0x1008n }, "multiple of 0x1000n"],
    ["an output address of 49 bits", { oa: 1n << 48n }, "at most 48 bits"],
    ["a number as output address", { oa: 4096 }, "a number: write 4096n"],
    ["a flag that is none", { valid: 1 }, "valid is 1\n"],
    ["no object", undefined, "the argument is missing"],
  ])("rejects %s", (_, given, message) => {
    const mistake = mistakeOf(() => call(descriptor, given));
    expect(mistake).toContain("descriptor()");
    expect(mistake).toContain(message);
  });

  it("has a word only where it is given one to invalidate", () => {
    expect(mistakeOf(() => call(invalid, 3))).toContain("a number: write 3n");
  });
});
