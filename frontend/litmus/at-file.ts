import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { Diagnostic } from "../../checker/diagnostic.ts";

/** Where a name was read, and the lists that led there. */
interface Origin {
  /** `all:3`; null on the command line. */
  readonly where: string | null;
  /** What names are relative to. */
  readonly directory: string;
  /** The lists being read, outermost first. */
  readonly lists: readonly string[];
}

/**
 * The litmus files that arguments name, each once, in the order they are named: files, directories (every `*.litmus`
 * in and below them, sorted) and lists of both. A list is a file whose name begins with `@`, as herdtools has them, or
 * any file after an `@`; its lines are names relative to it, `#` begins a comment.
 *
 * @example litmusFiles(["MP.litmus", "catalogue", "@all"])
 * @throws Diagnostic for a name of nothing, a list that contains itself, and what holds no litmus file
 */
export function litmusFiles(names: readonly string[]): readonly string[] {
  const origin = { where: null, directory: "", lists: [] };
  const files = new Map<string, string>();
  for (const file of names.flatMap((name) => expand(name, origin))) {
    if (!files.has(resolve(file))) files.set(resolve(file), file);
  }
  if (files.size > 0) return [...files.values()];
  throw new Diagnostic({
    kind: "usage",
    what: "no litmus file was named",
    next: "Name litmus files, directories that hold some, or an @file that lists them.",
  });
}

function expand(name: string, origin: Origin): readonly string[] {
  const list = listOf(name, origin.directory);
  if (list !== undefined) return listed(list, origin);
  const path = from(origin.directory, name);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw missing(name, origin);
  return found.isDirectory() ? within(path, origin) : [path];
}

/** The list that a name means: of `d/@all` that file, of `@d/all` the file `@d/all` or else `d/all`. */
function listOf(name: string, directory: string): string | undefined {
  if (!basename(name).startsWith("@") && !name.startsWith("@")) return undefined;
  const candidates = name.startsWith("@") ? [name, name.slice(1)] : [name];
  return candidates
    .map((candidate) => from(directory, candidate))
    .find((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
}

function from(directory: string, name: string): string {
  return directory === "" || isAbsolute(name) ? name : join(directory, name);
}

function listed(list: string, origin: Origin): readonly string[] {
  const cycle = origin.lists.map((outer) => resolve(outer)).indexOf(resolve(list));
  if (cycle !== -1) {
    const round = [...origin.lists.slice(cycle), list].join(" -> ");
    throw mistake(origin, "a list of litmus files contains itself", round, "Remove this line.");
  }
  const files = readFileSync(list, "utf8")
    .split("\n")
    .flatMap((line, index) => {
      const name = line.replace(/(?:^|\s)#.*/s, "").trim();
      const where = `${list}:${index + 1}`;
      return name === ""
        ? []
        : expand(name, { where, directory: dirname(list), lists: [...origin.lists, list] });
    });
  if (files.length > 0) return files;
  throw mistake(origin, `the list ${list} names no litmus file`, undefined, "It has one name in each line.");
}

function within(directory: string, origin: Origin): readonly string[] {
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".litmus"))
    .map((file) => join(directory, file))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true)
    .toSorted();
  if (files.length > 0) return files;
  throw mistake(origin, `the directory ${directory} holds no *.litmus file`, undefined, undefined);
}

function missing(name: string, origin: Origin): Diagnostic {
  const isList = name.startsWith("@") && name.includes("/");
  const path = from(origin.directory, isList ? name.slice(1) : name);
  const what = `there is no ${isList ? "list" : "litmus file, directory or list"} ${path}`;
  const directory = dirname(path);
  const reason = existsSync(directory) ? undefined : `There is no directory ${directory} either.`;
  return mistake(
    origin,
    what,
    reason,
    origin.where === null ? undefined : "Names in a list are relative to the list.",
  );
}

function mistake(
  { where }: Origin,
  what: string,
  why: string | undefined,
  next: string | undefined,
): Diagnostic {
  return new Diagnostic({
    kind: "unknown-name",
    what,
    ...(where !== null && { where }),
    ...(why !== undefined && { why }),
    ...(next !== undefined && { next }),
  });
}
