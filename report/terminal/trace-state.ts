import type { Witness } from "../../checker/property.ts";
import type { Change } from "../../checker/result.ts";
import type { ShownState } from "../../checker/shown-state.ts";
import type { Canvas } from "../canvas.ts";
import { wrap } from "../text/wrap.ts";
import { gutter } from "./lane-layout.ts";

/** What a step changed, `path: before -> after`; fields that the witness names are marked with `!`. */
export function changeLines(
  changes: readonly Change[],
  witness: Witness | null,
  canvas: Canvas,
): readonly string[] {
  return changes.flatMap(({ path, before, after }) => {
    const marked = isWitnessed(path, witness);
    return block(`${marked ? "! " : "  "}${path}: ${before} -> ${after}`, marked, canvas);
  });
}

/** A whole state, one field per line; fields that the witness names are marked with `!`. */
export function stateLines(state: ShownState, witness: Witness | null, canvas: Canvas): readonly string[] {
  return state.text.split("\n").flatMap((line) => {
    const marked = isWitnessed(line.split(" = ")[0] ?? "", witness);
    return block(`${marked ? "! " : "  "}${line}`, marked, canvas);
  });
}

function block(text: string, marked: boolean, { paint, width }: Canvas): readonly string[] {
  const look = marked ? paint.alarm : paint.quiet;
  const mark = text.slice(0, 2);
  return wrap(text.slice(2), width - gutter - 2, 4).map((line, index) => {
    return " ".repeat(gutter) + look((index === 0 ? mark : "  ") + line);
  });
}

/** The field itself, or a part of it. */
function isWitnessed(path: string, witness: Witness | null): boolean {
  return (witness?.fields ?? []).some(
    (field) => path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`),
  );
}
