import { nearest } from "./nearest.ts";

/** What was probably meant by an unknown name, and what there is. */
export function suggestion(name: string, available: readonly string[], what: string): string {
  const close = nearest(name, available);
  const list = available.length === 0 ? "none" : available.join(", ");
  return `${close === null ? "" : `Did you mean "${close}"? `}The ${what} are: ${list}.`;
}
