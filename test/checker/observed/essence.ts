import { check } from "../../../checker/check.ts";
import type { CheckOptions } from "../../../checker/check-options.ts";
import { Diagnostic } from "../../../checker/diagnostic.ts";
import type { Model } from "../../../checker/model.ts";
import { outline } from "../checkpoint/essence.ts";

/** What a check says, whatever the order in which states are discovered within a level. */
export async function outlineOf<S>(model: Model<S>, options: CheckOptions) {
  try {
    return outline(await check(model, { exhaust: true, ...options }));
  } catch (error) {
    // Which of several mistakes is met first depends on the order of discovery, too.
    if (error instanceof Diagnostic) return error.details.kind;
    throw error;
  }
}
