import type { Arguments } from "../arguments.ts";
import { checkVariants } from "../check-variants.ts";
import { checkVariant } from "../check-variant.ts";
import type { Command } from "../command.ts";
import type { ExitCode } from "../exit-code.ts";
import { findSpec } from "../find-spec.ts";
import { options } from "../options.ts";
import type { Session } from "../session.ts";

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
    options.engine,
    options.keepGoing,
    options.trace,
    options.deadlock,
    options.stats,
    options.json,
  ],
  examples: [
    "walkcheck check pkvm-fixmap",
    "walkcheck check pkvm-fixmap --variant v4-as-posted --trace diff",
    "walkcheck check ./my-spec.ts --variant good --param ets2=yes --depth 20 --json",
  ],
  run: runCheck,
};

async function runCheck(args: Arguments, session: Session): Promise<ExitCode> {
  const [given = ""] = args.operands;
  const spec = await findSpec(given, session.directory);
  const names = Object.keys(spec.variants);
  const variant = args.get(options.variant) ?? (names.length === 1 ? (names[0] ?? null) : null);
  if (variant === null) return checkVariants(spec, names, args, session);
  return checkVariant(spec, variant, args, session);
}
