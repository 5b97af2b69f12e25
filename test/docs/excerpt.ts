/** What differs from run to run: elapsed times and the process's memory. The blanks before a time align a column. */
function normalised(text: string): string {
  return text
    .replaceAll(/ *\b\d+\.\d+ s\b/g, " # s")
    .replaceAll(/("seconds": )[\d.e-]+/g, "$1#")
    .replaceAll(/\btook [\d.]+ [kMG]B\b/g, "took #");
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Whether the document shows an output: a line `...` stands for any lines. */
export function shows(shown: string, output: string): boolean {
  const parts = normalised(shown)
    .split(/^\.\.\.\n/m)
    .map(escaped);
  return new RegExp(`^${parts.join(String.raw`(?:.*\n)*`)}$`).test(normalised(output));
}

/**
 * The lines of an output that stand where the document shows some, numbers aside; null where the document cannot be
 * followed, and the whole output is all there is to say.
 */
export function excerptLike(shown: string, output: string): string | null {
  const alike = (line: string): string => line.replaceAll(/\d[\d,.]*/g, "#").replaceAll(/\s+/g, " ");
  const lines = output.split("\n").slice(0, -1);
  const kept: string[] = [];
  let next = 0;
  let skips = false;
  for (const line of shown.split("\n").slice(0, -1)) {
    if (line === "...") {
      skips = true;
      continue;
    }
    const found = lines.findIndex((each, i) => i >= next && alike(each) === alike(line));
    if (found < 0 || (found > next && !skips)) return null;
    if (skips) kept.push("...");
    kept.push(lines[found] ?? "");
    [next, skips] = [found + 1, false];
  }
  if (next < lines.length && !skips) return null;
  return [...kept, ...(skips ? ["..."] : []), ""].join("\n");
}
