import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { machineLine } from "../../bench/docs/machine.ts";
import { withSection } from "../../bench/docs/section.ts";
import { sizesTable } from "../../bench/docs/sizes-table.ts";
import { sections } from "../../bench/docs/update.ts";
import { optionTypes } from "../../bench/options.ts";
import { markdownTable } from "../../bench/table.ts";
import { root } from "./run-bench.ts";

const performance = readFileSync(join(root, "docs/performance.md"), "utf8");

describe("docs/performance.md", () => {
  it("has a place for everything that --update-docs measures", () => {
    for (const name of sections)
      expect(withSection(performance, name, ["measured"])).toContain("\nmeasured\n");
  });

  it("tells the sizes as they are, and what every engine counts at them", () => {
    expect(withSection(performance, "sizes", markdownTable(sizesTable()))).toBe(performance);
  });

  it("names only options that there are", () => {
    const commands = [...performance.matchAll(/^npm run (?:--silent )?bench -- (.*?) +#/gm)];
    expect(commands.length).toBeGreaterThan(5);
    for (const [, words = ""] of commands) {
      for (const [, option = ""] of words.matchAll(/--(\S+)/g))
        expect(Object.keys(optionTypes)).toContain(option);
    }
  });
});

describe("--update-docs", () => {
  const marks = (name: string) => `<!-- bench ${name}: begin -->\n\nold\n\n<!-- bench ${name}: end -->\n`;

  it("replaces what is between the marks of a section, and nothing else", () => {
    const document = `before\n\n${marks("a")}\nbetween\n\n${marks("b")}`;
    expect(withSection(document, "a", ["| new |", "", "2 runs"])).toBe(
      document.replace("old", "| new |\n\n2 runs"),
    );
  });

  it("refuses a document whose marks are missing or not unique", () => {
    expect(() => withSection(marks("a"), "b", [])).toThrow("no section b: write <!-- bench b: begin -->");
    expect(() => withSection(marks("a") + marks("a"), "a", [])).toThrow("once each");
    expect(() => withSection(marks("a").replace("a: end", "b: end"), "a", [])).toThrow("no section a");
  });

  it("says on which machine, and with which Node, something was measured", async () => {
    expect(await machineLine()).toMatch(
      new RegExp(`, \\d+ processors, \\d+ GiB, \\S+ \\S+ \\S+; Node ${process.versions.node}`),
    );
  });
});
