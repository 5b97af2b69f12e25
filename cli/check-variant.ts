import { Diagnostic } from "../checker/diagnostic.ts";
import { checkJson } from "../report/json/check.ts";
import { jsonText } from "../report/json/value.ts";
import { runReport } from "../report/run-report.ts";
import { checkText, skippedWords } from "../report/terminal/check.ts";
import type { Run } from "../specs/plan.ts";
import { execute } from "../specs/run.ts";
import type { Spec } from "../specs/spec.ts";
import type { Arguments } from "./arguments.ts";
import { type ExitCode, exitCodeOf } from "./exit-code.ts";
import { options } from "./options.ts";
import { commandAgain, requestedDetail, requestedRun, requestedSearch } from "./request.ts";
import type { Session } from "./session.ts";

/** Checks one variant and prints everything about it. */
export async function checkVariant(
  spec: Spec,
  variant: string,
  args: Arguments,
  session: Session,
): Promise<ExitCode> {
  const run = requestedRun(spec, variant, args);
  refuseUnrunnable(run);
  const outcome = await execute(run, requestedSearch(variant, args, session));
  const code = exitCodeOf(outcome.result.verdict);
  const report = runReport(outcome, commandAgain(run, args), code);
  const { output, canvas } = session;
  if (args.get(options.json)) output.print(jsonText(checkJson(report)));
  else output.print(checkText(report, requestedDetail(args), canvas));
  return code;
}

/** A property that was asked for by name and is not run must not look like one that passed. */
function refuseUnrunnable(run: Run): void {
  const refused = run.whole ? run.properties.length === 0 : run.skipped.length > 0;
  if (!refused) return;
  throw new Diagnostic({
    kind: "spec",
    where: `spec ${run.spec.name}, variant ${run.variant}`,
    what: run.whole ? "there is nothing to check" : "what was asked for cannot be checked",
    why: run.skipped.map((skipped) => skippedWords(run, skipped)).join("\n  "),
  });
}
