import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Diagnostic } from "../../../checker/diagnostic.ts";
import { kindOf, parseKinds } from "../../../frontend/litmus/kinds.ts";
import { parseLitmus } from "../../../frontend/litmus/parse.ts";
import { shared, sharedTests } from "./shared-tests.ts";

function complaint(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof Diagnostic) return error.message;
    throw error;
  }
  return "no complaint";
}

describe("a kinds file of lines", () => {
  test("has a name and a verdict in each, in either spelling", () => {
    const text =
      "# comment\n\na Allowed\n b\tForbid # why\r\nc  Require\nd Allow\ne Forbidden\nf Required\na Allow\n";
    const kinds = parseKinds(text, "kinds.txt");
    expect([...kinds.values()].flat().map(({ name, expected }) => `${name} ${expected}`)).toEqual([
      "a Allowed",
      "b Forbidden",
      "c Required",
      "d Allowed",
      "e Forbidden",
      "f Required",
    ]);
    expect(kindOf(kinds, "b", "any/where.litmus")).toEqual({
      name: "b",
      file: null,
      expected: "Forbidden",
      expectedEts2: "Forbidden",
      where: "kinds.txt:4",
    });
    expect(kindOf(kinds, "nosuch", "x.litmus")).toBe(null);
  });

  test("may lack the blank before the verdict", () => {
    expect(parseKinds("some+nameForbidden\nMP#1 Allowed", "k").get("some+name")?.[0]?.expected).toBe(
      "Forbidden",
    );
    expect(parseKinds("MP#1 Allowed", "k").get("MP#1")?.[0]?.expected).toBe("Allowed");
  });

  test("is refused where a line has no verdict", () => {
    expect(complaint(() => parseKinds("a Allowed\n b Maybe\n", "kinds.txt"))).toBe(
      `kinds.txt:2:2: expected a name and its verdict: Allowed, Allow, Forbidden, Forbid, Required, Require
  2 |  b Maybe
    |  ^`,
    );
    expect(complaint(() => parseKinds("Allowed", "kinds.txt"))).toContain("kinds.txt:1:1: expected a name");
  });

  test("is refused where two lines contradict each other", () => {
    expect(complaint(() => parseKinds("a Allowed\nb Allow\na Forbid\n", "kinds.txt"))).toBe(
      `kinds.txt:3: a is expected to be Forbidden here
  kinds.txt:1 says Allowed.
  Remove one of them.`,
    );
  });
});

describe("kinds as JSON", () => {
  const entry = (name: string, file: string, expected: string | null, expectedETS2: string | null) => ({
    name,
    file,
    expected,
    expectedETS2,
    tier: 3,
  });

  test("tell the features and files with the same name apart", () => {
    const entries = [
      entry("a", "a.litmus", "Allowed", "Forbidden"),
      entry("a", "sub/a.litmus", null, "Required"),
      entry("b", "b.litmus", "Allowed", "Allowed"),
    ];
    const kinds = parseKinds(JSON.stringify(entries), "expected.json");
    expect(kindOf(kinds, "a", "tests/a.litmus")).toMatchObject({
      expected: "Allowed",
      expectedEts2: "Forbidden",
    });
    expect(kindOf(kinds, "a", "tests/sub/a.litmus")).toMatchObject({
      expected: null,
      expectedEts2: "Required",
    });
    expect(kindOf(kinds, "b", "elsewhere.litmus")).toMatchObject({ expected: "Allowed" });
    expect(complaint(() => kindOf(kinds, "a", "xa.litmus"))).toBe(
      `expected.json, entry 1: which verdict is expected of a in xa.litmus?
  Files with tests of this name differ: a.litmus Allowed, with FEAT_ETS2 Forbidden; sub/a.litmus null, with FEAT_ETS2 Required.
  Keep the test under one of these file names.`,
    );
  });

  test.each([
    ["[{]", "e.json:1:3: this is no JSON: Expected property name"],
    ['[{"name":"a"', "e.json:1:13: this is no JSON: "],
    ["[{}]", 'e.json, entry 1: "name" is missing'],
    ['[{"name":"a"}]', 'e.json, entry 1: "expected" is missing'],
    ['[{"name":1}]', 'e.json, entry 1: "name" is no text'],
    [
      JSON.stringify([entry("a", "a", "Allow", null)]),
      'e.json, entry 1: "expected" is Allow; it can be Allowed, Forbidden, Required or null',
    ],
    [
      JSON.stringify([entry("a", "f", "Allowed", null), entry("a", "f", "Allowed", "Allowed")]),
      "e.json, entry 2: a is expected to be f Allowed here\n  e.json, entry 1 says f Allowed, with FEAT_ETS2 null.",
    ],
  ])("are refused where they are %s", (text, message) => {
    expect(complaint(() => parseKinds(text, "e.json"))).toContain(message);
  });

  const tests = sharedTests();
  if (tests === null) console.log("skipped: there is no ../shared/litmus with Arm's verdicts");

  test.skipIf(tests === null)("are there for every test of Arm's that is shared", () => {
    const file = join(shared, "vmsa", "expected.json");
    const kinds = parseKinds(readFileSync(file, "utf8"), file);
    const arms = (tests ?? []).filter(({ file }) => file.startsWith("vmsa/"));
    expect(arms.length).toBe(469);
    for (const { file, text } of arms) {
      const kind = kindOf(kinds, parseLitmus(text, file).name, file);
      expect(`vmsa/${kind?.file}`).toBe(file);
    }
  });
});
