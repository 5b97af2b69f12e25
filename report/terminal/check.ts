import type { Run } from "../../specs/plan.ts";
import { changedParameters } from "../../specs/setting.ts";
import type { Setting } from "../../specs/spec.ts";
import type { Canvas } from "../canvas.ts";
import { type RunReport, tally } from "../run-report.ts";
import { type Detail, shows } from "../shows.ts";
import { indented, wrap } from "../text/wrap.ts";
import { coverageWords, statisticsWords } from "../words.ts";
import { explosionLines } from "./explosion.ts";
import { labelled, labelLine } from "./labelled.ts";
import { propertyLines } from "./property.ts";
import { statisticsTables } from "./statistics.ts";

/** The whole report of one run: each property with its trace, then what the verdicts rest on. */
export function checkText(report: RunReport, detail: Detail, canvas: Canvas): string {
  const { run, result } = report.outcome;
  const lines = [
    ...runHeading(run, run.setting, canvas),
    ...report.properties.flatMap((judged, index) => {
      const printed = report.properties.slice(0, index).filter(({ result }) => shows.trace(detail, result));
      return ["", ...propertyLines(judged, printed, detail, canvas)];
    }),
    "",
    ...(shows.tables(detail) ? [...statisticsTables(result), ""] : []),
    ...labelled(
      "verdict",
      `${canvas.paint.verdict(result.verdict, result.verdict)} (${tally(result)})`,
      canvas,
    ),
    ...labelled("search", coverageWords(result), canvas),
    ...labelled("statistics", statisticsWords(result), canvas),
    ...(shows.explosion(detail, result) ? explosionLines(result, canvas) : []),
    ...result.assumptions.flatMap((text) => labelled("assumption", text, canvas)),
    ...run.skipped.flatMap((skipped) => labelled("not run", skippedWords(run, skipped), canvas)),
    ...(shows.reproduction(report) ? [labelLine("reproduce", report.reproduce)] : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** Spec, variant and what is different about it, and the parameters that are not at their defaults. */
export function runHeading(run: Run, setting: Setting, { paint, width }: Canvas): readonly string[] {
  const about = run.spec.variants[run.variant]?.about ?? "";
  const title = `${run.spec.name} / ${run.variant}`;
  return [paint.title(title), ...indented(about, width, 2), ...wrap(parameterLine(run, setting), width, 4)];
}

function parameterLine({ spec }: Run, setting: Setting): string {
  const names = Object.keys(setting);
  const changed = names.filter((name) => setting[name] !== spec.parameters[name]?.values[0]);
  if (names.length === 0) return "";
  if (changed.length === 0) return `  parameters: all ${names.length} at their defaults`;
  const others = names.length - changed.length;
  const shown = changed.map((name) => `${name}=${setting[name] ?? ""}`).join(" ");
  return `  parameters: ${shown}${others === 0 ? "" : ` (${others} others at their defaults)`}`;
}

/** `P6: not applicable: one slot per CPU`; under other parameters that is said of the variant as it is by itself. */
export function skippedWords(
  { spec, variant, setting }: Run,
  { property, kind, reason, until }: Run["skipped"][number],
): string {
  const isChanged = Object.keys(changedParameters(spec, variant, setting)).length > 0;
  const applicable = isChanged
    ? "not applicable to the variant as it is (--property judges it)"
    : "not applicable";
  const what = kind === "pending" ? "pending" : applicable;
  return `${property}: ${what}: ${reason}${until === null ? "" : ` (until ${until})`}`;
}
