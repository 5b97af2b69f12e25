import type { Arguments } from "./arguments.ts";
import type { ExitCode } from "./exit-code.ts";
import type { Option } from "./option.ts";
import type { Session } from "./session.ts";

/** A command as data, and what it does. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly about: string;
  /** What it takes beside options: `SPEC|FILE.ts`. */
  readonly operands: Operands | null;
  readonly options: readonly Option<unknown>[];
  /** Complete command lines, for help. */
  readonly examples: readonly string[];
  /** What its exit codes mean, for help; where it says nothing, they are those of properties. */
  readonly exitCodes?: readonly string[];
  /** Loads what the command needs, which takes longer than to say what it is. */
  readonly run: (args: Arguments, session: Session) => Promise<ExitCode>;
}

/** Arguments that are not options. */
export interface Operands {
  readonly placeholder: string;
  readonly about: string;
  readonly least: number;
  readonly most: number;
}
