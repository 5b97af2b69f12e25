import type { TraceRow } from "./trace-rows.ts";

/** Where the parts of a trace stand. */
export interface LaneLayout {
  /** Width of each lane, without the gap after it. Empty: too many lanes to stand side by side, see `lanes`. */
  readonly widths: readonly number[];
  /** The lanes side by side; a single unnamed one when they do not fit, and every text names its lane. */
  readonly lanes: readonly string[];
  /** Width of the source column; 0: sources stand beneath their step. */
  readonly sources: number;
}

/** Between two lanes. */
export const laneGap = 3;
/** Mark of a loop, step number, gap. */
export const gutter = 8;

const narrowest = 16;
const comfortable = 28;
const widestNote = 36;

/** Divides `width` columns among the lanes and, where there is room, a column of sources. */
export function layOut(
  rows: readonly TraceRow[],
  lanes: readonly string[],
  sources: readonly string[],
  width: number,
): LaneLayout {
  const wanted = lanes.map((lane) => wantedWidth(rows, lane));
  const gaps = laneGap * (lanes.length - 1);
  const room = width - gutter - gaps;
  const sourceWidth = Math.max(0, ...sources.map((source) => source.length));
  const comfortably = sum(wanted.map((lane) => Math.min(lane, comfortable)));
  const beside = sourceWidth > 0 && comfortably + laneGap + sourceWidth <= room;
  const forLanes = beside ? room - laneGap - sourceWidth : room;
  const widths = share(wanted, forLanes);
  if (lanes.length > 1 && widths.some((given, lane) => given < Math.min(narrowest, wanted[lane] ?? 0))) {
    return { widths: [width - gutter], lanes: [""], sources: 0 };
  }
  return { widths, lanes, sources: beside ? sourceWidth : 0 };
}

function wantedWidth(rows: readonly TraceRow[], lane: string): number {
  const entries = rows.flatMap((row) => row.entries).filter((entry) => entry.lane === lane);
  return Math.max(
    lane.length,
    ...entries.map(({ text }) => text.length),
    ...entries.map(({ note }) => Math.min(widestNote, note === null ? 0 : note.length + 4)),
  );
}

/** What each lane gets: all it wants, or as much as the widest may have for the sum to fit. */
function share(wanted: readonly number[], room: number): readonly number[] {
  let cap = Math.max(1, ...wanted);
  while (cap > 1 && sum(wanted.map((width) => Math.min(width, cap))) > room) cap--;
  return wanted.map((width) => Math.min(width, cap));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
