/** What kind of mistake a diagnostic reports; every kind is the user's to mend (exit code 2). */
export type DiagnosticKind =
  | "usage" // the command line, or a call of the library
  | "unknown-name" // a spec, variant, property, parameter or file that does not exist
  | "spec" // a spec that contradicts itself
  | "program" // a program that cannot be compiled
  | "litmus" // a litmus file, or a list of litmus files or verdicts, that cannot be read
  | "domain" // a value outside its finite domain
  | "rule" // a rule that throws
  | "property"; // a property that throws

/** A mistake as data. */
export interface DiagnosticDetails {
  readonly kind: DiagnosticKind;
  /** The thing that is wrong, in one sentence. */
  readonly what: string;
  /** The place: a rule, a field, a file and line, an option. */
  readonly where?: string;
  /** Why it is wrong. */
  readonly why?: string;
  /** What to do next; for an unknown name, what exists. */
  readonly next?: string;
}

/** A mistake in what walkcheck was given: one clear message, no stack trace, exit code 2. */
export class Diagnostic extends Error {
  readonly details: DiagnosticDetails;

  constructor(details: DiagnosticDetails) {
    super(describe(details));
    this.name = "Diagnostic";
    this.details = details;
  }
}

function describe({ what, where, why, next }: DiagnosticDetails): string {
  const head = where === undefined ? what : `${where}: ${what}`;
  return [head, why, next].filter((part) => part !== undefined).join("\n  ");
}
