import { describe, expect, test } from "vitest";
import { parseLitmus } from "../../../frontend/litmus/parse.ts";
import type { Proposition } from "../../../frontend/litmus/syntax.ts";
import { printProposition } from "../../../frontend/litmus/print-proposition.ts";
import { withoutPlaces } from "./without-places.ts";

const read = (text: string) => parseLitmus(text, "t.litmus");

function initOf(text: string): unknown {
  return withoutPlaces(read(`AArch64 t\n{${text}}\nP0;\nNOP;\n`).init);
}

function valueOf(text: string): unknown {
  return read(`AArch64 t\n{0:X1=${text};}\nP0;\nNOP;\n`).init[0]?.value;
}

function instructionOf(text: string): unknown {
  return withoutPlaces(read(`AArch64 t\n{}\nP0;\n${text};\n`).columns[0]?.cells[0]?.instruction);
}

function operandsOf(text: string): unknown {
  return withoutPlaces(read(`AArch64 t\n{}\nP0;\n${text};\n`).columns[0]?.cells[0]?.instruction?.operands);
}

function propositionOf(text: string): Proposition {
  const proposition = read(`AArch64 t\n{}\nP0;\nNOP;\nexists ${text}`).final?.proposition;
  if (proposition === undefined) throw new Error("no final clause");
  return proposition;
}

const item = { type: null, pointer: false, elements: null, value: null };
const variable = (name: string) => ({ kind: "variable", name });
const register = (thread: number, name: string) => ({ kind: "register", thread, name });
const x1 = { name: "X1", bits: 64, zero: false };

describe("the header", () => {
  test("has a name without `.litmus` and a doc string on its line or the next", () => {
    expect(read('AArch64 MP+a[b]:c/d.litmus "doc"\n{}\nP0;\n')).toMatchObject({
      name: "MP+a[b]:c/d",
      doc: "doc",
    });
    expect(read('AArch64 MP\n"of the test"\n{}\nP0;\n')).toMatchObject({ name: "MP", doc: "of the test" });
    expect(read("AArch64 MP\n{}\nP0;\n").doc).toBe(null);
  });

  test("is followed by info lines with keys in lower case; other text says nothing", () => {
    const { info } = read(
      "AArch64 t\nTTHM = P0:HA  P1:HD \nwhatever this says\nVariant=vmsa,fatal\nEmpty=\n{}\nP0;\n",
    );
    expect(withoutPlaces(info)).toEqual([
      { key: "tthm", value: "P0:HA  P1:HD" },
      { key: "variant", value: "vmsa,fatal" },
      { key: "empty", value: "" },
    ]);
    expect(info[0]?.at).toEqual({ line: 2, column: 1, start: 10, end: 29 });
  });

  test("may follow a byte order mark, blank lines, comments, and end lines as Windows does", () => {
    const text =
      '\uFEFF\r\n(* a (* b *)\r\n *)\r\nAArch64 t\r\n"d"\r\nTTHM=HA\r\n{x=1;}\r\nP0;\r\nNOP;\r\nexists x=1\r\n';
    expect(read(text)).toMatchObject({ name: "t", doc: "d", info: [{ value: "HA" }] });
  });

  test("keeps places behind comments, which may hold comments", () => {
    const text = "AArch64 t (* a (* b *) c\n (* d *) *)\n{} (* e *) P0;\n(* f (* g *) *) NOP;\n";
    expect(read(text).columns[0]?.at).toEqual({ line: 3, column: 12, start: 48, end: 50 });
    const start = text.indexOf("NOP");
    expect(read(text).columns[0]?.cells[0]?.at).toEqual({ line: 4, column: 17, start, end: start + 3 });
  });

  test("may hold `(*` in a doc string", () => {
    expect(read('AArch64 t "a (* b"\n{}\nP0;\n').doc).toBe("a (* b");
  });
});

describe("initial values", () => {
  test("are of variables, registers and descriptors; empty items are fine", () => {
    expect(initOf("; x=1; [y]=2;; 0:X1=3; P1:w2=4; x;")).toEqual([
      { ...item, place: variable("x"), value: { kind: "number", value: 1n } },
      { ...item, place: variable("y"), value: { kind: "number", value: 2n } },
      { ...item, place: register(0, "X1"), value: { kind: "number", value: 3n } },
      { ...item, place: register(1, "W2"), value: { kind: "number", value: 4n } },
      { ...item, place: variable("x") },
    ]);
    for (const name of ["pte_x", "PTE(x)", "[PTE(x)]", "TTD(x)", "[ TTD ( x ) ]", "[pte_x]"]) {
      expect(initOf(`${name}=0`), name).toEqual([
        { ...item, place: { kind: "pte", of: "x" }, value: { kind: "number", value: 0n } },
      ]);
    }
  });

  test("may have types, pointers and arrays", () => {
    expect(
      initOf("int x; int *p = &x; uint64_t* 0:X1 = x; int a[4]={1,-2}; int b[2]; c[1]={x}; a[3]=7"),
    ).toEqual([
      { ...item, type: "int", place: variable("x") },
      { ...item, type: "int", pointer: true, place: variable("p"), value: { kind: "address", of: "x" } },
      {
        ...item,
        type: "uint64_t",
        pointer: true,
        place: register(0, "X1"),
        value: { kind: "address", of: "x" },
      },
      {
        ...item,
        type: "int",
        place: variable("a"),
        elements: 4,
        value: {
          kind: "list",
          values: [
            { kind: "number", value: 1n },
            { kind: "number", value: -2n },
          ],
        },
      },
      { ...item, type: "int", place: variable("b"), elements: 2 },
      {
        ...item,
        place: variable("c"),
        elements: 1,
        value: { kind: "list", values: [{ kind: "address", of: "x" }] },
      },
      { ...item, place: { ...variable("a"), index: 3 }, value: { kind: "number", value: 7n } },
    ]);
  });

  test.each([
    ["12", { kind: "number", value: 12n }],
    ["-0x10", { kind: "number", value: -16n }],
    ["0b101", { kind: "number", value: 5n }],
    ["0xffffffffffffffff", { kind: "number", value: 0xffff_ffff_ffff_ffffn }],
    ["x", { kind: "address", of: "x" }],
    ["&x", { kind: "address", of: "x" }],
    ["PTE(x)", { kind: "pte-address", of: "x" }],
    ["pte_x", { kind: "pte-address", of: "x" }],
    ["TTD(x)", { kind: "pte-address", of: "x" }],
    ["PA(x)", { kind: "physical", of: "x" }],
    ["phy_x", { kind: "physical", of: "x" }],
    ['label:"P0:L0"', { kind: "label", thread: 0, label: "L0" }],
    ['label : "1:L1"', { kind: "label", thread: 1, label: "L1" }],
    ['instr:"LDR W0 , [X1]"', { kind: "instruction", text: "LDR W0,[X1]" }],
    ["()", { kind: "descriptor", fields: [] }],
  ])("%s is a value", (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  test("may be descriptors with fields in any order", () => {
    expect(withoutPlaces(valueOf("(valid:0, attrs:(Normal, iWB), oa:PA(y), x:0x1)"))).toEqual({
      kind: "descriptor",
      fields: [
        { key: "valid", value: { kind: "number", value: 0n } },
        { key: "attrs", value: { kind: "words", words: ["Normal", "iWB"] } },
        { key: "oa", value: { kind: "physical", of: "y" } },
        { key: "x", value: { kind: "number", value: 1n } },
      ],
    });
    for (const [text, value] of [
      ["(oa:phy_y)", { kind: "physical", of: "y" }],
      ["(oa:PA())", { kind: "physical", of: "" }],
      ["(oa:PTE(y))", { kind: "pte-address", of: "y" }],
    ]) {
      expect(withoutPlaces(valueOf(String(text)))).toEqual({
        kind: "descriptor",
        fields: [{ key: "oa", value }],
      });
    }
  });
});

describe("the program", () => {
  test("is columns of threads and their handlers, of cells that are not empty", () => {
    const { columns } = read(
      "AArch64 t\n{}\nP0|P1|P1.F;\n|L0: L1:NOP|ISB;\nDSB\nISH|L2:|;\n;;".replace(";;", "||;"),
    );
    const shown = columns.map(({ thread, handler, cells }) => [
      thread,
      handler,
      cells.map(({ labels, instruction }) =>
        [...labels.map(({ name }) => name), instruction?.text ?? null].join(" "),
      ),
    ]);
    expect(shown).toEqual([
      [0, false, ["DSB ISH"]],
      [1, false, ["L0 L1 NOP", "L2 "]],
      [1, true, ["ISB"]],
    ]);
  });

  test("may have rows of nothing", () => {
    expect(read("AArch64 t\n{}\nP0;\n;\n;\nNOP;").columns[0]?.cells.length).toBe(1);
    expect(read("AArch64 t\n{}\nP0;\n").columns[0]?.cells).toEqual([]);
  });

  test("has instructions in any case, with comments and blanks anywhere", () => {
    expect(instructionOf("ldr  w0 , [ x1 , # 4 ] (* why (* not *) *)")).toEqual({
      mnemonic: "LDR",
      operands: [
        { kind: "register", register: { name: "W0", bits: 32, zero: false } },
        { kind: "memory", base: x1, offset: 4n, modifier: null, writeback: null },
      ],
      text: "ldr w0,[x1,#4]",
    });
    expect(instructionOf("B.EQ L0")).toMatchObject({
      mnemonic: "B.EQ",
      operands: [{ kind: "symbol", name: "L0" }],
    });
    expect(instructionOf("ERET")).toEqual({ mnemonic: "ERET", operands: [], text: "ERET" });
  });

  test.each([
    ["[X1]", null, null, null],
    ["[X1,#8]", 8n, null, null],
    ["[X1,8]", 8n, null, null],
    ["[X1,#-0x8]", -8n, null, null],
    ["[X1,X1]", x1, null, null],
    ["[X1,X1,LSL #3]", x1, { operator: "LSL", amount: 3 }, null],
    ["[X1,X1,sxtw]", x1, { operator: "SXTW", amount: null }, null],
    ["[X1,X1,UXTW 2]", x1, { operator: "UXTW", amount: 2 }, null],
    ["[X1,#8]!", 8n, null, "before"],
    ["[X1],#8", 8n, null, "after"],
    ["[X1],X1", x1, null, "after"],
  ])("%s is an address", (text, offset, modifier, writeback) => {
    expect(operandsOf(`STR ${text}`)).toEqual([{ kind: "memory", base: x1, offset, modifier, writeback }]);
  });

  test.each([
    ["X1", { kind: "register", register: x1 }],
    ["wzr", { kind: "register", register: { name: "WZR", bits: 32, zero: true } }],
    ["XZR", { kind: "register", register: { name: "XZR", bits: 64, zero: true } }],
    ["SP", { kind: "register", register: { name: "SP", bits: 64, zero: false } }],
    ["WSP", { kind: "register", register: { name: "WSP", bits: 32, zero: false } }],
    ["#12", { kind: "immediate", value: 12n }],
    ["12", { kind: "immediate", value: 12n }],
    ["#-0x1", { kind: "immediate", value: -1n }],
    ["LSL #3", { kind: "modifier", modifier: { operator: "LSL", amount: 3 } }],
    ["SXTX", { kind: "modifier", modifier: { operator: "SXTX", amount: null } }],
    ["Lout", { kind: "symbol", name: "Lout" }],
    ["X1_done", { kind: "symbol", name: "X1_done" }],
    ["LSLong", { kind: "symbol", name: "LSLong" }],
    ["ish", { kind: "symbol", name: "ish" }],
    ["ELR_EL1", { kind: "symbol", name: "ELR_EL1" }],
    ["S3_0_C1_C2_3", { kind: "symbol", name: "S3_0_C1_C2_3" }],
    ["V0.4S", { kind: "symbol", name: "V0.4S" }],
    ["V0.S[1]", { kind: "symbol", name: "V0.S[1]" }],
    ["P0/M", { kind: "symbol", name: "P0/M" }],
    ["{V0.4S , V1.4S}", { kind: "symbol", name: "{V0.4S,V1.4S}" }],
  ])("%s is an operand", (text, operand) => {
    expect(operandsOf(`NOSUCH X1,${text},#0`)).toEqual([
      { kind: "register", register: x1 },
      operand,
      { kind: "immediate", value: 0n },
    ]);
  });
});

describe("what follows the program", () => {
  test("may be nothing", () => {
    expect(read("AArch64 t\n{}\nP0;\nNOP;")).toMatchObject({ locations: [], filter: null, final: null });
  });

  test("may be locations, with or without a last `;`", () => {
    for (const end of ["", ";", " ; ;"]) {
      const text = `AArch64 t\n{}\nP0;\nNOP;\nlocations[0:X2; x; a[1]; PTE(x); Fault(P0:L0,x)${end}]\nforall true`;
      expect(withoutPlaces(read(text).locations)).toEqual([
        { kind: "place", place: register(0, "X2") },
        { kind: "place", place: variable("x") },
        { kind: "place", place: { ...variable("a"), index: 1 } },
        { kind: "place", place: { kind: "pte", of: "x" } },
        { kind: "fault", thread: 0, label: "L0", location: variable("x"), type: null },
      ]);
    }
  });

  test.each([
    ["exists x=1", "exists"],
    ["exists(x=1)", "exists"],
    ["~exists x=1", "not exists"],
    ["~ exists(x=1)", "not exists"],
    ["not exists (x=1)", "not exists"],
    ["forall x=1", "forall"],
    ["final x=1", "final"],
  ])("%s is a final clause", (text, quantifier) => {
    expect(read(`AArch64 t\n{}\nP0;\nNOP;\nfilter x=0\n${text}`)).toMatchObject({
      filter: { kind: "equals", right: { value: 0n } },
      final: { quantifier, proposition: { kind: "equals", right: { value: 1n } } },
    });
  });

  test.each([
    [String.raw`a=1 \/ b=1 /\ c=1 => d=1`, String.raw`([a]=1 \/ ([b]=1 /\ ([c]=1 => [d]=1)))`],
    [String.raw`a=1 => b=1 => c=1`, "([a]=1 => ([b]=1 => [c]=1))"],
    [String.raw`a=1 /\ b=1 /\ c=1`, String.raw`(([a]=1 /\ [b]=1) /\ [c]=1)`],
    [String.raw`a=1 \/ b=1 \/ c=1`, String.raw`(([a]=1 \/ [b]=1) \/ [c]=1)`],
    [String.raw`~a=1 => not b=1 /\ c=1`, String.raw`((~[a]=1 => ~[b]=1) /\ [c]=1)`],
    [String.raw`~~(a=1 \/ true) /\ false`, String.raw`(~~([a]=1 \/ true) /\ false)`],
  ])("%s means %s", (text, parenthesised) => {
    expect(inFull(propositionOf(text))).toBe(parenthesised);
  });

  test.each([
    ["0:X1=1", false, register(0, "X1"), { kind: "number", value: 1n }],
    ["P0:X1==1", false, register(0, "X1"), { kind: "number", value: 1n }],
    ["0:W5!=x", true, register(0, "W5"), { kind: "address", of: "x" }],
    ["x<>0", true, variable("x"), { kind: "number", value: 0n }],
    ["[x]=y", false, variable("x"), { kind: "address", of: "y" }],
    ["x=[y]", false, variable("x"), variable("y")],
    ["a[1]=a[2]", false, { ...variable("a"), index: 1 }, { ...variable("a"), index: 2 }],
    ["0:X1=1:X2", false, register(0, "X1"), register(1, "X2")],
    ["0:X1=PTE(x)", false, register(0, "X1"), { kind: "pte-address", of: "x" }],
    ["pte_x=[PTE(y)]", false, { kind: "pte", of: "x" }, { kind: "pte", of: "y" }],
    ["TTD(x)=phy_y", false, { kind: "pte", of: "x" }, { kind: "physical", of: "y" }],
    ['1:X9=label:"P1:L0"', false, register(1, "X9"), { kind: "label", thread: 1, label: "L0" }],
  ])("%s is a comparison", (text, negated, left, right) => {
    expect(withoutPlaces(propositionOf(text))).toEqual({ kind: "equals", negated, left, right });
  });

  test.each([
    ["fault(P1)", null, null, null],
    ["fault ( 1 )", null, null, null],
    ["Fault(P1:L0)", "L0", null, null],
    ["fault(P1,x)", null, variable("x"), null],
    ["fault(P1:L0,[PTE(x)])", "L0", { kind: "pte", of: "x" }, null],
    ["fault(P1:L0,x,MMU:Translation)", "L0", variable("x"), "MMU:Translation"],
    ["fault(P1,D-MMU:Permission)", null, null, "MMU:Permission"],
    ["fault(P1:L0,x,I-MMU:AccessFlag)", "L0", variable("x"), "MMU:AccessFlag"],
    ["fault(P1,x,TagCheck)", null, variable("x"), "TagCheck"],
    ["fault(P1,SupervisorCall)", null, null, "SupervisorCall"],
  ])("%s is a fault", (text, label, location, type) => {
    expect(withoutPlaces(propositionOf(text))).toEqual({ kind: "fault", thread: 1, label, location, type });
  });
});

/** With every pair of parentheses. */
function inFull(proposition: Proposition): string {
  switch (proposition.kind) {
    case "and":
    case "or":
    case "implies": {
      const sign = { and: "/\\", or: "\\/", implies: "=>" }[proposition.kind];
      return `(${inFull(proposition.left)} ${sign} ${inFull(proposition.right)})`;
    }
    case "not":
      return `~${inFull(proposition.of)}`;
    case "constant":
    case "equals":
    case "fault":
      return printProposition(proposition);
  }
}
