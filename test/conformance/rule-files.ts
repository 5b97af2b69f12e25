import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Kinds, parseKinds } from "../../frontend/litmus/kinds.ts";
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
  readonly expectedEts2: LitmusVerdict | null;
}

/** The tests about the rules of the machine. */
export function ruleFiles(): readonly RuleFile[] {
  const [base, ets2] = [kindsIn("rules.kinds"), kindsIn("rules-ets2.kinds")];
  return readdirSync(directory)
    .filter((file) => file.endsWith(".litmus"))
    .map((file) => {
      const path = join(directory, file);
      const text = readFileSync(path, "utf8");
      const litmus = parseLitmus(text, file);
      return {
        path,
        text,
        rule: /^\(\* Rule: (\S+)$/m.exec(text)?.[1] ?? "",
        litmus,
        expected: base.get(litmus.name)?.[0]?.expected ?? null,
        expectedEts2: ets2.get(litmus.name)?.[0]?.expected ?? null,
      };
    });
}

const kindsIn = (name: string): Kinds => parseKinds(readFileSync(join(directory, name), "utf8"), name);

/** The names that each kinds file knows. */
export const ruleKinds = (): readonly (readonly string[])[] =>
  ["rules.kinds", "rules-ets2.kinds"].map((name) => [...kindsIn(name).keys()]);

/** What a machine that lacks some rules says of a test. */
export const judged = (
  { litmus, path }: RuleFile,
  without: readonly SwitchableRule[] = [],
  ets2 = false,
): Promise<LitmusOutcome> =>
  runLitmus(litmus, path, {
    features: { ets2, ets3: false },
    bound: 2,
    witness: false,
    limits: { states: 100_000 },
    without,
  });
