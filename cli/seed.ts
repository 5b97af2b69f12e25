import { randomInt } from "node:crypto";
import { Diagnostic } from "../checker/diagnostic.ts";
import type { Arguments } from "./arguments.ts";
import { options } from "./options.ts";

/** Seeds are drawn from so many: few enough digits to type again. */
const seeds = 2 ** 32;

/** What only a search can do. */
const ofSearches = [options.checkpoint, options.checkpointEvery, options.resume];

/** The same command line with a seed: walks that nobody gave one for get a new one, which reports then name. */
export function withSeed(args: Arguments): Arguments {
  const given = args.get(options.seed) !== null;
  const simulates = args.get(options.simulate) !== null;
  if (given && !simulates) {
    throw new Diagnostic({
      kind: "usage",
      what: "--seed is for random walks, and there are none",
      next: "Ask for some with --simulate N, or leave --seed out.",
    });
  }
  if (!simulates) return args;
  const other = ofSearches.find((option) => args.texts(option).length > 0);
  if (other !== undefined) {
    throw new Diagnostic({
      kind: "usage",
      what: `--simulate and --${other.name} exclude each other`,
      why: "random walks leave nothing behind to go on from; with the same --seed they are taken again",
    });
  }
  if (given) return args;
  const drawn = [String(randomInt(seeds))];
  const texts: Arguments["texts"] = (option) =>
    option.name === options.seed.name ? drawn : args.texts(option);
  return { ...args, texts, get: (option) => option.read(texts(option)) };
}
