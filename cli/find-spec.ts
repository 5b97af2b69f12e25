import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Diagnostic } from "../checker/diagnostic.ts";
import { catalogue } from "../specs/catalogue.ts";
import type { Spec } from "../specs/spec.ts";
import { unknownName } from "../specs/unknown-name.ts";
import { loadSpec } from "./load-spec.ts";

/** The spec that the user means: a name of the catalogue, or a file. */
export async function findSpec(given: string, directory: string): Promise<Spec> {
  if (/\.[cm]?[tj]s$/.test(given) || given.includes("/")) return loadSpec(given, directory);
  const spec = catalogue.find(({ name }) => name === given);
  if (spec !== undefined) return spec;
  const file = [`${given}.ts`, `${given}.mts`].find((name) => existsSync(resolve(directory, name)));
  if (file !== undefined) {
    throw new Diagnostic({
      kind: "unknown-name",
      what: `unknown spec "${given}"`,
      next: `There is a file of that name: walkcheck check ./${file}`,
    });
  }
  throw unknownName({ what: "spec", name: given, among: catalogue.map(({ name }) => name) });
}
