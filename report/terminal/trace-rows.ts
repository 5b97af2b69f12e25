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

/**
 * The numbered rows of a trace.
 *
 * @param everything also what could not have gone another way, and each step where it happened: see `Step.shown`
 */
export function traceRows<S>(trace: Trace<S>, everything: boolean): readonly TraceRow[] {
  const happened = [
    { number: 0, own: null, folded: trace.initialFolded },
    ...trace.steps.map(({ step, folded }, index) => ({ number: index + 1, own: step, folded })),
  ];
  const rows = (everything ? happened : rearranged(happened)).map(({ number, own, folded }): TraceRow => ({
    number,
    step: number === 0 ? null : number - 1,
    entries: [...(own === null ? [] : [entryOf(own, "")]), ...folded.map((step) => entryOf(step, "+ "))],
  }));
  return rows.filter(({ entries }) => entries.length > 0);
}

/** A step of a trace, and what is folded into it; of the initial state, what is folded into that. */
interface Happened {
  readonly number: number;
  readonly own: Step | null;
  readonly folded: readonly Step[];
}

/**
 * Without the folded steps that are for the full trace only; those whose moment says nothing stand in program order, barriers
 * only where something follows that they may hold back.
 */
function rearranged(happened: readonly Happened[]): readonly Happened[] {
  const folded = happened.map((): Step[] => []);
  happened.forEach((row, index) => {
    for (const step of row.folded) {
      if (step.shown === "in full" || isTrailing(happened, step)) continue;
      const shownAt = step.shown === undefined ? index : lastBefore(happened, index, step);
      folded[shownAt]?.push(step);
    }
  });
  return happened.map((row, index) => ({ ...row, folded: inProgramOrder(folded[index] ?? []) }));
}

/** Whether a step is shown with what follows only, and nothing does. */
const isTrailing = (happened: readonly Happened[], step: Step): boolean =>
  step.shown === "with what follows" &&
  !happened.some(({ own, folded }) =>
    [...(own === null ? [] : [own]), ...folded].some(
      (other) => other.shown === undefined && isBefore(step, other),
    ),
  );

/** The last row that has a step of the same lane from before the given one, which happened at a row; or that row. */
function lastBefore(happened: readonly Happened[], from: number, step: Step): number {
  const stands = (other: Step): boolean => other.shown === undefined && isBefore(other, step);
  const last = happened.findLastIndex(
    ({ own, folded }) => (own !== null && stands(own)) || folded.some(stands),
  );
  return Math.max(from, last);
}

/** Those whose moment says nothing come after the others of their lane that stand before them. */
function inProgramOrder(steps: readonly Step[]): readonly Step[] {
  const placed = steps.filter(({ shown }) => shown === undefined);
  const others = steps.filter(({ shown }) => shown !== undefined);
  for (const step of others.toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0)))
    placed.splice(placed.findLastIndex((other) => isBefore(other, step)) + 1, 0, step);
  return placed;
}

/** Whether a step is of an instruction that stands before another's in the program of one lane. */
const isBefore = (one: Step, other: Step): boolean =>
  one.lane === other.lane &&
  one.position !== undefined &&
  other.position !== undefined &&
  one.position < other.position;

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
