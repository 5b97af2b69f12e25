import { check } from "../checker/check.ts";
import type { CheckOptions } from "../checker/check-options.ts";
import { Diagnostic } from "../checker/diagnostic.ts";
import type { Model } from "../checker/model.ts";
import type { CheckResult } from "../checker/result.ts";
import { noDeadlock } from "../checker/search/plan.ts";
import { type ShownState, showStates } from "../checker/shown-state.ts";
import { buildModel } from "./build.ts";
import type { Run } from "./plan.ts";

/** How to search: everything of a check except what the run says itself, and what only one state type has. */
export type RunOptions = Omit<CheckOptions, "properties" | "collect">;

/** A finished run. */
export interface Outcome {
  readonly run: Run;
  readonly result: CheckResult<ShownState>;
}

/** Runs one search: all properties of the run are judged in it. */
export async function execute(run: Run, options: RunOptions = {}): Promise<Outcome> {
  const model = buildModel(run.spec, run.variant, run.setting);
  const result = await model.open((opened) => search(opened, run, options));
  return { run, result };
}

async function search<S>(model: Model<S>, run: Run, options: RunOptions): Promise<CheckResult<ShownState>> {
  const properties = propertiesFor(model, run, options);
  const result = await check(model, { ...options, properties, origin: originOf(run) });
  return showStates(result, model.schema);
}

/** What a checkpoint of the run belongs to. */
function originOf({ spec, variant, setting }: Run): Readonly<Record<string, string>> {
  const parameters = Object.entries(setting).map(
    ([name, value]) => [`parameter \`${name}\``, value] as const,
  );
  return { spec: spec.name, variant, ...Object.fromEntries(parameters) };
}

/** The properties of the run, and the deadlock check of the model where it is on and nothing else was asked for. */
function propertiesFor<S>(model: Model<S>, run: Run, options: RunOptions): readonly string[] {
  const looksForDeadlocks = (options.deadlock ?? model.deadlock ?? "off") !== "off";
  const listed = run.properties.includes(noDeadlock);
  if (listed && !looksForDeadlocks) throw deadlocksOff(run);
  const skipped = run.skipped.some(({ property }) => property === noDeadlock);
  return looksForDeadlocks && run.whole && !listed && !skipped
    ? [...run.properties, noDeadlock]
    : run.properties;
}

function deadlocksOff({ spec, variant }: Run): Diagnostic {
  return new Diagnostic({
    kind: "usage",
    where: `spec ${spec.name}, variant ${variant}`,
    what: `${noDeadlock} cannot be judged: the search for dead ends is off`,
    next: "Switch it on, in the model or with --deadlock=stuck.",
  });
}
