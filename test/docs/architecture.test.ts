import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { variantNames } from "../specs/pkvm-fixmap/settings.ts";
import { reduce, reductionsTable, type Reduced } from "./reductions-table.ts";
import { root } from "./reader.ts";
import { documentText } from "./renewed.ts";

const name = "docs/architecture.md";
const architecture = documentText(name);

describe("docs/architecture.md", () => {
  it("says what the reductions save, and that no verdict depends on them", async () => {
    const rows: Reduced[] = [];
    for (const variant of variantNames) {
      const row = await reduce(variant);
      const [reduced, ...others] = row.results.map(({ properties }) =>
        properties.map(({ property, verdict }) => `${property}: ${verdict}`),
      );
      for (const other of others) expect(other, variant).toEqual(reduced);
      rows.push(row);
    }
    const [begin, end] = ["<!-- reductions: begin -->\n", "<!-- reductions: end -->"];
    const [before = "", rest = ""] = architecture.split(begin);
    const renewed = `${before}${begin}\n${reductionsTable(rows)}\n\n${end}${rest.split(end)[1] ?? ""}`;
    await expect(renewed).toMatchFileSnapshot(join(root, name));
  });

  it("names rooms and files that exist", () => {
    const rooms = [...architecture.matchAll(/^\| `(\w+)\/` +\|.*\| (.*) \|$/gm)];
    expect(rooms.length).toBeGreaterThan(5);
    for (const [, room = "", files = ""] of rooms) {
      for (const [, file = ""] of files.matchAll(/`([^`]+)`/g)) {
        expect(existsSync(join(root, room, file)), `${room}/${file}`).toBe(true);
      }
    }
  });
});

const pagesOf = (directory: string): readonly string[] =>
  existsSync(join(root, directory))
    ? readdirSync(join(root, directory)).map((file) => `${directory}/${file}`)
    : [];

describe("the documents", () => {
  it.each([
    "README.md",
    "CONTRIBUTING.md",
    "docs/architecture.md",
    "docs/library.md",
    "docs/machine.md",
    "docs/warts.md",
    "docs/performance.md",
    ...["decisions", "specs"].flatMap((part) => pagesOf(`docs/${part}`)),
  ])("%s links only to files that exist", (document) => {
    for (const [, target = ""] of documentText(document).matchAll(/\]\(([^)#:]+)\)/g)) {
      expect(existsSync(join(root, dirname(document), target)), target).toBe(true);
    }
  });
});
