import { parseLitmus } from "../../../frontend/litmus/parse.ts";
import type { LitmusOptions, LitmusOutcome } from "../../../frontend/litmus/result.ts";
import { runLitmus } from "../../../frontend/litmus/run.ts";
import { translate, type Translation } from "../../../frontend/litmus/translate/translate.ts";
import type { Instruction } from "../../../model/index.ts";

/** Parts of a litmus text; what is left out has a default. */
export interface Text {
  /** Info lines. */
  readonly info?: string;
  readonly init?: string;
  /** The columns, each with its header first: `["P0", "MOV W0,#1"]`. */
  readonly columns?: readonly (readonly string[])[];
  readonly final?: string;
}

/** A litmus text, on lines of its own: info lines from line 2. */
export function litmus({ info = "", init = "", columns = [["P0"]], final = "exists (true)" }: Text): string {
  const rows = Math.max(...columns.map(({ length }) => length));
  const lines = Array.from({ length: rows }, (_, row) => `${columns.map((c) => c[row] ?? "").join(" | ")} ;`);
  return ["AArch64 test", ...(info === "" ? [] : [info]), `{ ${init} }`, ...lines, final, ""].join("\n");
}

/** A litmus text of one thread. */
export const thread = (instructions: readonly string[], rest: Omit<Text, "columns"> = {}): string =>
  litmus({ ...rest, columns: [["P0", ...instructions]] });

const usual: LitmusOptions = { features: { ets2: false, ets3: false }, bound: 2, witness: false, limits: {} };

export const outcomeOf = (text: string, options: Partial<LitmusOptions> = {}): Promise<LitmusOutcome> =>
  runLitmus(parseLitmus(text, "test.litmus"), "test.litmus", { ...usual, ...options });

/** The final states of a text that has a verdict. */
export async function finalStatesOf(
  text: string,
  options: Partial<LitmusOptions> = {},
): Promise<readonly string[]> {
  const { noVerdict, finalStates } = await outcomeOf(text, options);
  if (noVerdict !== null) throw new Error(noVerdict.message);
  return finalStates;
}

export const translationOf = (text: string): Translation =>
  translate(parseLitmus(text, "test.litmus"), "test.litmus", usual);

/** What the machine is given for the instructions of one thread, without the text they come from. */
export function machineCode(
  instructions: readonly string[],
): readonly Omit<Instruction, "kernel" | "source">[] {
  const { scenario } = translationOf(thread(instructions));
  const code = scenario.pes[0]?.program.instructions ?? [];
  return code.map(({ kernel: _kernel, source: _source, ...rest }) => rest);
}

/** Why a text has no verdict. */
export async function complaintAbout(text: string): Promise<string> {
  const { noVerdict } = await outcomeOf(text);
  return noVerdict === null ? "nothing" : `${noVerdict.kind}: ${noVerdict.message}`;
}
