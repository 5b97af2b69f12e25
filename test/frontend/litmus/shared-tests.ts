import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Arm's tests and others to test against; they are no part of the checkout. */
export const shared = fileURLToPath(new URL("../../../../shared/litmus", import.meta.url));

export interface SharedTest {
  /** For messages. */
  readonly file: string;
  readonly text: string;
}

/** Every shared test, or null where they are not there. */
export function sharedTests(): readonly SharedTest[] | null {
  if (!existsSync(shared)) return null;
  const files = readdirSync(shared, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".litmus"),
  );
  return [
    ...files.toSorted().map((file) => ({ file, text: readFileSync(join(shared, file), "utf8") })),
    ...randomTests(),
  ];
}

function randomTests(): readonly SharedTest[] {
  const outcomes: unknown = JSON.parse(readFileSync(join(shared, "random", "outcomes.json"), "utf8"));
  if (!Array.isArray(outcomes)) throw new Error("random/outcomes.json is no list");
  return outcomes.map((test: unknown, index) => {
    if (typeof test !== "object" || test === null || !("litmus" in test) || typeof test.litmus !== "string") {
      throw new Error(`random/outcomes.json: entry ${index} has no text`);
    }
    return { file: `random/outcomes.json:${index}`, text: test.litmus };
  });
}
