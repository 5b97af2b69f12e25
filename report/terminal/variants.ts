import type { Run } from "../../specs/plan.ts";
import type { Setting } from "../../specs/spec.ts";
import type { Canvas } from "../canvas.ts";
import { plain } from "../paint.ts";
import { type JudgedProperty, type RunReport, tally, worstProperty } from "../run-report.ts";
import { type Detail, shows } from "../shows.ts";
import { indented, wrap } from "../text/wrap.ts";
import { coverageWords, reasonWords } from "../words.ts";
import { runHeading, skippedWords } from "./check.ts";
import { headLine } from "./property.ts";
import { statisticsTables } from "./statistics.ts";

/** A run among those of the other variants: its verdicts without traces. */
export function compactText(report: RunReport, detail: Detail, canvas: Canvas): string {
  const { run, result } = report.outcome;
  const lines = [
    ...runHeading(run, notDefault(run), canvas),
    ...report.properties.flatMap((judged) => propertyLines(judged, canvas)),
    ...run.skipped.flatMap((skipped) => wrap(`  not run    ${skippedWords(run, skipped)}`, canvas.width, 13)),
    ...wrap(`  ${coverageWords(result)}`, canvas.width, 4),
    ...(shows.tables(detail) ? ["", ...statisticsTables(result)] : []),
  ];
  return `${lines.join("\n")}\n\n`;
}

/** The verdict, and why where it is not PROVED: beside it if there is room. */
function propertyLines(judged: JudgedProperty, canvas: Canvas): readonly string[] {
  const head = `  ${headLine(judged, canvas)}`;
  if (judged.result.verdict === "PROVED") return [head];
  const why = reasonWords(judged.result);
  const plainHead = headLine(judged, { ...canvas, paint: plain });
  if (plainHead.length + why.length + 4 <= canvas.width) return [`${head}  ${canvas.paint.quiet(why)}`];
  return [head, ...indented(why, canvas.width, 13)];
}

/** Among many variants, parameters at their defaults are noise. */
function notDefault({ spec, setting }: Run): Setting {
  return Object.fromEntries(
    Object.entries(setting).filter(([name, value]) => spec.parameters[name]?.values[0] !== value),
  );
}

/** A variant of which nothing can be run. */
export function notRunText(run: Run, canvas: Canvas): string {
  const why = run.skipped.flatMap((skipped) =>
    wrap(`  not run    ${skippedWords(run, skipped)}`, canvas.width, 13),
  );
  return `${[...runHeading(run, notDefault(run), canvas), ...why].join("\n")}\n\n`;
}

/** After all variants: how they ended, and how to see a trace. */
export function variantsSummary(reports: readonly RunReport[], reproduce: string, canvas: Canvas): string {
  const widest = Math.max(0, ...reports.map(({ outcome }) => outcome.run.variant.length));
  const lines = reports.map(({ outcome: { run, result } }) => {
    const verdict =
      canvas.paint.verdict(result.verdict, result.verdict) + " ".repeat(11 - result.verdict.length);
    return `${verdict}${run.variant.padEnd(widest)}  ${tally(result)}`;
  });
  const traced = reports.find(
    (report) => report.exitCode !== 0 && (worstProperty(report)?.result.trace ?? null) !== null,
  );
  const again = reports.some((report) => shows.reproduction(report));
  return [
    ...lines,
    ...(traced === undefined ? [] : ["", `for a trace  ${traced.reproduce}`]),
    ...(again ? [`reproduce    ${reproduce}`] : []),
    "",
  ].join("\n");
}
