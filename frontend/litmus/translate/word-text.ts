import { decode, descriptor, type Descriptor } from "../../../model/index.ts";
import type { Layout } from "./layout.ts";

/** A word as what it is: an address, a descriptor, or a signed number. */
export function wordText(word: bigint, width: number, layout: Layout): string {
  const name = layout.nameOf(word);
  if (name !== null) return name;
  // A variable that is accessed as a wider one shows all of what it holds.
  const shown = word >> BigInt(width) === 0n ? width : 64;
  return descriptorText(word, layout) ?? BigInt.asIntN(shown, word).toString();
}

const usual = decode(descriptor({ el0: true }));

/** A descriptor with the fields that are not as usual, in herd7's order; null for what is none. */
function descriptorText(word: bigint, layout: Layout): string | null {
  const entry = decode(word);
  const page = layout.atPhysical(entry.oa);
  // A word with bits that the notation has no field for is a number.
  if (page === null || entry.nonGlobal || entry.contiguous || descriptor(entry) !== word) return null;
  const attributes = layout.attributes.text({ index: entry.attributes, shareability: entry.shareability });
  const field = (name: string, key: keyof Descriptor, set: "0" | "1"): readonly string[] =>
    entry[key] === usual[key] ? [] : [`${name}:${set}`];
  return `(${[
    `oa:PA(${page})`,
    ...field("af", "accessFlag", "0"),
    ...field("db", "writable", "0"),
    ...field("dbm", "dbm", "1"),
    ...field("valid", "valid", "0"),
    ...field("el0", "el0", "0"),
    ...field("x", "executeNever", "0"),
    ...(attributes === null ? [] : [`attrs:(${attributes})`]),
  ].join(", ")})`;
}
