import type { Domain, Word64Domain } from "./domain.ts";
import type { Place } from "./place.ts";
import { valueText } from "./value-text.ts";

/** The value of a leaf as a reader wants it: with the names that its words have. */
export function leafText({ domain }: Place, value: unknown): string {
  const words = wordsOf(domain);
  return words === null ? valueText(value) : valueText(value, (word) => nameOf(words, word));
}

/** The words inside a leaf: itself, or what it is an option, set or queue of. */
function wordsOf(domain: Domain): Word64Domain | null {
  switch (domain.kind) {
    case "word64":
      return domain.names === undefined ? null : domain;
    case "option":
    case "setOf":
    case "queue":
      return wordsOf(domain.of);
    default:
      return null;
  }
}

function nameOf({ among, names }: Word64Domain, word: bigint): string | null {
  const index = among?.indexOf(word) ?? -1;
  return names?.[index] ?? null;
}
