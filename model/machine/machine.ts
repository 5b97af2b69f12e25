import type { Scenario } from "../scenario.ts";
import type { ArmMemoryType, MemoryType } from "../memory/memory-type.ts";
import type { Carried } from "./closing-loops.ts";
import type { Stage } from "../mmu/entry.ts";
import type { Hardware } from "./hardware.ts";
import type { Locations } from "./locations.ts";
import type { RulesInForce } from "./rules-in-force.ts";
import type { Slot } from "./slot.ts";
import type { Words } from "./words.ts";

/** A PE as compiled. */
export interface Pe {
  readonly index: number;
  readonly name: string;
  readonly slots: readonly Slot[];
  readonly table: number;
  /** Of its table. 2: it runs a guest. */
  readonly stage: Stage;
  /** Of a guest, by virtual page: the memory type of its stage 1. */
  readonly stage1: readonly ArmMemoryType[];
  /** Whether stage 2 can force write-back. */
  readonly fwb: boolean;
  /**
   * Of a guest: the PTEs of which its entries of stage 2 alone are told from those that combine both stages. Only where
   * something depends on them (`toldApart`).
   */
  readonly stage2: readonly number[];
  readonly domain: string;
  readonly registers: Readonly<Record<string, bigint>>;
  /** What iterations of loops that close hand on, in the order of `PeState.carried`. */
  readonly carried: readonly Carried[];
  /** The PTE its own walker reads for a virtual page, or null where its table does not map the page. */
  readonly walks: readonly (number | null)[];
  /** PTEs whose entries it may hold: its own, and with CnP those of the tables of its cluster. */
  readonly holds: readonly number[];
  readonly architecture: "arm64" | "x86";
  /** Index into `Machine.caches`. */
  readonly cache: number;
  /** By attribute index of a descriptor. */
  readonly memoryTypes: readonly MemoryType[];
  /** The PEs whose walks may fill the TLB it uses: itself, and with CnP its cluster. */
  readonly cluster: readonly number[];
}

/** A compiled scenario: the static side of a model. Rules and properties read it; states never hold it. */
export interface Machine extends Hardware {
  readonly scenario: Scenario;
  readonly pes: readonly Pe[];
  readonly locations: Locations;
  readonly words: Words;
  /** By path, the accesses that may send a request on it. */
  readonly requests: readonly (readonly Slot[])[];
  /** Whether it has a rule, see `Scenario.without`. */
  readonly has: RulesInForce;
  /** Whether exception entry and return synchronise context. */
  readonly synchronises: { readonly entry: boolean; readonly exit: boolean };
  /** Whether a TLB may keep a descriptor. */
  readonly isCacheable: (word: bigint) => boolean;
  /** Names of locks, in the order of `MachineState.locks`. */
  readonly locks: readonly string[];
  pe(name: string): Pe;
  page(name: string): number;
  /** The slots of the instruction with a label: several when a loop holds it. */
  labelled(pe: string, label: string): readonly Slot[];
  /** The name of a descriptor: the scenario's, or hexadecimal. */
  wordName(word: bigint): string;
  /** The name of what a location holds: of a descriptor for a PTE, a number for a cell. */
  valueName(location: number | null, word: bigint): string;
}
