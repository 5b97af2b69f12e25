import { Diagnostic } from "../../checker/diagnostic.ts";
import { nearest } from "../../checker/nearest.ts";

/** The error for a name of a scenario that does not exist. */
export function unknownName(where: string, what: string, name: string, exist: readonly string[]): Diagnostic {
  const guess = nearest(name, exist);
  return new Diagnostic({
    kind: "program",
    where,
    what: `there is no ${what} ${name}`,
    next: `${guess === null ? "" : `did you mean ${guess}? `}there is: ${exist.join(", ") || "none"}`,
  });
}
