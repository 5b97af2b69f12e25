import type { Trace } from "../../checker/result.ts";
import type { Step } from "../../checker/rule.ts";

/** One thing that happened, as one entry of a lane. */
export interface Entry {
  readonly lane: string;
  /** `~ ` marks what hardware does on its own, `+ ` what happens along with the step above it. */
  readonly text: string;
  readonly actor: Step["actor"];
  readonly note: string | null;
  readonly source: string | null;
}

/** The entries that share a step number. */
export interface TraceRow {
  readonly number: number;
  /** Index into the steps of the trace; null for what happens in the initial state. */
  readonly step: number | null;
  readonly entries: readonly Entry[];
}

/** The numbered rows of a trace. */
export function traceRows<S>(trace: Trace<S>): readonly TraceRow[] {
  const initial = trace.initialFolded.map((step) => entryOf(step, "+ "));
  const rows = trace.steps.map(({ step, folded }, index) => ({
    number: index + 1,
    step: index,
    entries: [entryOf(step, ""), ...folded.map((with_) => entryOf(with_, "+ "))],
  }));
  return initial.length === 0 ? rows : [{ number: 0, step: null, entries: initial }, ...rows];
}

function entryOf(step: Step, prefix: string): Entry {
  const mark = step.actor === "hardware" ? "~ " : "";
  return {
    lane: step.lane,
    text: prefix + mark + step.text,
    actor: step.actor,
    note: step.note ?? null,
    source: step.source ?? null,
  };
}

/** The lanes of the rows, PE2 before PE10. */
export function lanesOf(rows: readonly TraceRow[]): readonly string[] {
  const names = new Set(rows.flatMap(({ entries }) => entries.map(({ lane }) => lane)));
  return [...names].toSorted(new Intl.Collator("en", { numeric: true }).compare);
}
