/** JSON of a report: indented, one document, a newline at the end. Words of 64 bits become `"0x..."`. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, replaceBigint, 2)}\n`;
}

function replaceBigint(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? `0x${value.toString(16)}` : value;
}
