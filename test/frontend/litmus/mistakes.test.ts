import { describe, expect, test } from "vitest";
import { Diagnostic } from "../../../checker/diagnostic.ts";
import { parseLitmus } from "../../../frontend/litmus/parse.ts";

const sound = `AArch64 sound
{ x=0; 0:X1=x; 1:X1=x; }
 P0          | P1          ;
 LDR W0,[X1] | STR W2,[X1] ;
exists (0:X0=1)
`;

/** What is said of the sound test with `part` replaced. */
function complaint(part: string, by: string): string {
  expect(sound).toContain(part);
  return complaintOf(sound.replace(part, by));
}

function complaintOf(text: string): string {
  try {
    parseLitmus(text, "t.litmus");
  } catch (error) {
    if (error instanceof Diagnostic) return error.message;
    throw error;
  }
  return "no complaint";
}

test("the test that the mistakes below are made in is sound", () => {
  expect(complaintOf(sound)).toBe("no complaint");
});

describe("a mistake in a litmus file is shown where it is", () => {
  test("a bracket that is not closed", () => {
    expect(complaint("[X1] |", "[X1 |")).toBe(
      `t.litmus:4:13: expected \`,\` or \`]\`, found \`|\`
  4 |  LDR W0,[X1 | STR W2,[X1] ;
    |             ^`,
    );
  });

  test("a row that lacks a cell", () => {
    expect(complaint("| STR W2,[X1] ;", ";")).toBe(
      `t.litmus:4:14: this row has 1 cell, but the header has 2 (P0 | P1)
  4 |  LDR W0,[X1] ;
    |              ^
  Cells are separated by \`|\`, a row ends with \`;\`, and a thread that does nothing has an empty cell.`,
    );
  });

  test("a row with a cell too many", () => {
    expect(complaint("[X1] ;", "[X1] | NOP ;")).toBe(
      `t.litmus:4:30: this row has 3 cells, but the header has 2 (P0 | P1)
  4 |  LDR W0,[X1] | STR W2,[X1] | NOP ;
    |                              ^
  Cells are separated by \`|\`, a row ends with \`;\`, and a thread that does nothing has an empty cell.`,
    );
  });

  test("a register that does not exist", () => {
    expect(complaint("[X1]", "[X31]")).toBe(
      `t.litmus:4:10: there is no register X31: there are X0 to X30, W0 to W30, XZR, WZR and SP
  4 |  LDR W0,[X31] | STR W2,[X1] ;
    |          ^`,
    );
  });

  test("a misspelt clause, which reads as an instruction", () => {
    expect(complaint("exists", "exsits")).toBe(
      `t.litmus:5:8: expected an operand, \`|\` or \`;\`, found \`(\`
  5 | exsits (0:X0=1)
    |        ^
  Did you mean \`exists\`?`,
    );
  });

  test("initial values that are not closed", () => {
    expect(complaint("}", "")).toBe(
      `t.litmus:3:14: expected \`[\`, \`=\` or \`;\`, found \`|\`
  3 |  P0          | P1          ;
    |              ^
  Is the \`}\` missing that ends the initial values?`,
    );
  });

  test("two initial values that are not separated", () => {
    expect(complaint("x=0;", "x=0")).toBe(
      `t.litmus:2:7: expected \`;\`, found \`0\`
  2 | { x=0 0:X1=x; 1:X1=x; }
    |       ^`,
    );
  });

  test("a test of another architecture", () => {
    expect(complaint("AArch64", "X86_64")).toBe(
      `t.litmus:1:1: this is a test for X86_64, and walkcheck reads AArch64 tests only
  1 | X86_64 sound
    | ^`,
    );
  });

  test("a register without its thread", () => {
    expect(complaint("0:X0=1", "X0=1")).toBe(
      `t.litmus:5:9: X0 is a register; it is written with its thread, such as 0:X0
  5 | exists (X0=1)
    |         ^`,
    );
  });

  test("a proposition that ends too early", () => {
    expect(complaint("=1)", "=1 /\\")).toBe(
      `t.litmus:5:18: expected a proposition, found the end of the file
  5 | exists (0:X0=1 /\\
    |                  ^`,
    );
  });

  test("a field of a descriptor that is written like an initial value", () => {
    expect(complaint("x=0", "[PTE(x)]=(valid=0)")).toBe(
      `t.litmus:2:18: expected \`:\`, found \`=\`
  2 | { [PTE(x)]=(valid=0); 0:X1=x; 1:X1=x; }
    |                  ^`,
    );
  });

  test("a comment that is not closed", () => {
    expect(complaint("x=0", "(* (* x *) =0")).toBe(
      `t.litmus:2:3: this comment has no end
  2 | { (* (* x *) =0; 0:X1=x; 1:X1=x; }
    |   ^
  A comment ends with \`*)\`; comments nest.`,
    );
  });

  test("a thread with two columns, and a handler of no thread", () => {
    expect(complaint("| P1 ", "| P0 ")).toContain("t.litmus:3:16: P0 has two columns");
    expect(complaint("| P1 ", "| P1.F ")).toContain(
      "3:16: P1.F handles the faults of P1, which has no column",
    );
  });

  test("more values than an array has elements", () => {
    expect(complaint("x=0", "int x[1]={1,2}")).toContain("t.litmus:2:3: x has 1 element and 2 values");
  });

  test("a physical address as a place", () => {
    expect(complaint("x=0", "phy_x=0")).toContain(
      "2:3: a physical address cannot stand here; the content of physical location PA(x) is written [x]",
    );
  });

  test("nothing at all", () => {
    expect(complaintOf("")).toBe(
      `t.litmus:1:1: expected \`AArch64 NAME\`, found the end of the file
  1 |
    | ^`,
    );
  });
});

describe("nesting beyond any use is refused, not a crash", () => {
  test.each(["(", "~", "0:X0=1 => ", "x=1 /\\ "])("%s, 100000 times", (part) => {
    expect(complaint("exists ", `exists ${part.repeat(100_000)}`)).toMatch(/too deeply|not supported/);
  });

  test("(*, 100000 times", () => {
    expect(complaint("exists ", `exists ${"(*".repeat(100_000)}`)).toContain("this comment has no end");
  });
});
