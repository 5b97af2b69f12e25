import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Diagnostic } from "../../../checker/diagnostic.ts";
import { litmusFiles } from "../../../frontend/litmus/at-file.ts";

let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "walkcheck-"));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

/** Files by name and content. */
function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

/** Relative to the root, as arguments and results are shown here. */
function files(...names: readonly string[]): readonly string[] {
  const below = (name: string) => (/^@.*\//.test(name) ? `@${join(root, name.slice(1))}` : join(root, name));
  return litmusFiles(names.map(below)).map((file) => file.replace(`${root}/`, ""));
}

function complaint(...names: readonly string[]): string {
  try {
    return files(...names).join(" ");
  } catch (error) {
    if (error instanceof Diagnostic) return error.message.replaceAll(`${root}/`, "").replaceAll(root, ".");
    throw error;
  }
}

test("files are taken as they are named, each once", () => {
  write({ "b.litmus": "", "a.txt": "" });
  expect(files("b.litmus", "a.txt", "b.litmus")).toEqual(["b.litmus", "a.txt"]);
});

test("a directory gives all litmus files in and below it, sorted, and nothing else", () => {
  write({
    "d/b.litmus": "",
    "d/a.litmus": "",
    "d/sub/c.litmus": "",
    "d/@all": "b.litmus",
    "d/kinds.txt": "",
  });
  expect(files("d")).toEqual(["d/a.litmus", "d/b.litmus", "d/sub/c.litmus"]);
});

test("a list names files, directories and lists relative to itself", () => {
  write({
    "d/@all": "# comment\n\nb.litmus # why\r\nsub/@all\n@sub/more\n  b.litmus\n../dir\n",
    "d/b.litmus": "",
    "d/sub/@all": "c.litmus\n",
    "d/sub/more": "c.litmus\nd.litmus",
    "d/sub/c.litmus": "",
    "d/sub/d.litmus": "",
    "dir/e.litmus": "",
  });
  const all = ["d/b.litmus", "d/sub/c.litmus", "d/sub/d.litmus", "dir/e.litmus"];
  expect(files("d/@all")).toEqual(all);
  expect(files("@d/@all")).toEqual(all);
  expect(files("@d/sub/more")).toEqual(["d/sub/c.litmus", "d/sub/d.litmus"]);
});

test("two lists may name the same list", () => {
  write({ "@all": "@one\n@two\n", "@one": "@three", "@two": "@three", "@three": "a.litmus", "a.litmus": "" });
  expect(files("@all")).toEqual(["a.litmus"]);
});

test("what does not exist is named with the line that names it", () => {
  write({ "@all": "\na.litmus\n", "d/x": "" });
  expect(complaint("a.litmus")).toBe("there is no litmus file, directory or list a.litmus");
  expect(complaint("no/a.litmus")).toBe(
    "there is no litmus file, directory or list no/a.litmus\n  There is no directory no either.",
  );
  expect(complaint("@all")).toBe(
    "@all:2: there is no litmus file, directory or list a.litmus\n  Names in a list are relative to the list.",
  );
  expect(complaint("@nosuch")).toContain("there is no litmus file, directory or list @nosuch");
  expect(complaint("@d/nosuch")).toBe("there is no list d/nosuch");
  expect(complaint("a.litmus/b.litmus")).toContain("There is no directory a.litmus either.");
});

test("a list that contains itself is refused", () => {
  write({ "@all": "a.litmus\nsub/@all", "a.litmus": "", "sub/@all": "# up\n../@all\n" });
  expect(complaint("@all")).toBe(
    `sub/@all:2: a list of litmus files contains itself
  @all -> sub/@all -> @all
  Remove this line.`,
  );
});

test("what holds no litmus file is refused", () => {
  write({ "@all": "# nothing\n", "d/x": "" });
  expect(complaint("@all")).toBe("the list @all names no litmus file\n  It has one name in each line.");
  expect(complaint("d")).toBe("the directory d holds no *.litmus file");
  expect(complaint()).toBe(
    `no litmus file was named
  Name litmus files, directories that hold some, or an @file that lists them.`,
  );
});
