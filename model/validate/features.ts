import type { BbmLevel } from "../mmu/break-before-make.ts";
import type { Features } from "../scenario.ts";
import { flag, oneOf } from "./checks.ts";
import { wrongValue } from "./place.ts";
import { isRecord, optional, record, type ShapeOf } from "./record.ts";

const shape: ShapeOf<Features> = {
  ets2: flag,
  ets3: flag,
  bbmLevel: oneOf<BbmLevel>({ "0": true, "1": true, "2": true, noabort: true }),
  bbmCoversOa: flag,
  amalgamation: flag,
  tlbiDrainsOldAccesses: flag,
  entryExitCse: flag,
  ttl: flag,
  s2fwb: flag,
  walks: oneOf<Features["walks"]>({ "may-be-cached": true, explicit: true }),
  caches: oneOf<Features["caches"]>({ "may-hold": true, explicit: true }),
};

/** All features of a scenario. */
export const allFeatures = record("what features() gives", shape);

const given = Object.fromEntries(Object.entries(shape).map(([key, check]) => [key, optional(check)]));

const someFeatures = record("an object", given, () => "");

/** Checks the features that differ from their defaults. One given as undefined would replace its default: it is wrong. */
export function checkGivenFeatures(features: unknown): void {
  someFeatures(features, { where: "features()", field: "the argument" });
  if (!isRecord(features)) return;
  for (const [key, value] of Object.entries(features))
    if (value === undefined)
      throw wrongValue(
        value,
        { where: "features()", field: key },
        "undefined is no value",
        `leave ${key} out`,
      );
}
