import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { blocksOf } from "./markdown.ts";
import { Reader, root } from "./reader.ts";
import { documentText, renewed } from "./renewed.ts";

/** What a reader types at a shell and the test does not run: they would install and test recursively. */
const notRun = [
  "npm ci && npm start",
  "npm ci && npm test",
  'alias walkcheck="node /path/to/walkcheck/bin/walkcheck.mjs"',
];

const readme = documentText("README.md");
const reader = new Reader();
afterAll(() => reader.leave());

describe("the README", () => {
  it("shows what its commands print (elapsed times aside)", async () => {
    await expect(await renewed(readme, reader)).toMatchFileSnapshot(join(root, "README.md"));
  });

  it("leads to a spec whose types are right", async () => {
    expect(await reader.run("tsc --noEmit -p tsconfig.json")).toBe("");
  });

  it("says nothing of a shell that is not in its blocks or named here", () => {
    const blocks = blocksOf(readme).filter(({ language }) => language === "sh");
    expect(blocks.flatMap(({ text }) => text.trimEnd().split("\n"))).toEqual(notRun);
    const languages = new Set(blocksOf(readme).map(({ language }) => language));
    expect(languages).toEqual(new Set(["sh", "console", "ts", "json", "litmus"]));
  });

  it("is right about what npm start runs", () => {
    const manifest: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(manifest).toMatchObject({ scripts: { start: "node bin/walkcheck.mjs suite" } });
    expect(readme).toContain("`npm start` runs `walkcheck suite`");
  });
});
