import { descriptor } from "../../../model/index.ts";
import { MemoryAttributes } from "./memory-attributes.ts";

/**
 * Where things are. Each variable is alone on its virtual and on its physical page, and one descriptor maps it
 * (litmus-format 2). The addresses are far from the numbers that tests compute with, so that a word tells what it is.
 */
export class Layout {
  readonly variables: readonly string[];
  /** The memory types that its descriptors have. */
  readonly attributes = new MemoryAttributes();
  readonly #index: ReadonlyMap<string, number>;

  constructor(variables: readonly string[]) {
    this.variables = variables;
    this.#index = new Map(variables.map((name, index) => [name, index]));
  }

  /** The virtual address of a variable. */
  virtual(variable: string): bigint {
    return VIRTUAL + PAGE * this.#indexOf(variable);
  }

  /** Its physical address, `PA(x)`. */
  physical(variable: string): bigint {
    return PHYSICAL + PAGE * this.#indexOf(variable);
  }

  /** The address of its descriptor, `PTE(x)`. */
  pte(variable: string): bigint {
    return PTES + 8n * this.#indexOf(variable);
  }

  /** The descriptor that maps it where nothing else is said. */
  defaultDescriptor(variable: string): bigint {
    return descriptor({ oa: this.physical(variable), el0: true });
  }

  /** The variable at an output address; "" for the empty output address, null where nothing is. */
  atPhysical(address: bigint): string | null {
    if (address === NOWHERE) return "";
    return this.variables.find((name) => this.physical(name) === address) ?? null;
  }

  /** `x`, `x+4`, `PTE(x)` or `PA(x)` for the address of something, null for any other word. */
  nameOf(word: bigint): string | null {
    for (const name of this.variables) {
      if (word === this.pte(name)) return `PTE(${name})`;
      const inPage = (base: bigint): bigint | null =>
        word >= base && word < base + PAGE ? word - base : null;
      const virtual = inPage(this.virtual(name));
      if (virtual !== null) return virtual === 0n ? name : `${name}+${virtual}`;
      if (word === this.physical(name)) return `PA(${name})`;
    }
    return null;
  }

  #indexOf(variable: string): bigint {
    const index = this.#index.get(variable);
    if (index === undefined) throw new Error(`internal fault: no variable ${variable}`);
    return BigInt(index);
  }
}

const PAGE = 0x1000n;
const VIRTUAL = 0x00a0_0000_0000n;
const PHYSICAL = 0x00b0_0000_0000n;
const PTES = 0x00c0_0000_0000n;

/** The output address of a descriptor that names none: nothing is there, and nothing equals it. */
export const NOWHERE = 0x00e0_0000_0000n;
