import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Diagnostic } from "../../../checker/diagnostic.ts";
import { parseLitmus } from "../../../frontend/litmus/parse.ts";
import { sharedTests } from "./shared-tests.ts";

const own = `AArch64 everything
"doc" (* comment (* nested *) *)
TTHM=P0:HA P1:HD
{ x=0; int arr[4]={1,2,3,4}; int *p=&x; [PTE(x)]=(oa:PA(x), valid:0, attrs:(Normal,ISH)); 0:X9=label:"P0:L0"; }
 P0               | P1                  | P1.F           ;
 L0: L1: MOV W0,#1 | LDR W2,[X3,W4,SXTW #2] | ADR X9,L0      ;
 DSB ISH          | STR W2,[X5,#8]!     | MSR ELR_EL1,X9 ;
 B.EQ L1          | LDR W6,[X5],#-8     | ERET           ;
locations [0:X0; x; arr[1]; PTE(x); fault(P1:L0,x,MMU:Translation);]
filter x=1 => ~(0:X0!=2)
~exists (0:X0=x /\\ [x]=[y] \\/ not fault(P1) /\\ true)
`;

const texts = [own, ...(sharedTests() ?? []).map(({ text }) => text)];
if (texts.length === 1)
  console.log("only an own test is mutated: there is no ../shared/litmus with Arm's tests");

const pieces = /[A-Za-z0-9_]+|\s+|./gs;
const scrap = fc.constantFrom(
  ...'{}[]()|;:,=~#&*"\n -.0X',
  "(*",
  "*)",
  "/\\",
  "=>",
  "exists",
  "P0",
  "PTE(",
  "\uFEFF",
  "é",
  "\0",
);

type Edit = (parts: string[]) => void;

const edit: fc.Arbitrary<Edit> = fc
  .record({
    how: fc.constantFrom("delete", "insert", "duplicate", "swap", "cut"),
    where: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    scrap,
  })
  .map(({ how, where, scrap }) => (parts) => {
    const index = Math.floor(where * parts.length);
    const part = parts[index] ?? "";
    if (how === "delete") parts.splice(index, 1);
    if (how === "insert") parts.splice(index, 0, scrap);
    if (how === "duplicate") parts.splice(index, 0, part);
    if (how === "swap") parts.splice(index, 2, parts[index + 1] ?? "", part);
    if (how === "cut") parts.splice(index);
  });

/** By words or by characters. */
const mutated = fc
  .record({
    text: fc.constantFrom(...texts),
    edits: fc.array(edit, { minLength: 1, maxLength: 6 }),
    words: fc.boolean(),
  })
  .map(({ text, edits, words }) => {
    const parts = words ? (text.match(pieces) ?? []) : text.split("");
    for (const change of edits) change(parts);
    return parts.join("");
  });

/** The message about a text, or null where it is a litmus file. Any other exception fails the test. */
function complaint(text: string): string | null {
  try {
    parseLitmus(text, "t.litmus");
    return null;
  } catch (error) {
    if (error instanceof Diagnostic && error.details.kind === "litmus") return error.message;
    throw error;
  }
}

test("the test with everything is sound", () => {
  expect(complaint(own)).toBe(null);
});

test("a damaged test is read or refused with its place, soon", () => {
  fc.assert(
    fc.property(mutated, (text) => {
      const started = performance.now();
      const message = complaint(text);
      expect(performance.now() - started).toBeLessThan(2000);
      if (message === null) return;
      expect(message).toMatch(/^t\.litmus:\d+:\d+: \S.*\n {2}\d+ \|.*\n {2} +\| *\^/);
      expect(message).not.toMatch(/undefined|null|NaN|something else/);
    }),
    { numRuns: 3000 },
  );
});

test("what is no litmus test at all is refused with its place", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      expect(complaint(`AArch64 t\n{}\nP0;\n${text}`) ?? "t.litmus:").toContain("t.litmus:");
      expect(complaint(text)).toContain("t.litmus:");
    }),
  );
});
