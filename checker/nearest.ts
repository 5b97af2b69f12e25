/**
 * The candidate that `name` was most likely meant to be, or null when none is close: at most a third of the letters
 * may differ (one in a short name), or it begins with the name, so that a suggestion is never a wild guess.
 *
 * @example nearest("pkvm-fixmpa", ["pkvm-fixmap", "calibration"]) // "pkvm-fixmap"
 */
export function nearest(name: string, candidates: Iterable<string>): string | null {
  const wanted = name.toLowerCase();
  let best: string | null = null;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.toLowerCase());
    const allowed = Math.max(1, Math.floor(Math.max(wanted.length, candidate.length) / 3));
    if (distance <= allowed && distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best ?? shortestCompletion(wanted, candidates);
}

/** A name that was only begun; one letter says nothing. */
function shortestCompletion(wanted: string, candidates: Iterable<string>): string | null {
  if (wanted.length < 2) return null;
  const completions = [...candidates].filter((candidate) => candidate.toLowerCase().startsWith(wanted));
  return completions.toSorted((a, b) => a.length - b.length)[0] ?? null;
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment) that turn `a` into `b`. */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const substituted = at(previous, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      let distance = Math.min(at(previous, column) + 1, at(current, column - 1) + 1, substituted);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        distance = Math.min(distance, at(beforePrevious, column - 2) + 1);
      }
      current.push(distance);
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
