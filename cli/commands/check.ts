import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { options } from "../options.ts";
import { withSeed } from "../seed.ts";
import type { Session } from "../session.ts";
import type { Spec } from "../../specs/spec.ts";
import { Diagnostic } from "../../checker/diagnostic.ts";

/** `walkcheck check`. */
export const check: Command = {
  name: "check",
  about: "one spec: verdicts, statistics and, for one variant, traces",
  operands: {
    placeholder: "SPEC|FILE.ts",
    about: "a spec of the catalogue, or a file whose default export is one",
    least: 1,
    most: 1,
  },
  options: [
    options.variant,
    options.property,
    options.parameter,
    options.depth,
    options.states,
    options.memory,
    options.time,
    options.checkpoint,
    options.checkpointEvery,
    options.resume,
    options.engine,
    options.workers,
    options.store,
    options.sample,
    options.keepGoing,
    options.simulate,
    options.seed,
    options.trace,
    options.deadlock,
    options.symmetry,
    options.partialOrder,
    options.stats,
    options.json,
  ],
  examples: [
    "walkcheck check pkvm-fixmap",
    "walkcheck check pkvm-fixmap --variant v4-as-posted --trace diff",
    "walkcheck check pkvm-fixmap --variant v4-as-posted --simulate 1000 --seed 7",
    "walkcheck check ./my-spec.ts --variant good --param ets2=yes --depth 20 --json",
    "walkcheck check ./my-spec.ts --variant good --time 8h --checkpoint good.run",
    "walkcheck check ./my-spec.ts --variant good --resume good.run --checkpoint good.run",
  ],
  run: runCheck,
};

async function runCheck(given: Arguments, session: Session): Promise<ExitCode> {
  const args = withSeed(given);
  const [name = ""] = args.operands;
  const { findSpec } = await import("../find-spec.ts");
  const spec = await findSpec(name, session.directory);
  const names = Object.keys(spec.variants);
  const variant = args.get(options.variant) ?? (names.length === 1 ? (names[0] ?? null) : null);
  if (variant === null) {
    refuseFiles(spec, names, args);
    const { checkVariants } = await import("../check-variants.ts");
    return checkVariants(spec, names, args, session);
  }
  const { checkVariant } = await import("../check-variant.ts");
  const code = await checkVariant(spec, variant, args, session);
  if (code === exitCode.undecided) sayHowToGoOn(args, session);
  return code;
}

/** After an interrupt or a bound; where a loop's own bound cut paths, there is nothing to go on with. */
function sayHowToGoOn(args: Arguments, { output, signal }: Session): void {
  const file = args.get(options.checkpoint);
  const bounds = [options.depth, options.states, options.memory, options.time];
  if (file === null || (!signal.aborted && bounds.every((bound) => args.get(bound) === null))) return;
  output.complain(`walkcheck: to go on, repeat the command with --resume ${file}`);
}

/** A file holds one search, and every variant is one. */
function refuseFiles(spec: Spec, variants: readonly string[], args: Arguments): void {
  const option = [options.checkpoint, options.resume].find((each) => args.get(each) !== null);
  if (option === undefined) return;
  throw new Diagnostic({
    kind: "usage",
    what: `--${option.name} is for one variant: name it with --variant`,
    next: `variants of ${spec.name}: ${variants.join(", ")}`,
  });
}
