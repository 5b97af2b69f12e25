import { Diagnostic } from "../diagnostic.ts";

/** The file is not what was written there. */
export function damaged(file: string, what: string): Diagnostic {
  return new Diagnostic({
    kind: "usage",
    where: `checkpoint ${file}`,
    what: `it is damaged: ${what}`,
    why: "Counts and verdicts that rest on it could be wrong, so nothing of it is used.",
    next: "Resume from a copy that is whole, or start anew without it.",
  });
}

/** The file is something else. */
export function foreign(file: string): Diagnostic {
  return new Diagnostic({
    kind: "usage",
    where: `checkpoint ${file}`,
    what: "this is no checkpoint of walkcheck",
    next: "Name a file that --checkpoint (CheckOptions.checkpoint) wrote.",
  });
}

export function otherVersion(file: string, theirs: number, ours: number): Diagnostic {
  return new Diagnostic({
    kind: "usage",
    where: `checkpoint ${file}`,
    what: `it has format ${theirs}, and this walkcheck reads and writes format ${ours}`,
    next: "Resume it with the walkcheck that wrote it, or start anew.",
  });
}

/** The file belongs to another check. */
export function otherModel(file: string, difference: string): Diagnostic {
  return new Diagnostic({
    kind: "usage",
    where: `checkpoint ${file}`,
    what: "it is of another check",
    why: difference,
    next: "Resume it with the model and the options it was written with, or start anew.",
  });
}

/** The system does not let us read or write. */
export function failed(file: string, what: string, thrown: unknown, next: string): Diagnostic {
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return new Diagnostic({ kind: "usage", where: `checkpoint ${file}`, what, why, next });
}
