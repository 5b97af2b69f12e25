/** The writes that one way to come about took, a bit each. */
export type Way = bigint;

/** More ways than this, and what they have in common stands for them. */
const LIMIT = 8;

/**
 * Words, each with the ways it may have come about: through which writes. An instruction that happens at most once never
 * sees what came of its own write, so that memory that is added to has finitely many words.
 */
export class TracedWords {
  readonly #ways = new Map<bigint, readonly Way[]>();

  static of(words: Iterable<bigint>): TracedWords {
    const made = new TracedWords();
    for (const word of words) made.add(word, [0n]);
    return made;
  }

  get size(): number {
    return this.#ways.size;
  }

  words(): Set<bigint> {
    return new Set(this.#ways.keys());
  }

  entries(): Iterable<readonly [bigint, readonly Way[]]> {
    return this.#ways;
  }

  /** Whether the word, or a way it may have come about, is new. */
  add(word: bigint, ways: readonly Way[]): boolean {
    const known = this.#ways.get(word) ?? [];
    const news = ways.filter((way) => !known.some((other) => isWithin(other, way)));
    if (news.length === 0) return false;
    const all = [...known, ...news];
    const fewest = all.filter(
      (way, i) => !all.some((other, j) => isWithin(other, way) && (other !== way || j < i)),
    );
    this.#ways.set(word, fewest.length > LIMIT ? [fewest.reduce((a, b) => a & b)] : fewest);
    return true;
  }

  addAll(others: TracedWords): boolean {
    let grown = false;
    for (const [word, ways] of others.entries()) grown = this.add(word, ways) || grown;
    return grown;
  }

  /** What each becomes, through a write where one is given. */
  map(become: (word: bigint) => bigint, write: Way = 0n): TracedWords {
    const made = new TracedWords();
    for (const [word, ways] of this.#ways) {
      made.add(
        become(word),
        ways.map((way) => way | write),
      );
    }
    return made;
  }

  filter(is: (word: bigint) => boolean): TracedWords {
    const made = new TracedWords();
    for (const [word, ways] of this.#ways) if (is(word)) made.add(word, ways);
    return made;
  }

  /** Those that may have come about without a write. */
  without(write: Way): TracedWords {
    const made = new TracedWords();
    for (const [word, ways] of this.#ways) {
      const left = ways.filter((way) => (way & write) === 0n);
      if (left.length > 0) made.add(word, left);
    }
    return made;
  }

  /** Every combination with others. */
  times(others: TracedWords, combine: (a: bigint, b: bigint) => bigint): TracedWords {
    const made = new TracedWords();
    for (const [a, waysOfA] of this.#ways)
      for (const [b, waysOfB] of others.entries()) made.add(combine(a, b), joined(waysOfA, waysOfB));
    return made;
  }
}

/** The ways of two words at once. */
export const joined = (left: readonly Way[], right: readonly Way[]): readonly Way[] =>
  left.flatMap((a) => right.map((b) => a | b));

const isWithin = (few: Way, many: Way): boolean => (few & ~many) === 0n;
