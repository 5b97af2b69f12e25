/** A text of data that is equal exactly where the data is. The order of sets and maps makes no difference. */
export const textOf = (data: unknown): string =>
  JSON.stringify(data, (_, value: unknown) => {
    if (typeof value === "bigint") return `${value}n`;
    return value instanceof Set || value instanceof Map ? [...value].map(textOf).toSorted() : value;
  }) ?? "";
