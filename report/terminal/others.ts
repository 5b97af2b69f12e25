import type { Counterexample, PropertyResult } from "../../checker/result.ts";
import type { ShownState } from "../../checker/shown-state.ts";
import type { Canvas } from "../canvas.ts";
import { type Detail, shows } from "../shows.ts";
import { indented } from "../text/wrap.ts";
import { stepsWords, witnessWords } from "../words.ts";
import { gutter } from "./lane-layout.ts";
import { traceLines } from "./trace.ts";

/** The counterexamples after the first: what is different about each, and its trace where traces were asked for. */
export function otherLines(
  { others }: PropertyResult<ShownState>,
  detail: Detail,
  canvas: Canvas,
): readonly string[] {
  if (others.length === 0) return [];
  return others.flatMap((other, index) => {
    const words = indented(`counterexample ${index + 2}: ${otherWords(other)}`, canvas.width, gutter);
    if (!shows.otherTraces(detail)) return index === 0 ? ["", ...words] : words;
    return ["", ...words, ...traceLines(other.trace, other.witness, detail, canvas)];
  });
}

/** Its length, its facts, and the step that brings them about. */
function otherWords({ witness, trace }: Counterexample<ShownState>): string {
  const facts = witness === null ? "" : witnessWords(witness);
  const last = trace.steps.findLast(({ kind }) => kind === "rule")?.step;
  const end = last === undefined ? "in an initial state" : `ends with ${last.lane}: ${last.text}`;
  return [stepsWords(trace.steps), facts, end].filter((part) => part !== "").join("; ");
}
