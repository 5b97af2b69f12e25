import { suiteJson } from "../report/json/suite.ts";
import { jsonText } from "../report/json/value.ts";
import { reproduceCommand } from "../report/reproduce.ts";
import { statusLine } from "../report/terminal/status-line.ts";
import { suiteSummary, suiteTable } from "../report/terminal/suite.ts";
import { catalogue } from "../specs/catalogue.ts";
import { planVariant, type Run } from "../specs/plan.ts";
import { isUnexpected, type Row } from "../specs/row.ts";
import { changedParameters } from "../specs/setting.ts";
import type { Spec } from "../specs/spec.ts";
import { runSuite } from "../specs/suite.ts";
import { unknownName } from "../specs/unknown-name.ts";
import type { Arguments } from "./arguments.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { findSpec } from "./find-spec.ts";
import { options } from "./options.ts";
import type { Session } from "./session.ts";

/** A spec, and the word with which the user gets at it again. */
interface Named {
  readonly spec: Spec;
  readonly given: string;
}

/** What `walkcheck suite` does. */
export async function runSuiteCommand(args: Arguments, session: Session): Promise<ExitCode> {
  const specs = await chosenSpecs(args.operands, session.directory);
  const runs = plannedRuns(specs, args.get(options.only));
  const asJson = args.get(options.json);
  const { output, canvas } = session;
  const table = suiteTable(runs, canvas);
  if (!asJson) output.print(`${table.heading()}\n`);
  const rows: Row[] = [];
  const reproduce: string[] = [];
  let finished = 0;
  for await (const done of runSuite(runs, searchOptions(args, session))) {
    finished++;
    rows.push(...done.rows);
    if (!asJson) for (const line of table.lines(done.rows)) output.print(`${line}\n`);
    if (done.rows.some(isUnexpected)) reproduce.push(commandFor(done.run, specs, args));
  }
  if (asJson) output.print(jsonText(suiteJson(rows)));
  else
    output.print(suiteSummary({ rows, plannedRuns: runs.length, finishedRuns: finished, reproduce }, canvas));
  if (rows.some(isUnexpected)) return exitCode.unexpected;
  return finished < runs.length ? exitCode.undecided : exitCode.ok;
}

async function chosenSpecs(operands: readonly string[], directory: string): Promise<readonly Named[]> {
  if (operands.length === 0) return catalogue.map((spec) => ({ spec, given: spec.name }));
  return Promise.all(operands.map(async (given) => ({ spec: await findSpec(given, directory), given })));
}

function plannedRuns(specs: readonly Named[], pattern: string | null): readonly Run[] {
  const variants = specs.flatMap(({ spec }) =>
    Object.keys(spec.variants).map((variant) => ({ spec, variant })),
  );
  const exact = variants.filter(({ spec, variant }) => matches(pattern, spec.name, variant, "whole"));
  const matching =
    exact.length > 0
      ? exact
      : variants.filter(({ spec, variant }) => matches(pattern, spec.name, variant, "part"));
  if (pattern !== null && matching.length === 0) {
    const names = specs.map(({ spec }) => spec.name);
    const among = pattern.includes("/")
      ? variants.map(({ spec, variant }) => `${spec.name}/${variant}`)
      : names;
    throw unknownName({ what: "spec", name: pattern, among });
  }
  return matching.flatMap(({ spec, variant }) => planVariant(spec, variant));
}

/** `SPEC` or `SPEC/VARIANT`, with `*` for any text; the whole of a name, or where nothing has that name, a part. */
function matches(pattern: string | null, spec: string, variant: string, extent: "whole" | "part"): boolean {
  if (pattern === null) return true;
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const expression = new RegExp(extent === "whole" ? `^${parts.join(".*")}$` : parts.join(".*"));
  return expression.test(spec) || expression.test(`${spec}/${variant}`);
}

function searchOptions(args: Arguments, { output, signal }: Session): Parameters<typeof runSuite>[1] {
  const engine = args.get(options.engine);
  return {
    ...(engine === null ? {} : { engine }),
    signal,
    onProgress: (progress) => output.status((width) => statusLine("suite", progress, width)),
  };
}

function commandFor(run: Run, specs: readonly Named[], args: Arguments): string {
  return reproduceCommand({
    spec: specs.find(({ spec }) => spec === run.spec)?.given ?? run.spec.name,
    variant: run.variant,
    parameters: changedParameters(run.spec, run.variant, run.setting),
    properties: [],
    options: args.texts(options.engine).map((text) => ["engine", text] as const),
  });
}
