/** A table of a document, laid out as the formatter of the repository does; `right` are the columns aligned there. */
export function tableOf(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: (column: number) => boolean,
): string {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map((row) => (row[column] ?? "").length)),
  );
  const line = (row: readonly string[]): string => {
    const padded = row.map((cell, i) =>
      right(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
    );
    return `| ${padded.join(" | ")} |`;
  };
  const rule = widths.map((width, i) => (right(i) ? `${"-".repeat(width - 1)}:` : "-".repeat(width)));
  return [head, rule, ...rows].map(line).join("\n");
}
