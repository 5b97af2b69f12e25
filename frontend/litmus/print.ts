import { printProposition } from "./print-proposition.ts";
import { printFault, printPlace, printValue } from "./print-value.ts";
import type { Cell, Column, FinalClause, InitItem, LitmusFile, Observed } from "./syntax.ts";

/** A litmus file as text; parsing it gives the same file but for the places in the text. */
export function printLitmus(file: LitmusFile): string {
  return [
    `AArch64 ${printName(file.name)}`,
    ...(file.doc === null ? [] : [`"${file.doc}"`]),
    ...file.info.map(({ key, value }) => `${key}=${value}`),
    "{",
    ...file.init.map((item) => ` ${printItem(item)};`),
    "}",
    ...table(file.columns),
    ...(file.locations.length === 0 ? [] : [`locations [${file.locations.map(printObserved).join(" ")}]`]),
    ...(file.filter === null ? [] : [`filter ${printProposition(file.filter)}`]),
    ...(file.final === null ? [] : [printFinal(file.final)]),
    "",
  ].join("\n");
}

/** Reading drops one `.litmus`. */
function printName(name: string): string {
  return name.endsWith(".litmus") ? `${name}.litmus` : name;
}

function printItem({ type, pointer, place, elements, value }: InitItem): string {
  const prefix = type === null ? "" : `${type} ${pointer ? "*" : ""}`;
  const length = elements === null ? "" : `[${elements}]`;
  return `${prefix}${printPlace(place)}${length}${value === null ? "" : `=${printValue(value)}`}`;
}

function table(columns: readonly Column[]): readonly string[] {
  const texts = columns.map(({ thread, handler, cells }) => [
    `P${thread}${handler ? ".F" : ""}`,
    ...cells.map(printCell),
  ]);
  const widths = texts.map((column) => Math.max(...column.map(({ length }) => length)));
  const height = Math.max(...texts.map(({ length }) => length));
  return Array.from({ length: height }, (_, row) => {
    const cells = texts.map((column, index) => (column[row] ?? "").padEnd(widths[index] ?? 0));
    return ` ${cells.join(" | ")} ;`;
  });
}

function printCell({ labels, instruction }: Cell): string {
  return [...labels.map(({ name }) => `${name}:`), ...(instruction === null ? [] : [instruction.text])].join(
    " ",
  );
}

function printObserved(observed: Observed): string {
  return `${observed.kind === "fault" ? printFault(observed) : printPlace(observed.place)};`;
}

function printFinal({ quantifier, proposition }: FinalClause): string {
  return `${quantifier === "not exists" ? "~exists" : quantifier} (${printProposition(proposition)})`;
}
