import { resolve } from "node:path";
import type { Bounds } from "../checker/bounds.ts";
import { Diagnostic } from "../checker/diagnostic.ts";
import type { Detail } from "../report/shows.ts";
import { reproduceCommand } from "../report/reproduce.ts";
import { statusLine } from "../report/terminal/status-line.ts";
import { planRun, type Run } from "../specs/plan.ts";
import type { RunOptions } from "../specs/run.ts";
import { changedParameters, settingFrom } from "../specs/setting.ts";
import type { Setting, Spec } from "../specs/spec.ts";
import type { Arguments } from "./arguments.ts";
import type { Option } from "./option.ts";
import { options } from "./options.ts";
import type { Session } from "./session.ts";

/** The run that a command line of `check` asks for. */
export function requestedRun(spec: Spec, variant: string, args: Arguments): Run {
  const setting = settingFrom(spec, variant, parametersOf(args));
  return planRun(spec, variant, setting, args.get(options.property));
}

/** How it asks to search. */
export function requestedSearch(
  what: string,
  args: Arguments,
  { output, signal, directory }: Session,
): RunOptions {
  const engine = args.get(options.engine);
  const workers = args.get(options.workers);
  const sample = args.get(options.sample);
  const deadlock = args.get(options.deadlock);
  const store = args.get(options.store);
  const symmetry = args.get(options.symmetry);
  const partialOrder = args.get(options.partialOrder);
  const keepGoing = args.get(options.keepGoing);
  const walks = args.get(options.simulate);
  const seed = args.get(options.seed);
  return {
    ...(engine === null ? {} : { engine }),
    ...(workers === null ? {} : { workers }),
    ...(sample === null ? {} : { sample }),
    ...(deadlock === null ? {} : { deadlock }),
    ...(store === null ? {} : { store }),
    ...(symmetry === null ? {} : { symmetry }),
    ...(partialOrder === null ? {} : { partialOrder }),
    ...(keepGoing === null ? {} : { keepGoing }),
    ...(walks === null || seed === null ? {} : { simulate: { walks, seed } }),
    ...checkpointsOf(args, directory),
    bounds: boundsOf(args),
    fields: args.get(options.stats),
    signal,
    onProgress: (progress) => output.status((width) => statusLine(what, progress, width)),
  };
}

/** What it asks to see. */
export function requestedDetail(args: Arguments): Detail {
  return {
    trace: args.get(options.trace) ?? "lanes",
    stats: args.get(options.stats),
    asked: args.get(options.property).length > 0,
    everyTrace: args.get(options.trace) !== null,
  };
}

/** The command that does it again; `run` null for all variants. */
export function commandAgain(run: Run | null, args: Arguments): string {
  const changing: readonly Option<unknown>[] = [
    options.depth,
    options.states,
    options.memory,
    options.time,
    options.engine,
    options.workers,
    options.sample,
    options.deadlock,
    options.symmetry,
    options.store,
    options.partialOrder,
    options.keepGoing,
    options.simulate,
    options.seed,
  ];
  return reproduceCommand({
    spec: args.operands[0] ?? "",
    variant: run?.variant ?? null,
    parameters: run === null ? parametersOf(args) : changedParameters(run.spec, run.variant, run.setting),
    properties: args.get(options.property),
    options: changing.flatMap((option) => args.texts(option).map((text) => [option.name, text] as const)),
  });
}

function parametersOf(args: Arguments): Setting {
  const given = args.get(options.parameter);
  const twice = given.find(([name], index) => given.findIndex(([other]) => other === name) !== index);
  if (twice !== undefined) {
    throw new Diagnostic({ kind: "usage", what: `--param ${twice[0]} is given twice` });
  }
  return Object.fromEntries(given);
}

/** Files are named as the user's shell sees them. */
function checkpointsOf(args: Arguments, directory: string): Pick<RunOptions, "checkpoint" | "resume"> {
  const file = args.get(options.checkpoint);
  const seconds = args.get(options.checkpointEvery);
  const resume = args.get(options.resume);
  if (file === null && seconds !== null) {
    throw new Diagnostic({
      kind: "usage",
      what: "--checkpoint-every says how often, but not where",
      next: "Name a file with --checkpoint.",
    });
  }
  const interval = seconds === null ? {} : { seconds };
  return {
    ...(file === null ? {} : { checkpoint: { file: resolve(directory, file), ...interval } }),
    ...(resume === null ? {} : { resume: resolve(directory, resume) }),
  };
}

function boundsOf(args: Arguments): Bounds {
  return {
    depth: args.get(options.depth),
    states: args.get(options.states),
    memory: args.get(options.memory),
    time: args.get(options.time),
  };
}
