import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { Diagnostic } from "../../../checker/diagnostic.ts";
import { parseLitmus } from "../parse.ts";
import { withoutVerdict } from "../without-verdict.ts";
import type { LitmusOptions, LitmusOutcome } from "../result.ts";
import { runLitmus } from "../run.ts";

/** Judges the test in a file. A file that is no test is an outcome, too: those beside it are judged all the same. */
export async function judgeFile(file: string, options: LitmusOptions): Promise<LitmusOutcome> {
  try {
    return await runLitmus(parseLitmus(textOf(file), file), file, options);
  } catch (error) {
    if (!(error instanceof Diagnostic)) throw error;
    return invalid(file, error.message);
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Diagnostic({ kind: "unknown-name", where: file, what: "it cannot be read", why });
  }
}

const invalid = (file: string, message: string): LitmusOutcome =>
  withoutVerdict(basename(file, ".litmus"), { kind: "invalid", message });
