import type { Verdict } from "../../checker/result.ts";
import type { Canvas } from "../canvas.ts";
import type { JudgedProperty } from "../run-report.ts";
import { type Detail, shows } from "../shows.ts";
import { indented } from "../text/wrap.ts";
import { reasonWords, witnessWords } from "../words.ts";
import { gutter } from "./lane-layout.ts";
import { otherLines } from "./others.ts";
import { sharedSteps } from "./shared-steps.ts";
import { traceLines } from "./trace.ts";

const verdictWidth = "UNDECIDED".length + 2;

/** A property: verdict, why, and the trace that shows it, where the reader has not just seen it. */
export function propertyLines(
  judged: JudgedProperty,
  printed: readonly JudgedProperty[],
  detail: Detail,
  canvas: Canvas,
): readonly string[] {
  const { result } = judged;
  const head = [
    headLine(judged, canvas),
    ...beside(reasonWords(result), canvas),
    ...explanation(judged, canvas),
  ];
  return [...head, ...shown(judged, printed, detail, canvas), ...otherLines(result, detail, canvas)];
}

function shown(
  judged: JudgedProperty,
  printed: readonly JudgedProperty[],
  detail: Detail,
  canvas: Canvas,
): readonly string[] {
  const { result } = judged;
  const { trace } = result;
  if (trace === null || !shows.trace(detail, result)) {
    const facts = result.witness === null ? "" : witnessWords(result.witness);
    return [...(facts === "" ? [] : beside(facts, canvas)), ...beside(result.because, canvas)];
  }
  const shared = shows.everyStep(detail) ? null : sharedSteps(trace, printed);
  const lines = traceLines(trace, result.witness, detail, canvas, shared);
  return ["", ...lines, ...conclusion(judged, canvas)];
}

/** `REFUTED    break-before-make   (expected)`. */
export function headLine({ result, expected }: JudgedProperty, { paint }: Canvas): string {
  const verdict =
    paint.verdict(result.verdict, result.verdict) + " ".repeat(verdictWidth - result.verdict.length);
  return `${verdict}${paint.title(result.property)}${expectation(result, expected?.verdict ?? null, paint)}`;
}

function expectation(
  { verdict, reason }: JudgedProperty["result"],
  expected: Verdict | null,
  paint: Canvas["paint"],
): string {
  if (expected === null) return "";
  if (expected === verdict) return `  ${paint.quiet("(expected)")}`;
  // A bound that the user set, an interrupt, or too few walks contradict nothing.
  if (reason.kind === "bound" || reason.kind === "simulation")
    return `  ${paint.quiet(`(the spec expects ${expected})`)}`;
  return `  ${paint.alarm(`(UNEXPECTED: the spec expects ${expected})`)}`;
}

/** Why the spec expects what it does, where it says so. */
function explanation({ result, expected }: JudgedProperty, canvas: Canvas): readonly string[] {
  if (expected === null || expected.because === null) return [];
  const agrees = expected.verdict === result.verdict;
  return beside(agrees ? expected.because : `expected ${expected.verdict}: ${expected.because}`, canvas);
}

/** What the end of the trace shows: the facts of the witness, and why it matters. */
function conclusion({ result }: JudgedProperty, canvas: Canvas): readonly string[] {
  const { paint, width } = canvas;
  const facts = result.witness === null ? "" : `: ${witnessWords(result.witness)}`;
  const [first = "", ...rest] = indented(`${result.verdict} ${result.property}${facts}`, width, gutter);
  const verdict = first.replace(result.verdict, paint.verdict(result.verdict, result.verdict));
  return [verdict, ...rest, ...indented(result.because, width, gutter)];
}

function beside(text: string, { width }: Canvas): readonly string[] {
  return indented(text, width, verdictWidth);
}
