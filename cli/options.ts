import type { EngineName, StoreMode } from "../checker/engine/engine.ts";
import type { DeadlockMode } from "../checker/model.ts";
import type { PartialOrderMode } from "../checker/partial-order/reducer.ts";
import type { SymmetryMode } from "../checker/symmetry/symmetry.ts";
import { switchableRules, type SwitchableRule, whyFixed } from "../model/machine-rules/machine-rules.ts";
import { traceModes } from "../report/shows.ts";
import { badValue, chosen, nameAmong, repeated, toggle, valued } from "./option.ts";

const engines: readonly EngineName[] = ["observed", "flyweight", "reference"];
const partialOrderModes: readonly PartialOrderMode[] = ["off", "stubborn"];
const symmetryModes: readonly SymmetryMode[] = ["off", "full"];
const storeModes: readonly StoreMode[] = ["exact", "compact"];
const features = ["ets2", "ets3"] as const;
const deadlockModes: readonly DeadlockMode[] = ["off", "stuck", "stuttering"];

/** Every option of every command, once. */
export const options = {
  help: toggle({ name: "help", short: "h", about: "show this help" }),
  version: toggle({ name: "version", about: "show the version" }),
  json: toggle({ name: "json", about: "print the result as JSON, and nothing else, on standard output" }),
  stats: toggle({ name: "stats", about: "count per rule, field and depth; name the rules that never fired" }),
  only: valued(
    { name: "only", about: "run only what matches: SPEC or SPEC/VARIANT, * stands for any text" },
    "PATTERN",
    (text) => text,
  ),
  variant: valued({ name: "variant", about: "one variant; default: all of them" }, "V", (text) => text),
  keepGoing: valued(
    { name: "keep-going", about: "look for this many different counterexamples per property; default: 1" },
    "N",
    (text) => readPositive("keep-going", text),
  ),
  simulate: valued(
    {
      name: "simulate",
      about: "take N random walks instead of visiting every state; --depth 100 unless given",
    },
    "N",
    (text) => readPositive("simulate", text),
  ),
  seed: valued(
    {
      name: "seed",
      about: "the walks of an earlier --simulate again; default: new ones, and their seed is shown",
    },
    "S",
    (text) => readNumber("seed", text),
  ),
  property: repeated(
    { name: "property", about: "judge only this property; may be given again" },
    "P",
    (text) => text,
  ),
  parameter: repeated(
    { name: "param", about: "give a parameter a value; may be given again" },
    "K=V",
    readParameter,
  ),
  depth: valued({ name: "depth", about: "bound: steps from an initial state" }, "N", (text) =>
    readNumber("depth", text),
  ),
  states: valued({ name: "states", about: "bound: distinct states stored" }, "N", (text) =>
    readNumber("states", text),
  ),
  memory: valued({ name: "memory", about: "bound: memory of the stored states (512M, 2G)" }, "M", readMemory),
  time: valued({ name: "time", about: "bound: time (30s, 5m, 1h)" }, "T", (text) => readTime("time", text)),
  checkpoint: valued(
    { name: "checkpoint", about: "write down how far the search is, for --resume; needs one variant" },
    "FILE",
    (text) => text,
  ),
  checkpointEvery: valued(
    {
      name: "checkpoint-every",
      about: "how often; default: 60s, less often where it would cost 5 % of the time",
    },
    "T",
    (text) => readTime("checkpoint-every", text),
  ),
  resume: valued(
    { name: "resume", about: "go on from a file of --checkpoint, with other bounds if you like" },
    "FILE",
    (text) => text,
  ),
  engine: chosen({ name: "engine", about: "how states are explored; default: observed" }, engines),
  workers: valued(
    { name: "workers", about: "threads to search with; default: the cores, one for a small search" },
    "N",
    (text) => readPositive("workers", text),
  ),
  sample: valued(
    {
      name: "sample",
      about: "check one in N states against the reference engine, 0: none; default: 32768",
    },
    "N",
    (text) => readNumber("sample", text),
  ),
  store: chosen(
    { name: "store", about: "compact: keep 64-bit fingerprints instead of states; default: exact" },
    storeModes,
  ),
  kinds: valued(
    {
      name: "kinds",
      about: "compare with the verdicts of this file: lines NAME Allowed|Forbidden|Required, or JSON",
    },
    "FILE",
    (text) => text,
  ),
  feature: repeated(
    { name: "feature", about: "ets2: FEAT_ETS2; ets3: FEAT_ETS3, which has all of it; default: neither" },
    features.join("|"),
    readFeature,
  ),
  without: repeated(
    {
      name: "without",
      about: "judge on a machine that lacks this rule, to see what it decides; may be given again",
    },
    "RULE",
    readRule,
  ),
  bound: valued(
    { name: "bound", about: "how often a backward branch is taken, and a handler entered; default: 2" },
    "N",
    (text) => readNumber("bound", text),
  ),
  statesPerTest: valued(
    { name: "states", about: "bound of each test: distinct states stored" },
    "N",
    (text) => readNumber("states", text),
  ),
  timePerTest: valued({ name: "time", about: "bound of each test: time (30s, 5m, 1h)" }, "T", (text) =>
    readTime("time", text),
  ),
  testWorkers: valued(
    { name: "workers", about: "threads, one test each; default: the cores, one for few tests" },
    "N",
    (text) => readPositive("workers", text),
  ),
  witness: toggle({
    name: "witness",
    about: "show a shortest way to an end that satisfies the proposition, for every test that allows one",
  }),
  trace: chosen(
    { name: "trace", about: "traces as lanes, with what changed, with whole states; default: lanes" },
    traceModes,
  ),
  deadlock: chosen(
    { name: "deadlock", about: "which dead ends are errors; default: what the model says" },
    deadlockModes,
  ),
  partialOrder: chosen(
    {
      name: "partial-order",
      about: "stubborn: leave out steps that can wait without a difference; default: off",
    },
    partialOrderModes,
  ),
  symmetry: chosen(
    { name: "symmetry", about: "full: one state of those that the model's symmetries join; default: off" },
    symmetryModes,
  ),
};

function readFeature(text: string): (typeof features)[number] {
  return nameAmong("feature", text, features);
}

function readRule(text: string): SwitchableRule {
  const fixed = whyFixed(text);
  if (fixed === null) return nameAmong("without", text, switchableRules);
  throw badValue("without", text, `a rule that a machine can be built without (${fixed})`);
}

function readParameter(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at <= 0 || at === text.length - 1) throw badValue("param", text, "a name and a value, as in ets2=yes");
  return [text.slice(0, at), text.slice(at + 1)];
}

function readNumber(option: string, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw badValue(option, text, "a whole number");
  return value;
}

function readPositive(option: string, text: string): number {
  const value = readNumber(option, text);
  if (value === 0) throw badValue(option, text, "a whole number from 1");
  return value;
}

const memoryUnits: Readonly<Record<string, number>> = {
  "": 1,
  K: 2 ** 10,
  M: 2 ** 20,
  G: 2 ** 30,
  T: 2 ** 40,
};
const timeUnits: Readonly<Record<string, number>> = { "": 1, ms: 0.001, s: 1, m: 60, h: 3600 };

function readMemory(text: string): number {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)([KMGT]?)i?B?$/i.exec(text) ?? [];
  return Math.floor(
    scaled("memory", text, number, memoryUnits[unit.toUpperCase()], "a size, as in 512M or 2G"),
  );
}

function readTime(option: string, text: string): number {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)(ms|s|m|h|)$/.exec(text) ?? [];
  return scaled(option, text, number, timeUnits[unit], "a time, as in 30s or 5m");
}

function scaled(
  option: string,
  text: string,
  number: string,
  unit: number | undefined,
  wanted: string,
): number {
  if (number === "" || unit === undefined) throw badValue(option, text, wanted);
  return Number(number) * unit;
}
