import type { Domain, IntDomain, OneOfDomain, Word64Domain } from "./domain.ts";

/** The value of one slot. */
export type Scalar = number | boolean | string | bigint | null;

/** Numbers the values of a one-slot domain from 0. */
export interface Coder {
  /** How many codes there are: 1 .. 2^32. */
  readonly size: number;
  /** All values by code, or null for integers, whose value is `lo` more than their code. */
  readonly table: readonly Scalar[] | null;
  /** What an integer's code is counted from. */
  readonly lo: number;
  /** The code of a value, or -1 when it is outside the domain. */
  encode(value: unknown): number;
  /** The value of a code, as a slot holds it: codes above 2^31 come as negative numbers. */
  decode(code: number): Scalar;
}

/** The coder of a domain that fits into one slot, or null. */
export function coderOf(domain: Domain): Coder | null {
  switch (domain.kind) {
    case "int":
      return new IntCoder(domain);
    case "bool":
      return new BoolCoder();
    case "oneOf":
      return new TableCoder(domainValues(domain));
    case "word64":
      return domain.among === null ? null : new TableCoder(domainValues(domain));
    case "option": {
      const of = coderOf(domain.of);
      return of === null || of.size >= 2 ** 31 ? null : nullable(of);
    }
    default:
      return null;
  }
}

function domainValues(domain: OneOfDomain<string> | Word64Domain): readonly Scalar[] {
  return domain.kind === "oneOf" ? domain.names : (domain.among ?? []);
}

/** Null is 0, so that a cleared row is empty; the others move up by one. */
function nullable(of: Coder): Coder {
  return of.table === null ? new NullableIntCoder(of) : new TableCoder([null, ...of.table]);
}

class IntCoder implements Coder {
  readonly size: number;
  readonly table = null;
  readonly lo: number;
  readonly #hi: number;

  constructor({ lo, hi }: IntDomain) {
    this.size = hi - lo + 1;
    this.lo = lo;
    this.#hi = hi;
  }

  encode(value: unknown): number {
    const inside =
      typeof value === "number" && Number.isInteger(value) && value >= this.lo && value <= this.#hi;
    return inside ? value - this.lo : -1;
  }

  decode(code: number): number {
    return (code + this.lo) | 0;
  }
}

class BoolCoder implements Coder {
  readonly size = 2;
  readonly table = [false, true];
  readonly lo = 0;

  encode(value: unknown): number {
    return value === true ? 1 : value === false ? 0 : -1;
  }

  decode(code: number): boolean {
    return code === 1;
  }
}

class TableCoder implements Coder {
  readonly size: number;
  readonly table: readonly Scalar[];
  readonly lo = 0;
  readonly #codes: ReadonlyMap<unknown, number>;

  constructor(values: readonly Scalar[]) {
    this.size = values.length;
    this.table = values;
    this.#codes = new Map(values.map((value, code) => [value, code]));
  }

  encode(value: unknown): number {
    return this.#codes.get(value) ?? -1;
  }

  decode(code: number): Scalar {
    return this.table[code] ?? null;
  }
}

class NullableIntCoder implements Coder {
  readonly size: number;
  readonly table = null;
  readonly lo: number;
  readonly #of: Coder;

  constructor(of: Coder) {
    this.size = of.size + 1;
    this.lo = of.lo - 1;
    this.#of = of;
  }

  encode(value: unknown): number {
    if (value === null) return 0;
    const code = this.#of.encode(value);
    return code < 0 ? -1 : code + 1;
  }

  decode(code: number): number | null {
    return code === 0 ? null : (code + this.lo) | 0;
  }
}
