import { labelAddresses } from "../../../model/program/code-address.ts";
import type { ThreadProgram } from "./program.ts";

/** The addresses of labels, as ADR gives them. Threads have address spaces of their own for code. */
export class CodeLabels {
  /** Of each thread, the first label at an address. */
  readonly #names: readonly ReadonlyMap<bigint, string>[];
  readonly #addresses: readonly ReadonlyMap<string, bigint>[];

  constructor(threads: readonly ThreadProgram[]) {
    const labelled = threads.map(({ program, labels }) =>
      [...labelAddresses(program)].flatMap(([label, address]) =>
        (labels.get(label) ?? []).map((name) => [name, address] as const),
      ),
    );
    this.#addresses = labelled.map((pairs) => new Map(pairs));
    this.#names = labelled.map(
      (pairs) => new Map(pairs.map(([name, address]) => [address, name] as const).toReversed()),
    );
  }

  /** null for a label that does not exist. */
  addressOf(thread: number, label: string): bigint | null {
    return this.#addresses[thread]?.get(label) ?? null;
  }

  /** A label at an address, or null. */
  at(thread: number, address: bigint): string | null {
    return this.#names[thread]?.get(address) ?? null;
  }
}
