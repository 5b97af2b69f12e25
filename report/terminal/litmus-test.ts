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
  const blocks = [witnessLines(outcome, detail, canvas), alone ? finalStateLines(outcome, canvas) : []];
  const lines = blocks.filter((block) => block.length > 0).flatMap((block) => ["", ...block]);
  return alone || lines.length === 0 ? lines : [...lines, ""];
}

/** A shortest way to an end that satisfies the proposition. */
function witnessLines({ witness }: LitmusOutcome, detail: Detail, canvas: Canvas): readonly string[] {
  if (witness === null || !shows.witness(detail)) return [];
  const words = `a shortest way to an end that satisfies it takes ${stepsWords(witness.steps)}`;
  return [...indented(words, canvas.width, gutter), "", ...traceLines(witness, null, detail, canvas)];
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
