import { Diagnostic } from "../checker/diagnostic.ts";
import { worst } from "../checker/search/verdict.ts";
import { checkJson, notRunJson } from "../report/json/check.ts";
import { jsonText } from "../report/json/value.ts";
import { type RunReport, runReport } from "../report/run-report.ts";
import { compactText, notRunText, variantsSummary } from "../report/terminal/variants.ts";
import type { Run } from "../specs/plan.ts";
import { execute } from "../specs/run.ts";
import type { Spec } from "../specs/spec.ts";
import type { Arguments } from "./arguments.ts";
import { type ExitCode, exitCode, exitCodeOf } from "./exit-code.ts";
import { options } from "./options.ts";
import { commandAgain, requestedDetail, requestedRun, requestedSearch } from "./request.ts";
import type { Session } from "./session.ts";

/** Checks every variant in order: verdicts only, and how to get at a trace. */
export async function checkVariants(
  spec: Spec,
  variants: readonly string[],
  args: Arguments,
  session: Session,
): Promise<ExitCode> {
  refuseTrace(spec, variants, args);
  const asJson = args.get(options.json);
  const { output, canvas, signal } = session;
  // All are planned first: a mistake in the command line must not surface after minutes of work.
  const runs = variants.map((variant) => requestedRun(spec, variant, args));
  if (runs.every(({ properties }) => properties.length === 0)) throw nothingToRun(spec);
  const reports: RunReport[] = [];
  const documents: unknown[] = [];
  for (const run of runs) {
    if (signal.aborted) break;
    const report = run.properties.length === 0 ? null : await reportOf(run, args, session);
    if (report !== null) reports.push(report);
    documents.push(report === null ? notRunJson(run) : checkJson(report));
    if (asJson) continue;
    output.print(
      report === null ? notRunText(run, canvas) : compactText(report, requestedDetail(args), canvas),
    );
  }
  if (asJson) output.print(jsonText(documents));
  else output.print(variantsSummary(reports, commandAgain(null, args), canvas));
  const code = exitCodeOf(worst(reports.map(({ outcome }) => outcome.result.verdict)));
  // Variants that an interrupt kept from running have no verdict: that must not look like a pass.
  return code === exitCode.ok && documents.length < runs.length ? exitCode.undecided : code;
}

async function reportOf(run: Run, args: Arguments, session: Session): Promise<RunReport> {
  const outcome = await execute(run, requestedSearch(run.variant, args, session));
  return runReport(outcome, commandAgain(run, args), exitCodeOf(outcome.result.verdict));
}

function refuseTrace(spec: Spec, variants: readonly string[], args: Arguments): void {
  const mode = args.get(options.trace);
  if (mode === null || mode === "off") return;
  throw new Diagnostic({
    kind: "usage",
    what: "--trace shows one variant: name it with --variant",
    next: `variants of ${spec.name}: ${variants.join(", ")}`,
  });
}

function nothingToRun(spec: Spec): Diagnostic {
  return new Diagnostic({
    kind: "spec",
    where: `spec ${spec.name}`,
    what: "there is nothing to check",
    why: "what was asked for is pending or not applicable in every variant",
  });
}
