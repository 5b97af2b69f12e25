/** Where a document says a measured thing: what stands between the marks of a name is written by `--update-docs`. */
export function withSection(document: string, name: string, lines: readonly string[]): string {
  const [begin, end] = [`<!-- bench ${name}: begin -->\n`, `<!-- bench ${name}: end -->`];
  const [before, rest, ...more] = document.split(begin);
  const [, after, ...others] = rest?.split(end) ?? [];
  if (before === undefined || after === undefined || more.length > 0 || others.length > 0) {
    throw new Error(
      `the document has no section ${name}: write ${begin.trim()} and ${end} once each, on lines of their own`,
    );
  }
  return `${before}${begin}\n${lines.join("\n")}\n\n${end}${after}`;
}
