/** What differs from run to run: elapsed times, and nothing else. The blanks before them align a column. */
function normalised(text: string): string {
  return text.replaceAll(/ *\b\d+\.\d+ s\b/g, " # s").replaceAll(/("seconds": )[\d.e-]+/g, "$1#");
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Whether the document shows an output: a line `...` stands for any lines. */
export function shows(shown: string, output: string): boolean {
  const parts = normalised(shown)
    .split(/^\.\.\.\n/m)
    .map(escaped);
  return new RegExp(`^${parts.join(String.raw`(?:.*\n)*`)}$`).test(normalised(output));
}
