import { Diagnostic } from "../checker/diagnostic.ts";
import { nearest } from "../checker/nearest.ts";

/** What was looked up: `{ what: "variant", name: "v5", among: ["v4", "merged"], of: "pkvm-fixmap" }`. */
export interface Lookup {
  readonly what: string;
  readonly name: string;
  readonly among: readonly string[];
  /** Where it was looked for. */
  readonly of?: string;
  /** What it may mean, where that is known better than by its letters. */
  readonly meant?: readonly string[];
  /** The plural of `what`, where an s does not do. */
  readonly plural?: string;
}

/** The diagnostic for a name that does not exist: it suggests the nearest one and lists all that do exist. */
export function unknownName({ what, name, among, of, meant = [], plural = `${what}s` }: Lookup): Diagnostic {
  const near = nearest(name, among);
  const close = meant.length > 0 ? meant : near === null ? [] : [near];
  const place = of === undefined ? "" : ` of ${of}`;
  const known =
    among.length === 0 ? `there are no ${plural}${place}` : `${plural}${place}: ${among.join(", ")}`;
  return new Diagnostic({
    kind: "unknown-name",
    what: `unknown ${what} "${name}"${place}`,
    ...(close.length === 0 ? {} : { why: `did you mean ${close.map((one) => `"${one}"`).join(" or ")}?` }),
    next: known,
  });
}
