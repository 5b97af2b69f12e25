import type { LitmusOutcome } from "../../frontend/litmus/result.ts";
import type { Canvas } from "../canvas.ts";
import type { LitmusRow } from "../litmus-row.ts";
import { type Detail, shows } from "../shows.ts";
import { indented } from "../text/wrap.ts";
import { stepsWords } from "../words.ts";
import { gutter } from "./lane-layout.ts";
import { traceLines } from "./trace.ts";

/** What is beneath the line of a test: the trace that it allows an end by and, of a test given alone, its final states. */
export function litmusTestLines(
  { outcome }: LitmusRow,
  alone: boolean,
  detail: Detail,
  canvas: Canvas,
): readonly string[] {
  if (outcome === null) return [];
  const { witness, counterexample = null } = outcome;
  const blocks = [
    traceBlock("satisfies it", witness, detail, canvas),
    traceBlock("does not satisfy it, as `forall` claims,", counterexample, detail, canvas),
    alone ? finalStateLines(outcome, canvas) : [],
  ];
  const lines = blocks.filter((block) => block.length > 0).flatMap((block) => ["", ...block]);
  return alone || lines.length === 0 ? lines : [...lines, ""];
}

/** A shortest way to an end that is of interest. */
function traceBlock(
  that: string,
  trace: LitmusOutcome["witness"],
  detail: Detail,
  canvas: Canvas,
): readonly string[] {
  if (trace === null || !shows.witness(detail)) return [];
  const words = `a shortest way to an end that ${that} takes ${stepsWords(trace.steps)}`;
  return [...indented(words, canvas.width, gutter), "", ...traceLines(trace, null, detail, canvas)];
}

/** Every final state, with a mark at those that satisfy the proposition. */
function finalStateLines({ finalStates, satisfying }: LitmusOutcome, { paint }: Canvas): readonly string[] {
  if (finalStates.length === 0) return [];
  const satisfies = new Set(satisfying);
  const lines = finalStates.map((state) =>
    satisfies.has(state) ? `  * ${paint.title(state)}` : `    ${state}`,
  );
  return ["final states (* satisfies the proposition)", ...lines];
}
