import { wrap } from "../text/wrap.ts";
import type { Canvas } from "../canvas.ts";

const labelWidth = 13;

/** A line of facts behind its label, wrapped under itself. */
export function labelled(label: string, text: string, { width }: Pick<Canvas, "width">): readonly string[] {
  return wrap(text, width - labelWidth).map((line, index) => labelLine(index === 0 ? label : "", line));
}

/** The same for a text that must stay in one piece, such as a command to paste. */
export function labelLine(label: string, text: string): string {
  return label.padEnd(labelWidth) + text;
}
