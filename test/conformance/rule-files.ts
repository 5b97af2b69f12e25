import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseKinds } from "../../frontend/litmus/kinds.ts";
import { parseLitmus } from "../../frontend/litmus/parse.ts";
import type { LitmusOutcome, LitmusVerdict } from "../../frontend/litmus/result.ts";
import { runLitmus } from "../../frontend/litmus/run.ts";
import type { LitmusFile } from "../../frontend/litmus/syntax.ts";
import type { SwitchableRule } from "../../model/index.ts";

const directory = join(import.meta.dirname, "rules");

/** A litmus test about one rule of the machine. */
export interface RuleFile {
  readonly path: string;
  readonly text: string;
  /** The rule that it cites. */
  readonly rule: string;
  readonly litmus: LitmusFile;
  readonly expected: LitmusVerdict | null;
}

/** The tests about the rules of the machine. */
export function ruleFiles(): readonly RuleFile[] {
  const name = "rules.kinds";
  const kinds = parseKinds(readFileSync(join(directory, name), "utf8"), name);
  return readdirSync(directory)
    .filter((file) => file.endsWith(".litmus"))
    .map((file) => {
      const path = join(directory, file);
      const text = readFileSync(path, "utf8");
      const litmus = parseLitmus(text, file);
      const expected = kinds.get(litmus.name)?.[0]?.expected ?? null;
      return { path, text, rule: /^\(\* Rule: (\S+)$/m.exec(text)?.[1] ?? "", litmus, expected };
    });
}

/** The names that the kinds file knows. */
export const ruleKinds = (): readonly string[] => [
  ...parseKinds(readFileSync(join(directory, "rules.kinds"), "utf8"), "rules.kinds").keys(),
];

/** What a machine that lacks some rules says of a test. */
export const judged = (
  { litmus, path }: RuleFile,
  without: readonly SwitchableRule[] = [],
): Promise<LitmusOutcome> =>
  runLitmus(litmus, path, {
    features: { ets2: false, ets3: false },
    bound: 2,
    witness: false,
    limits: { states: 100_000 },
    without,
  });
