/** What colour depends on. */
export interface ColourSituation {
  readonly isTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The one place that decides whether output has colour. NO_COLOR wins (no-color.org), then FORCE_COLOR (0 or false
 * switches it off), then whether a capable terminal is there.
 */
export function wantsColour({ isTerminal, env }: ColourSituation): boolean {
  const { NO_COLOR: no, FORCE_COLOR: force, TERM: term } = env;
  if (no !== undefined && no !== "") return false;
  if (force !== undefined) return force !== "0" && force !== "false";
  return isTerminal && term !== "dumb";
}
