import type { PhysicalPage, PteConfiguration, VirtualPage } from "../../../model/index.ts";
import type { InitItem, LitmusFile, Value } from "../syntax.ts";
import type { Complaints } from "./diagnostics.ts";
import type { Layout } from "./layout.ts";
import type { WordReader } from "./words.ts";

/** What memory holds at the start. */
export interface Memory {
  readonly physical: readonly PhysicalPage[];
  readonly virtual: readonly VirtualPage[];
  readonly ptes: readonly PteConfiguration[];
  /** Bytes of the elements of a variable. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Each variable on its own pages, with the values and types of the init section and the defaults of litmus-format 2. */
export function memoryOf(
  file: LitmusFile,
  layout: Layout,
  words: WordReader,
  complaints: Complaints,
): Memory {
  const items = new Map<string, InitItem>();
  const ptes = new Map<string, bigint>();
  for (const item of file.init) {
    const { place, value, at } = item;
    if (place.kind === "variable") items.set(place.name, item);
    if (place.kind === "pte")
      ptes.set(place.of, value === null ? 0n : words.word(value, { kind: "pte", of: place.of }, at));
  }
  const sizes = new Map(layout.variables.map((name) => [name, sizeOf(items.get(name) ?? null)]));
  return {
    physical: layout.variables.map((name) => ({
      name: `PA(${name})`,
      pa: layout.physical(name),
      cells: cellsOf(items.get(name) ?? null, sizes.get(name) ?? 4, words, complaints),
    })),
    virtual: layout.variables.map((name) => ({ name, va: layout.virtual(name) })),
    ptes: layout.variables.map((name) => ({
      page: name,
      address: layout.pte(name),
      initial: ptes.get(name) ?? layout.defaultDescriptor(name),
    })),
    sizes,
  };
}

const BYTES: Readonly<Record<string, number>> = {
  int8_t: 1,
  uint8_t: 1,
  char: 1,
  int16_t: 2,
  uint16_t: 2,
  short: 2,
  int64_t: 8,
  uint64_t: 8,
  long: 8,
  intptr_t: 8,
  uintptr_t: 8,
  pteval_t: 8,
  uint128_t: 16,
  int128_t: 16,
};

/** A variable without a type is an int, but one that holds an address or a descriptor is as wide as that. */
function sizeOf(item: InitItem | null): number {
  if (item === null) return 4;
  if (item.pointer) return 8;
  if (item.type !== null) return BYTES[item.type] ?? 4;
  return item.value === null || item.value.kind === "number" || item.value.kind === "list" ? 4 : 8;
}

function cellsOf(
  item: InitItem | null,
  size: number,
  words: WordReader,
  complaints: Complaints,
): NonNullable<PhysicalPage["cells"]> {
  if (item === null) return [{ offset: 0, value: 0n }];
  if (size !== 4 && size !== 8)
    throw complaints.unsupported(
      item.at,
      `a variable of type ${item.type ?? "?"} is not supported`,
      "there are variables of 4 and of 8 bytes: int, int64_t, pteval_t",
    );
  const values = elementsOf(item, complaints);
  if (values.length * size > PAGE)
    throw complaints.unsupported(item.at, "an array of more than a page is not supported");
  return values.map((value, i) => ({
    offset: i * size,
    value: value === null ? 0n : BigInt.asUintN(size * 8, words.word(value, { kind: "data" }, item.at)),
  }));
}

const PAGE = 0x1000;

function elementsOf(item: InitItem, complaints: Complaints): readonly (Value | null)[] {
  const given = item.value?.kind === "list" ? item.value.values : [item.value];
  const count = item.elements ?? given.length;
  if (item.elements === null && item.value?.kind === "list" && given.length !== 1)
    throw complaints.mistake(
      item.at,
      "a list of values for a variable that is no array",
      "declare it with a size: int x[4]={1,2,3,4}",
    );
  if (given.length > count)
    throw complaints.mistake(item.at, `${given.length} values for an array of ${count}`);
  return Array.from({ length: Math.max(1, count) }, (_, i) => given[i] ?? null);
}
