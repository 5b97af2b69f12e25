import { fileURLToPath } from "node:url";
import { Diagnostic } from "../checker/diagnostic.ts";

/** A file of the built JavaScript, which is where this module lies when it runs: `cli/main.js`. */
export function builtFile(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

/** A file of the checkout that the JavaScript was built from: `bin/walkcheck.mjs`. */
export function checkoutFile(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

/** What is transpiled while it is loaded would be timed with its transpiling. */
export function mustBeBuilt(): void {
  if (!import.meta.url.endsWith(".ts")) return;
  throw new Diagnostic({
    kind: "usage",
    what: "the benchmark does not run from its sources",
    why: "it measures the built JavaScript",
    next: "npm run bench -- [OPTION]...",
  });
}
