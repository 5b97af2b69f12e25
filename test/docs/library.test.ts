import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { blocksOf } from "./markdown.ts";
import { Reader, root } from "./reader.ts";
import { documentText, renewed } from "./renewed.ts";

const library = documentText("docs/library.md");
const reader = new Reader();
afterAll(() => reader.leave());

describe("docs/library.md", () => {
  it("has samples that print what it says", async () => {
    await expect(await renewed(library, reader)).toMatchFileSnapshot(join(root, "docs/library.md"));
  });

  it("has samples whose types are right", async () => {
    const config = blocksOf(documentText("README.md")).find(({ file }) => file === "tsconfig.json");
    reader.write("tsconfig.json", config?.text ?? "");
    expect(await reader.run("tsc --noEmit -p tsconfig.json")).toBe("");
  });

  it.each(["checker", "model", "specs"])("names everything that walkcheck/%s exports", (room) => {
    const missing = exportsOf(join(root, room, "index.ts")).filter(
      (name) => !new RegExp(String.raw`\b${name}\b`).test(library),
    );
    expect(missing).toEqual([]);
  });
});

/** The names that a module exports: in lists, and by its declarations where another module exports all of it. */
function exportsOf(file: string): readonly string[] {
  const text = readFileSync(file, "utf8");
  const listed = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, names = ""]) =>
    names.split(",").map((name) => name.replace(/\btype\b/, "").trim()),
  );
  const whole = [...text.matchAll(/^export (?:type )?\* from "(.*)"/gm)].flatMap(([, from = ""]) =>
    exportsOf(join(dirname(file), from)),
  );
  const declared = [...text.matchAll(/^export (?:const|function|interface|type|class) (\w+)/gm)].map(
    ([, name = ""]) => name,
  );
  return [...listed.filter((name) => name !== ""), ...whole, ...declared];
}
