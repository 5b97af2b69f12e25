import { Diagnostic } from "../../checker/diagnostic.ts";
import type { Scenario } from "../scenario.ts";
import type { Stage } from "../mmu/entry.ts";
import { unknownName } from "./unknown-name.ts";

export const PAGE_SIZE = 0x1000n;

const pageOf = (address: bigint): bigint => address & ~(PAGE_SIZE - 1n);

/** A descriptor of a table: also location number `index` of memory. */
export interface Pte {
  readonly index: number;
  readonly name: string;
  readonly table: number;
  /** Of its table: how its words are read. */
  readonly stage: Stage;
  /** Index of the virtual page it maps. */
  readonly page: number;
  readonly level: number;
  readonly address: bigint;
  readonly initial: bigint;
}

/** A 64-bit word of physical memory; location number `index`. */
export interface Cell {
  readonly index: number;
  readonly name: string;
  readonly page: string;
  readonly offset: number;
  readonly initial: bigint;
  /** Whether it is a cache line, see `PhysicalPage.cached`. */
  readonly cached: boolean;
}

/** What an address word denotes: a descriptor, which is accessed untranslated, or a place in a virtual page. */
export type Target =
  | { readonly kind: "pte"; readonly pte: number }
  | { readonly kind: "virtual"; readonly page: number; readonly offset: number };

/** Memory as a list of 64-bit locations: first the PTEs, then the cells of physical pages as they turn out to be needed. */
export class Locations {
  readonly ptes: readonly Pte[];
  readonly cells: Cell[] = [];
  readonly #scenario: Scenario;
  readonly #cellByAddress = new Map<bigint, number>();

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.ptes = ptesOf(scenario);
    for (const page of scenario.physical) {
      const cells = page.cells ?? [{ offset: 0, value: 0n }];
      for (const cell of cells) this.#add(page.name, page.pa, cell.offset, cell.value);
    }
  }

  /** The location at an output address plus offset. One that no physical page declares is named by its address. */
  cellAt(oa: bigint, offset: number): number {
    const known = this.#cellByAddress.get(oa + BigInt(offset));
    if (known !== undefined) return known;
    const page = this.#scenario.physical.find((p) => p.pa === oa);
    return this.#add(page?.name ?? `0x${oa.toString(16)}`, oa, offset, 0n);
  }

  /** Every location known at an output address; where there is none yet, the first. */
  cellsOf(oa: bigint): readonly number[] {
    const known = [...this.#cellByAddress].filter(([address]) => address >= 0n && pageOf(address) === oa);
    return known.length > 0 ? known.map(([, index]) => index) : [this.cellAt(oa, 0)];
  }

  /** The location that an amalgamated entry leads to: an address that is in no descriptor. Made on first use. */
  amalgamated(): number {
    return this.#cellByAddress.get(-1n) ?? this.#add(AMALGAMATED, -1n, 0, 0n);
  }

  /** Whether some physical page declares a cell at the address's offset in its page. */
  declares(address: bigint): boolean {
    const offset = Number(address & (PAGE_SIZE - 1n));
    return this.#scenario.physical.some((page) => (page.cells ?? []).some((cell) => cell.offset === offset));
  }

  /** What an address denotes, or null for one that nothing of the scenario lives at. */
  resolve(address: bigint): Target | null {
    const pte = this.ptes.find((p) => p.address === address);
    if (pte !== undefined) return { kind: "pte", pte: pte.index };
    const page = this.#scenario.virtual.findIndex((v) => v.va === pageOf(address));
    return page < 0 ? null : { kind: "virtual", page, offset: Number(address & (PAGE_SIZE - 1n)) };
  }

  /** The error for an address that does not resolve. */
  unresolved(address: bigint, place: string): Diagnostic {
    const exist = this.#scenario.virtual.map((v) => `${v.name} at 0x${v.va.toString(16)}`).join(", ");
    return new Diagnostic({
      kind: "program",
      where: place,
      what: `the address 0x${address.toString(16)} is neither a PTE nor in a virtual page`,
      next: `virtual pages: ${exist}`,
    });
  }

  #add(page: string, base: bigint, offset: number, initial: bigint): number {
    const index = this.ptes.length + this.cells.length;
    const name = offset === 0 ? page : `${page}+0x${offset.toString(16)}`;
    const cached = this.#scenario.physical.some((p) => p.name === page && p.cached === true);
    this.cells.push({ index, name, page, offset, initial, cached });
    this.#cellByAddress.set(base < 0n ? base : base + BigInt(offset), index);
    return index;
  }
}

/** The name of the page that amalgamated entries lead to, as DESIGN calls it. */
export const AMALGAMATED = "X";

function ptesOf(scenario: Scenario): readonly Pte[] {
  const ptes: Pte[] = [];
  scenario.tables.forEach((table, tableIndex) => {
    for (const { page, address, initial, level } of table.ptes) {
      const pageIndex = scenario.virtual.findIndex((v) => v.name === page);
      if (pageIndex < 0) {
        throw unknownName(
          `table ${table.name}`,
          "virtual page",
          page,
          scenario.virtual.map((v) => v.name),
        );
      }
      const name = scenario.tables.length === 1 ? `pte(${page})` : `pte(${page}) of ${table.name}`;
      ptes.push({
        index: ptes.length,
        name,
        table: tableIndex,
        stage: table.stage ?? 1,
        page: pageIndex,
        level: level ?? 3,
        address,
        initial,
      });
    }
  });
  return ptes;
}
