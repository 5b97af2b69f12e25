/** The middle one; of an even number, the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** The median of one measure over some runs, to so many digits. */
export function medianOf<T>(runs: readonly T[], measure: (run: T) => number, digits: number): number {
  return Number(median(runs.map(measure)).toFixed(digits));
}
