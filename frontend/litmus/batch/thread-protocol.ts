import type { LitmusOptions, LitmusOutcome } from "../result.ts";
import type { Thrown } from "./fault-in.ts";

/** What judges a test; a thread loads it by its address. */
export interface Judge {
  readonly judgeFile: (file: string, options: LitmusOptions) => Promise<LitmusOutcome>;
}

/** What a thread is started with. */
export interface ThreadData {
  /** Address of a module that is a `Judge`. */
  readonly judge: string;
  /** Without a signal: an interrupt ends the thread. */
  readonly options: LitmusOptions;
}

/** A thread's answer to the name of a file. */
export type ThreadAnswer =
  | { readonly kind: "outcome"; readonly outcome: LitmusOutcome }
  /** What it threw: a mistake of walkcheck. */
  | { readonly kind: "fault"; readonly thrown: Thrown };
