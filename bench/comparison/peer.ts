import type { Size } from "../fixmap/sizes.ts";
import type { Command } from "../meter.ts";
import type { Space } from "../ways.ts";
import type { Counts } from "./contender.ts";

/** A program that a peer needs, and the Debian package that has it. */
export interface Needed {
  readonly program: string;
  readonly package: string;
}

/** Where a peer gets ready for one size. */
export interface Site {
  /** The directory of the peers' models. */
  readonly models: string;
  readonly size: Size;
  /** To compile in; nobody else's. */
  readonly directory: string;
  /** TLC's jar, where one was named. */
  readonly jar: string | null;
}

/** Another model checker, as data. */
export interface Peer {
  readonly engine: string;
  readonly space: Space;
  /** The file of its model. */
  readonly model: string;
  readonly needs: readonly Needed[];
  /** Needs `Site.jar`. */
  readonly needsJar?: boolean;
  /** Compiles what is to be compiled, and gives the command that is measured. */
  prepare(site: Site): Promise<Command>;
  /** What its output says that it visited; the initial state is not a firing, whatever it calls it. */
  counts(stdout: string): Counts;
}

export const gcc: Needed = { program: "gcc", package: "gcc" };

/** The number that a pattern's only group finds. */
export function numberIn(stdout: string, pattern: RegExp, engine: string, what: string): number {
  const text = pattern.exec(stdout)?.[1];
  if (text === undefined) throw new Error(`${engine} did not say how many ${what}; it printed:\n${stdout}`);
  return Number(text.replaceAll(",", ""));
}
