import { statSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Diagnostic } from "../checker/diagnostic.ts";
import { isRecord } from "../specs/narrow.ts";
import type { Spec } from "../specs/spec.ts";
import { asSpec } from "../specs/validate.ts";

/** Loads the spec that a file exports by default. Whatever is wrong with the file is a diagnostic, never a crash. */
export async function loadSpec(file: string, directory: string): Promise<Spec> {
  const path = resolve(directory, file);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new Diagnostic({ kind: "unknown-name", what: `there is no file ${file}` });
  if (!found.isFile()) throw broken(file, "not a file", "Name the .ts file that exports the spec.");
  const exports = await importFile(file, pathToFileURL(path).href);
  if (!isRecord(exports) || !("default" in exports)) {
    const names = isRecord(exports) ? Object.keys(exports) : [];
    const others = names.length === 0 ? "it exports nothing" : `it exports ${names.join(", ")}`;
    throw broken(file, "has no default export", `${others}; write: export default defineSpec({ ... })`);
  }
  return asSpec(exports["default"], file);
}

async function importFile(file: string, url: string): Promise<unknown> {
  const stalled = new Stalled(file);
  try {
    return await Promise.race([import(url), stalled.promise]);
  } catch (error) {
    if (error instanceof Diagnostic) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new Diagnostic({ kind: "spec", where: file, what: "cannot be loaded", why: explained(message) });
  } finally {
    stalled.stop();
  }
}

/** Rejects when nothing is left to do although the file is still loading: an `await` in it will never come back. */
class Stalled {
  readonly promise: Promise<never>;
  readonly #notice: () => void;

  constructor(file: string) {
    let reject: (reason: Diagnostic) => void = () => undefined;
    this.promise = new Promise((_, refuse) => (reject = refuse));
    this.#notice = () =>
      reject(
        broken(
          file,
          "never finishes loading",
          "An `await` at its top level waits for something that never comes.",
        ),
      );
    process.once("beforeExit", this.#notice);
  }

  stop(): void {
    process.off("beforeExit", this.#notice);
  }
}

/** The messages of the module loader and the transpiler, without the parts that speak of their own workings. */
function explained(message: string): string {
  const subpath = /Package subpath '\.\/([^']*)' is not defined/.exec(message)?.[1];
  if (subpath !== undefined) {
    return `there is no "walkcheck/${subpath}"; there are walkcheck/checker, walkcheck/model and walkcheck/specs`;
  }
  return message
    .replace(/^Transform failed with \d+ errors?:\n/, "")
    .replaceAll("\n", "\n  ")
    .trim();
}

function broken(file: string, what: string, next: string): Diagnostic {
  return new Diagnostic({ kind: "spec", where: file, what, next });
}
