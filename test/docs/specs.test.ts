import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../specs/catalogue.ts";
import { isUnexpected } from "../../specs/row.ts";
import { counterSpec } from "../specs/catalogue-fixture.ts";
import { root } from "./reader.ts";
import { documentText } from "./renewed.ts";
import { resultsOf, verdictsText, withVerdicts } from "./verdicts-table.ts";

const directory = "docs/specs";
const pages = existsSync(join(root, directory)) ? readdirSync(join(root, directory)) : [];

describe("the pages of docs/specs", () => {
  it.each(pages)(
    "%s is about a spec of the catalogue, and has the verdicts that the suite finds",
    async (page) => {
      const name = `${directory}/${page}`;
      const spec = catalogue.find((other) => `${other.name}.md` === page);
      if (spec === undefined) throw new Error(`${name}: there is no spec of that name in the catalogue`);
      const results = await resultsOf(spec);
      expect(results.flatMap(({ rows }) => rows.filter(isUnexpected))).toEqual([]);
      const renewed = withVerdicts(documentText(name), name, spec, results);
      await expect(renewed).toMatchFileSnapshot(join(root, name));
    },
  );

  it("have a verdict or its absence for each property, and what a setting changes with the reason", async () => {
    const text = verdictsText(counterSpec, await resultsOf(counterSpec));
    expect(text.split("\n").map((line) => line.replaceAll(/ +/g, " "))).toEqual([
      "- `reached`: It gets there.",
      "- `small`: It stays small.",
      "",
      "| variant | what it is | `reached` | `small` |",
      expect.stringMatching(/^\| -+ \|/),
      "| `free` | counts to 6 | PROVED | PROVED |",
      "| `short` | counts to 3 only | **REFUTED** | - |",
      "| `later` | cannot be run yet | pending | pending |",
      "",
      "Under other settings:",
      "",
      "| variant | setting | changes | why |",
      expect.stringMatching(/^\| -+ \|/),
      "| `free` | `step=2` `goal=5` | `reached` REFUTED | 5 is odd |",
      "| `free` | `step=2` | nothing changes | |",
    ]);
  });

  it("have a place for their tables", async () => {
    const results = await resultsOf(counterSpec);
    expect(() => withVerdicts("no markers", "docs/specs/counter.md", counterSpec, results)).toThrow(
      /docs\/specs\/counter.md has no place/,
    );
    const page = "a\n<!-- verdicts: begin -->\nold\n<!-- verdicts: end -->\nb\n";
    expect(withVerdicts(page, "counter.md", counterSpec, results)).toMatch(
      /^a\n<!-- verdicts: begin -->\n\n- `reached`[^]*\n\n<!-- verdicts: end -->\nb\n$/,
    );
  });
});
