import type { Trace } from "../../checker/result.ts";
import type { Witness } from "../../checker/property.ts";
import type { ShownState } from "../../checker/shown-state.ts";
import type { Canvas } from "../canvas.ts";
import { type Detail, shows } from "../shows.ts";
import { type SourceNames, sourceNames } from "../source-names.ts";
import { indented, wrap } from "../text/wrap.ts";
import { gutter, type LaneLayout, laneGap, layOut } from "./lane-layout.ts";
import type { SharedSteps } from "./shared-steps.ts";
import { type Entry, lanesOf, traceRows, type TraceRow } from "./trace-rows.ts";
import { changeLines, stateLines } from "./trace-state.ts";

/**
 * A trace in lanes, one per PE or device, with what the detail asks for beneath each step. Steps shared with a trace
 * that the reader has just seen are referred to.
 */
export function traceLines(
  trace: Trace<ShownState>,
  witness: Witness | null,
  detail: Detail,
  canvas: Canvas,
  shared: SharedSteps | null = null,
): readonly string[] {
  const rows = traceRows(trace, shows.states(detail));
  if (rows.length === 0)
    return [`${" ".repeat(gutter)}the initial state shows it`, ...initialState(trace, detail, canvas)];
  const names = sourceNames(rows.flatMap(({ entries }) => entries.flatMap(({ source }) => source ?? [])));
  const shown = rows.map((row) => shorten(row, names));
  const sources = shown.flatMap(({ entries }) => entries.flatMap(({ source }) => source ?? []));
  const layout = layOut(shown, lanesOf(shown), sources, canvas.width);
  const allShared = shared?.steps === trace.steps.length;
  const lines = allShared ? [] : [...heading(layout, canvas), ...initialState(trace, detail, canvas)];
  if (shared !== null) lines.push(...sharedWords(shared, trace, canvas));
  for (const row of shown.filter(({ number }) => shared === null || number > shared.steps)) {
    const mark = row.step === null ? "" : loopMark(trace, row.step);
    lines.push(...rowLines(row, mark, layout, canvas));
    if (row.step !== null) lines.push(...beneath(trace, row.step, witness, detail, canvas));
  }
  lines.push(...loopWords(trace));
  if (names.legend.length > 0 && shared === null) {
    const legend = wrap(`(${names.legend.join(", ")})`, canvas.width - gutter);
    lines.push(...legend.map((line) => " ".repeat(gutter) + canvas.paint.quiet(line)));
  }
  return lines.map((line) => line.trimEnd());
}

function sharedWords({ property, steps }: SharedSteps, trace: Trace<ShownState>, { width, paint }: Canvas) {
  const words = steps === trace.steps.length ? `the same ${steps} steps` : `steps 1 to ${steps}`;
  return indented(`(${words} as for ${property})`, width, gutter).map(paint.quiet);
}

function initialState(trace: Trace<ShownState>, detail: Detail, canvas: Canvas): readonly string[] {
  return shows.states(detail) ? ["0".padStart(gutter - 2), ...stateLines(trace.initial, null, canvas)] : [];
}

function shorten(row: TraceRow, names: SourceNames): TraceRow {
  const entries = row.entries.map((entry) => ({
    ...entry,
    source: entry.source === null ? null : names.short(entry.source),
  }));
  return { ...row, entries };
}

function heading(layout: LaneLayout, { paint }: Canvas): readonly string[] {
  const lanes = layout.lanes.map((lane, index) => lane.padEnd(layout.widths[index] ?? 0));
  return [paint.title(`${"step".padStart(gutter - 2)}  ${lanes.join(" ".repeat(laneGap))}`.trimEnd())];
}

/** A line of a cell: its text decides the room it takes, the paint only how it looks. */
interface CellLine {
  readonly text: string;
  readonly look: (text: string) => string;
}

function rowLines(row: TraceRow, mark: string, layout: LaneLayout, canvas: Canvas): readonly string[] {
  const number = `${mark.padEnd(2)}${String(row.number).padStart(gutter - 4)}  `;
  const blank = (mark === ".-" || mark === "| " ? "|" : "").padEnd(gutter);
  return row.entries
    .flatMap((entry) => entryLines(entry, layout, canvas))
    .map((line, index) => (index === 0 ? number : blank) + line);
}

function entryLines(entry: Entry, layout: LaneLayout, { paint }: Canvas): readonly string[] {
  const lane = Math.max(0, layout.lanes.indexOf(entry.lane));
  const width = layout.widths[lane] ?? 0;
  const before = " ".repeat(sum(layout.widths.slice(0, lane)) + laneGap * lane);
  const after = sum(layout.widths.slice(lane + 1)) + laneGap * (layout.widths.length - lane);
  return cellLines(entry, layout, width, paint).map(({ text, look }, index) => {
    const source = index === 0 && layout.sources > 0 ? (entry.source ?? "") : "";
    return before + look(text) + " ".repeat(width - text.length + after) + paint.quiet(source);
  });
}

function cellLines(
  entry: Entry,
  layout: LaneLayout,
  width: number,
  paint: Canvas["paint"],
): readonly CellLine[] {
  const named = layout.lanes.includes(entry.lane) ? entry.text : `${entry.lane}: ${entry.text}`;
  const look = entry.actor === "hardware" ? paint.hardware : (text: string): string => text;
  const quiet = (text: string): CellLine => ({ text, look: paint.quiet });
  return [
    ...wrap(named, width, 4).map((text) => ({ text, look })),
    ...(entry.note === null ? [] : indented(`(${entry.note})`, width, 2).map(quiet)),
    ...(entry.source === null || layout.sources > 0
      ? []
      : indented(`at ${entry.source}`, width, 2).map(quiet)),
  ];
}

function beneath(
  trace: Trace<ShownState>,
  index: number,
  witness: Witness | null,
  detail: Detail,
  canvas: Canvas,
): readonly string[] {
  const step = trace.steps[index];
  if (step === undefined) return [];
  const isLast = index === trace.steps.length - 1;
  if (shows.changes(detail)) return changeLines(step.changes, witness, canvas);
  // An implied step has no state of its own: the state beneath it would be that of the step before.
  if (shows.states(detail) && step.kind === "rule")
    return stateLines(step.state, isLast ? witness : null, canvas);
  return [];
}

/** The bracket at the left of a lasso's cycle. */
function loopMark({ loop, steps }: Trace<ShownState>, index: number): string {
  if (loop === null || index < loop) return "";
  if (index === steps.length - 1) return index === loop ? "o-" : "'-";
  return index === loop ? ".-" : "| ";
}

function loopWords({ loop, steps }: Trace<ShownState>): readonly string[] {
  if (loop === null) return [];
  const which =
    loop + 1 === steps.length ? `step ${loop + 1} repeats` : `steps ${loop + 1} to ${steps.length} repeat`;
  return [`${" ".repeat(gutter)}${which} for ever`];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
