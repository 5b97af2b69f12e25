import { check } from "../../checker/check.ts";
import { findingsOf } from "../../frontend/litmus/judge/findings.ts";
import { questionsOf } from "../../frontend/litmus/judge/questions.ts";
import { parseLitmus } from "../../frontend/litmus/parse.ts";
import type { LitmusOutcome } from "../../frontend/litmus/result.ts";
import { runLitmus } from "../../frontend/litmus/run.ts";
import { translate } from "../../frontend/litmus/translate/translate.ts";
import { modelOf } from "../../model/compile.ts";
import { buildMachine } from "../../model/machine/build.ts";
import type { Setting, Test } from "./shared.ts";

/** Milliseconds that running a whole set of tests may take on a machine that is busy with others. */
export const PATIENCE = 600_000;

const featuresIn = (setting: Setting) => ({ ets2: setting === "ETS2", ets3: false });

/** As `walkcheck litmus` runs a test. */
export const run = ({ id, text }: Test, setting: Setting): Promise<LitmusOutcome> =>
  runLitmus(parseLitmus(text, id), id, {
    features: featuresIn(setting),
    bound: 2,
    witness: false,
    limits: {},
  });

/** What the machine says without the reductions that only ends permit. */
export interface Unreduced {
  readonly states: number;
  readonly finalStates: readonly string[];
}

/** Runs a test in that machine; null where it has more states than `limit`. */
export async function runUnreduced(
  { id, text }: Test,
  setting: Setting,
  limit: number,
): Promise<Unreduced | null> {
  const file = parseLitmus(text, id);
  const translation = translate(file, id, { features: featuresIn(setting), bound: 2 });
  const machine = buildMachine({ ...translation.scenario, judged: "every state" });
  const model = modelOf(machine);
  const { collect } = questionsOf(file, translation, machine, model);
  const options = { deadlock: "off", workers: 1, bounds: { states: limit, time: null }, collect } as const;
  const { exhausted, collected, statistics } = await check({ ...model, properties: [] }, options);
  return exhausted ? { states: statistics.states, finalStates: findingsOf(collected).finalStates } : null;
}
