/**
 * What a search finds, as texts: an end, or a state whose path a bound cut. The first word says which; an end is marked
 * with whether it satisfies the proposition.
 */
export type Finding =
  | { readonly kind: "end"; readonly satisfies: boolean; readonly text: string }
  | { readonly kind: "cut"; readonly text: string };

/** A finding as a text. */
export function textOf(finding: Finding): string {
  const mark = finding.kind === "cut" ? "cut" : finding.satisfies ? "yes" : "no";
  return `${mark} ${finding.text}`;
}

/** What all states of a search say together. */
export interface Findings {
  readonly finalStates: readonly string[];
  readonly satisfying: readonly string[];
  /** Whether some end does not satisfy the proposition. */
  readonly someFails: boolean;
  /** The loops and handlers whose bound cut a path. */
  readonly cuts: readonly string[];
}

/** Sorts the texts of a search. */
export function findingsOf(texts: Iterable<string>): Findings {
  const byMark = new Map<string, Set<string>>();
  for (const text of texts) {
    const [mark, rest] = split(text);
    byMark.set(mark, (byMark.get(mark) ?? new Set()).add(rest));
  }
  const of = (mark: string): readonly string[] => [...(byMark.get(mark) ?? [])].toSorted();
  const [satisfying, failing] = [of("yes"), of("no")];
  return {
    finalStates: [...new Set([...satisfying, ...failing])].toSorted(),
    satisfying,
    someFails: failing.length > 0,
    cuts: of("cut"),
  };
}

function split(text: string): readonly [string, string] {
  const blank = text.indexOf(" ");
  return [text.slice(0, blank), text.slice(blank + 1)];
}
