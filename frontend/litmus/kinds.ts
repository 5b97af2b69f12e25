import { Diagnostic } from "../../checker/diagnostic.ts";
import { jsonKinds } from "./kinds-json.ts";
import type { LitmusVerdict } from "./result.ts";
import { mistakeAt, type SourceText } from "./source-text.ts";

/** What one line or entry expects of a test. */
export interface Kind {
  /** As in the header of the test. */
  readonly name: string;
  /** Relative to where the kinds are kept; null where they only have names. Names need not be unique. */
  readonly file: string | null;
  /** Without FEAT_ETS2; null: nothing is published. A file of lines does not tell the two apart. */
  readonly expected: LitmusVerdict | null;
  readonly expectedEts2: LitmusVerdict | null;
  /** `kinds.txt:12`. */
  readonly where: string;
}

/** The kinds of each name: one, or several of different files. */
export type Kinds = ReadonlyMap<string, readonly Kind[]>;

/**
 * Reads expected verdicts: lines `NAME Allowed|Forbidden|Required` (herdtools' kinds files: `#` begins a comment, the
 * blank may be missing), or JSON, a list of `{name, file, expected, expectedETS2}`.
 *
 * @throws Diagnostic for what cannot be read and for kinds that contradict each other
 */
export function parseKinds(text: string, file: string): Kinds {
  const source = { file, text };
  const entries = /^\s*\[\s*[{\]]/.test(text) ? jsonKinds(source) : lineKinds(source);
  const kinds = new Map<string, Kind[]>();
  for (const kind of entries) {
    const others = kinds.get(kind.name) ?? [];
    const same = others.find((other) => other.file === kind.file);
    if (same === undefined) kinds.set(kind.name, [...others, kind]);
    else if (!agree(same, kind)) throw contradiction(same, kind);
  }
  return kinds;
}

/**
 * What is expected of a test, or null where nothing is said of it. Where several files have its name, its own decides.
 *
 * @param file - the path of the test
 */
export function kindOf(kinds: Kinds, name: string, file: string): Kind | null {
  const candidates = kinds.get(name) ?? [];
  const own = candidates
    .filter((kind) => kind.file !== null && `/${file}`.endsWith(`/${kind.file}`))
    .toSorted((a, b) => (b.file?.length ?? 0) - (a.file?.length ?? 0))[0];
  const [first, ...others] = candidates;
  const kind = own ?? first ?? null;
  const other = own === undefined && kind !== null ? others.find((other) => !agree(kind, other)) : undefined;
  if (kind === null || other === undefined) return kind;
  throw new Diagnostic({
    kind: "litmus",
    what: `which verdict is expected of ${name} in ${file}?`,
    where: kind.where,
    why: `Files with tests of this name differ: ${candidates.map(describe).join("; ")}.`,
    next: "Keep the test under one of these file names.",
  });
}

function agree(a: Kind, b: Kind): boolean {
  return a.expected === b.expected && a.expectedEts2 === b.expectedEts2;
}

function describe({ file, expected, expectedEts2 }: Kind): string {
  const verdicts = expected === expectedEts2 ? expected : `${expected}, with FEAT_ETS2 ${expectedEts2}`;
  return file === null ? `${verdicts}` : `${file} ${verdicts}`;
}

function contradiction(first: Kind, second: Kind): Diagnostic {
  return new Diagnostic({
    kind: "litmus",
    what: `${second.name} is expected to be ${describe(second)} here`,
    where: second.where,
    why: `${first.where} says ${describe(first)}.`,
    next: "Remove one of them.",
  });
}

const words: ReadonlyMap<string, LitmusVerdict> = new Map([
  ["Allowed", "Allowed"],
  ["Allow", "Allowed"],
  ["Forbidden", "Forbidden"],
  ["Forbid", "Forbidden"],
  ["Required", "Required"],
  ["Require", "Required"],
]);

/** One line of Arm's has no blank before its verdict. */
const pattern = new RegExp(`^\\s*(\\S+?)\\s*(${[...words.keys()].join("|")})$`);

function lineKinds(source: SourceText): readonly Kind[] {
  let offset = 0;
  return source.text.split("\n").flatMap((line, index) => {
    const start = offset;
    offset += line.length + 1;
    const content = line.replace(/(?:^|\s)#.*/s, "").trimEnd();
    if (content.trim() === "") return [];
    const [, name, word] = pattern.exec(content) ?? [];
    const verdict = words.get(word ?? "");
    if (name === undefined || verdict === undefined) {
      const expected = `expected a name and its verdict: ${[...words.keys()].join(", ")}`;
      throw mistakeAt(source, start + content.search(/\S/), expected);
    }
    return [
      { name, file: null, expected: verdict, expectedEts2: verdict, where: `${source.file}:${index + 1}` },
    ];
  });
}
