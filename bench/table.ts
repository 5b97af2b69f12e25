import { columnWidths, table, type Column } from "../report/text/table.ts";

/** A table as data: for a terminal, or for a document. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

export const left = (title: string): Column => ({ title });
export const right = (title: string): Column => ({ title, align: "right" });

/** For a terminal. */
export function textTable({ columns, rows }: Table): readonly string[] {
  return table(columns, rows);
}

/** For a document, laid out as the formatter of the repository does. */
export function markdownTable({ columns, rows }: Table): readonly string[] {
  // A rule of a table has three characters at least.
  const widths = columnWidths(columns, rows).map((width) => Math.max(width, 3));
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const padded = (cells: readonly string[]): string =>
    line(
      columns.map(({ align }, index) => {
        const cell = cells[index] ?? "";
        const width = widths[index] ?? 0;
        return align === "right" ? cell.padStart(width) : cell.padEnd(width);
      }),
    );
  const rule = columns.map(({ align }, index) => {
    const width = widths[index] ?? 0;
    return align === "right" ? `${"-".repeat(width - 1)}:` : "-".repeat(width);
  });
  return [padded(columns.map(({ title }) => title)), line(rule), ...rows.map(padded)];
}
