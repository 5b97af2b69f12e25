import { describeValue, isRecord, type Unknown } from "../describe-value.ts";
import { Diagnostic } from "../diagnostic.ts";
import { callable, nonEmptyText, optionalTexts, truth } from "./forms.ts";
import { checkForm, may, must, oneOf, type Shape } from "./shape.ts";

const options: Shape = {
  engine: may(oneOf("reference", "flyweight", "observed")),
  workers: may(must("a whole number from 1", (value) => isWhole(value) && value >= 1)),
  sample: may(must("a whole number from 0", (value) => isWhole(value) && value >= 0)),
  bounds: may(must("an object", isRecord)),
  properties: optionalTexts,
  eager: may(oneOf("fold", "off")),
  symmetry: may(oneOf("off", "full")),
  partialOrder: may(oneOf("off", "stubborn")),
  store: may(oneOf("exact", "compact")),
  deadlock: may(oneOf("off", "stuck", "stuttering")),
  fields: may(truth),
  keepGoing: may(must("a whole number from 1", (value) => isWhole(value) && value >= 1)),
  simulate: may(must("{ walks, seed }: whole numbers, walks from 1 and seed from 0", isWalks)),
  exhaust: may(truth),
  collect: may(callable),
  checkpoint: may(must("{ file, seconds? }, seconds a number that is not negative", isCheckpoint)),
  resume: may(nonEmptyText),
  origin: may(must("an object of texts", isRecordOfTexts)),
  signal: may(must("an AbortSignal", (value) => value instanceof AbortSignal)),
  onProgress: may(callable),
};

/** Checks the options of a call whose types nobody may have checked. */
export function validateOptions(given: unknown): void {
  const where = "the options of check";
  if (!isRecord(given))
    throw new Diagnostic({ kind: "usage", where, what: `${describeValue(given)} is no object` });
  // Callers hand on options of their own along with these, so only the known keys are looked at.
  const subject = { kind: "usage", where, keys: "options" } as const;
  for (const [key, form] of Object.entries(options)) checkForm(subject, key, given[key], form);
  refuseMixture(where, given);
}

function isCheckpoint(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { file, seconds = 0 } = value;
  return typeof file === "string" && file !== "" && typeof seconds === "number" && seconds >= 0;
}

/** What only a search can do. */
const ofSearches: readonly string[] = ["exhaust", "checkpoint", "resume", "symmetry", "store"];

/** Values that switch an option off. */
const idle: readonly unknown[] = [undefined, false, "off", "exact"];

function refuseMixture(where: string, given: Unknown): void {
  if (given["simulate"] === undefined) return;
  const other = ofSearches.find((key) => !idle.includes(given[key]));
  if (other === undefined) return;
  throw new Diagnostic({
    kind: "usage",
    where,
    what: `\`simulate\` and \`${other}\` exclude each other`,
    why: "walks visit no state but their own, and one that ended cannot go on",
    next: "Leave one of them out.",
  });
}

function isWalks(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { walks, seed } = value;
  return isWhole(walks) && walks >= 1 && isWhole(seed) && seed >= 0;
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isRecordOfTexts(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every((text) => typeof text === "string");
}
