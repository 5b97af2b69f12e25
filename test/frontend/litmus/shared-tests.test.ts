import { expect, test } from "vitest";
import { parseLitmus } from "../../../frontend/litmus/parse.ts";
import { printLitmus } from "../../../frontend/litmus/print.ts";
import type { Operand } from "../../../frontend/litmus/syntax.ts";
import { sharedTests } from "./shared-tests.ts";
import { withoutPlaces } from "./without-places.ts";

const tests = sharedTests();
if (tests === null) console.log("skipped: there is no ../shared/litmus with Arm's tests");

test.skipIf(tests === null)("every shared test is read, and read the same after printing", () => {
  expect(tests?.length).toBeGreaterThanOrEqual(469 + 375 + 6 + 4);
  for (const { file, text } of tests ?? []) {
    const read = parseLitmus(text, file);
    expect(read.columns.length, file).toBeGreaterThan(0);
    const printed = printLitmus(read);
    expect(withoutPlaces(parseLitmus(printed, file)), printed).toEqual(withoutPlaces(read));
  }
});

test.skipIf(tests === null)("the place of everything in a shared test is where it stands", () => {
  for (const { file, text } of tests ?? []) {
    const { columns } = parseLitmus(text, file);
    const cells = columns.flatMap(({ cells }) => cells);
    for (const { instruction } of cells) {
      if (instruction === null) continue;
      const { line, column, start, end } = instruction.at;
      expect(
        text
          .slice(start, end)
          .replaceAll(/\s/g, "")
          .replaceAll(/\(\*.*\*\)/g, ""),
        file,
      ).toBe(instruction.text.replaceAll(" ", ""));
      expect(text.split("\n")[line - 1]?.slice(column - 1), file).toMatch(/^[A-Z]/);
      for (const operand of instruction.operands) expect(matches(operand, text), file).toBe(true);
    }
  }
});

function matches(operand: Operand, text: string): boolean {
  const written = text.slice(operand.at.start, operand.at.end);
  if (operand.kind === "register") return written === operand.register.name;
  if (operand.kind === "memory") return /^\[[^\]]*\]$/.test(written);
  return operand.kind !== "symbol" || written === operand.name;
}
