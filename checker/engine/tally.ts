/** Counts firings per rule. */
export class Tally {
  private readonly fired: Float64Array;
  private readonly ledToNew: Float64Array;

  constructor(rules: number) {
    // Doubles count exactly to 2^53; a 32-bit count overflows within an hour of search.
    this.fired = new Float64Array(rules);
    this.ledToNew = new Float64Array(rules);
  }

  count(rule: number, isNew: boolean): void {
    this.fired[rule]! += 1;
    if (isNew) this.ledToNew[rule]! += 1;
  }

  /** Goes on from counts of an earlier session. */
  restore(counts: readonly { readonly fired: number; readonly ledToNew: number }[]): void {
    counts.forEach(({ fired, ledToNew }, rule) => {
      this.fired[rule] = fired;
      this.ledToNew[rule] = ledToNew;
    });
  }

  of(rule: number): { readonly fired: number; readonly ledToNew: number } {
    return { fired: this.fired[rule]!, ledToNew: this.ledToNew[rule]! };
  }
}
