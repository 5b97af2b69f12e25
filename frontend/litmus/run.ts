import type { BoundHit } from "../../checker/bounds.ts";
import type { CheckOptions } from "../../checker/check-options.ts";
import { check } from "../../checker/check.ts";
import { Diagnostic } from "../../checker/diagnostic.ts";
import type { CheckResult, PropertyResult, Trace } from "../../checker/result.ts";
import { AllAbandoned } from "../../checker/search/all-abandoned.ts";
import { showStates, type ShownState } from "../../checker/shown-state.ts";
import { modelOf } from "../../model/compile.ts";
import { buildMachine } from "../../model/machine/build.ts";
import type { Machine } from "../../model/index.ts";
import { missingRules } from "../../model/machine-rules/machine-rules.ts";
import { BBM_FLAG } from "./judge/break-before-make.ts";
import { findingsOf, type Findings } from "./judge/findings.ts";
import { FAILED, questionsOf, SATISFIED } from "./judge/questions.ts";
import type { LitmusOptions, LitmusOutcome, LitmusVerdict, NoVerdict } from "./result.ts";
import type { LitmusFile } from "./syntax.ts";
import { Unsupported } from "./translate/diagnostics.ts";
import { checkSizes } from "./translate/sizes.ts";
import { withoutVerdict } from "./without-verdict.ts";
import { translate, type Translation } from "./translate/translate.ts";

/**
 * What the machine says of a litmus test: every final state it can end in. A file that makes no sense, or that needs what
 * walkcheck does not have, is answered too, with no verdict.
 */
export async function runLitmus(
  file: LitmusFile,
  path: string,
  options: LitmusOptions,
): Promise<LitmusOutcome> {
  return withoutVerdictOn(file.name, () => explored(file, path, options));
}

async function explored(file: LitmusFile, path: string, options: LitmusOptions): Promise<LitmusOutcome> {
  const started = performance.now();
  const translation = translate(file, path, options);
  const machine = machineOf(translation, path);
  checkSizes(machine, translation.elementSize);
  const { result, findings } = await search(file, translation, machine, options);
  const verdict = verdictOf(findings);
  const isDecided = result === null || result.exhausted;
  const answer = (name: string): PropertyResult<ShownState> | undefined =>
    result?.properties.find(({ property }) => property === name);
  const traceOf = (name: string): Trace<ShownState> | null => answer(name)?.trace ?? null;
  // What does not end is no execution: herd7 flags nothing of it.
  const isFlagged = findings.finalStates.length > 0 && answer(BBM_FLAG)?.reason.kind === "reached";
  return {
    name: file.name,
    verdict: isDecided ? verdict : null,
    noVerdict: isDecided ? null : undecided(result.hit, findings),
    finalStates: findings.finalStates,
    satisfying: findings.satisfying,
    flags: isFlagged ? [BBM_FLAG] : [],
    states: result?.statistics.states ?? 0,
    seconds: (performance.now() - started) / 1000,
    assumptions: [
      ...missingRules(translation.scenario),
      ...findings.cuts.map(
        (cut) => `${cut}: paths that need more than ${translation.bound} rounds are left out`,
      ),
    ],
    witness: verdict === "Allowed" ? traceOf(SATISFIED) : null,
    counterexample: verdict === "Allowed" && file.final?.quantifier === "forall" ? traceOf(FAILED) : null,
  };
}

interface Searched {
  /** null: every path begins with a fault that it must not have, and there is nothing to search. */
  readonly result: CheckResult<ShownState> | null;
  readonly findings: Findings;
}

async function search(
  file: LitmusFile,
  translation: Translation,
  machine: Machine,
  options: LitmusOptions,
): Promise<Searched> {
  const model = modelOf(machine);
  const { collect, flagged, witnesses } = questionsOf(file, translation, machine, model);
  const properties = options.witness ? [...flagged, ...witnesses] : flagged;
  try {
    const result = await check({ ...model, properties }, { ...checkOptions(options), collect });
    return { result: showStates(result, model.schema), findings: findingsOf(result.collected) };
  } catch (error) {
    if (error instanceof AllAbandoned) return { result: null, findings: findingsOf([]) };
    throw error;
  }
}

/** What the machine cannot run is not supported, however it is put. */
function machineOf({ scenario }: Translation, path: string): ReturnType<typeof buildMachine> {
  try {
    return buildMachine(scenario);
  } catch (error) {
    if (!(error instanceof Diagnostic)) throw error;
    const { where } = error.details;
    throw new Unsupported({ ...error.details, where: where === undefined ? path : `${path}: ${where}` });
  }
}

/** A deadlock is no end, and herd7 has none. */
function checkOptions({ limits, signal }: LitmusOptions): CheckOptions {
  return {
    deadlock: "off",
    // Tests run beside each other, each in one thread.
    workers: 1,
    bounds: { states: limits.states ?? null, time: limits.seconds ?? null },
    ...(signal === undefined ? {} : { signal }),
  };
}

/** The proposition alone counts, not its quantifier; without any end it is Forbidden (litmus-format 10). */
function verdictOf({ satisfying, someFails }: Findings): LitmusVerdict {
  if (satisfying.length === 0) return "Forbidden";
  return someFails ? "Allowed" : "Required";
}

function undecided(hit: BoundHit | null, { finalStates, satisfying, someFails }: Findings): NoVerdict {
  const known =
    satisfying.length > 0 && someFails
      ? "it is Allowed at least: an end that satisfies the proposition was found, and one that does not"
      : satisfying.length > 0
        ? "it is not Forbidden: an end that satisfies the proposition was found"
        : "no end that satisfies the proposition was found";
  return {
    kind: "undecided",
    message: `${reasonOf(hit)} before every state was visited; of ${finalStates.length} final states so far, ${known}`,
  };
}

function reasonOf(hit: BoundHit | null): string {
  if (hit === null) return "the search ended";
  switch (hit.kind) {
    case "interrupted":
      return "the search was interrupted";
    case "loop":
      return `the bound of a loop (${hit.where}) was met`;
    default:
      return `the bound of ${hit.limit} ${hit.kind === "time" ? "seconds" : hit.kind} was met`;
  }
}

/** Turns what is wrong with a file into an outcome. */
async function withoutVerdictOn(name: string, run: () => Promise<LitmusOutcome>): Promise<LitmusOutcome> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Diagnostic)) throw error;
    const kind = error instanceof Unsupported ? "unsupported" : "invalid";
    return withoutVerdict(name, { kind, message: error.message });
  }
}
