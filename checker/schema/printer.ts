import { leafText } from "./leaf-text.ts";
import { eachLeaf } from "./leaves.ts";
import type { Place } from "./place.ts";

/** One line per leaf, `path = value`. */
export function print(root: Place, value: unknown): string {
  const lines: string[] = [];
  eachLeaf(root, value, (place, leaf) => lines.push(`${place.path} = ${leafText(place, leaf)}`));
  return lines.join("\n");
}
