import type { Domain, Fields } from "./domain.ts";
import { coderOf } from "./coder.ts";
import type { Coder, Scalar } from "./coder.ts";
import { compareValues } from "./finite-set.ts";
import { Diagnostic } from "../diagnostic.ts";

/**
 * A domain at its place in the state: where its slots are and what its path is. Everything that is derived from a
 * schema walks the tree of places, so that no walk computes offsets or paths.
 */
export type Place = LeafPlace | WidePlace | MaybePlace | SetPlace | QueuePlace | ArrayPlace | RecordPlace;

interface PlaceBase {
  readonly domain: Domain;
  /** In the notation of `Change.path`; empty for the state itself. */
  readonly path: string;
  /** Its first slot. */
  readonly slot: number;
  /** How many slots it has. */
  readonly slots: number;
}

/** One slot. */
export interface LeafPlace extends PlaceBase {
  readonly kind: "leaf";
  readonly coder: Coder;
}

/** Any 64-bit word: its low slot, then its high slot. */
export interface WidePlace extends PlaceBase {
  readonly kind: "wide";
}

/** An option of more than one slot: a slot that is 1 when it is there, then the slots of `of`, 0 when it is not. */
export interface MaybePlace extends PlaceBase {
  readonly kind: "maybe";
  readonly of: Place;
}

/** Mask slots; bit 0 of the first is the least value. */
export interface SetPlace extends PlaceBase {
  readonly kind: "set";
  /** The values by bit, in the order of `FiniteSet`. */
  readonly values: readonly Scalar[];
  readonly coder: Coder;
  /** The bit of each code. */
  readonly bitOf: Uint16Array;
}

/** The length, then the elements; those beyond the length are 0. */
export interface QueuePlace extends PlaceBase {
  readonly kind: "queue";
  readonly items: readonly Place[];
}

export interface ArrayPlace extends PlaceBase {
  readonly kind: "array";
  readonly items: readonly Place[];
}

export interface RecordPlace extends PlaceBase {
  readonly kind: "record";
  readonly names: readonly string[];
  readonly fields: readonly Place[];
}

/** Bits in one mask slot: a whole mask stays a small integer for the JavaScript engine. */
export const maskBits = 30;

/** The places of a whole state. */
export function placesOf(domain: Domain): Place {
  return new Builder().place(domain, "", 0);
}

class Builder {
  /** The elements of an array share their domain, and so its coder. */
  readonly #coders = new Map<Domain, Coder | null>();

  place(domain: Domain, path: string, slot: number): Place {
    const coder = this.#coder(domain);
    if (coder !== null) return { kind: "leaf", domain, path, slot, slots: 1, coder };
    switch (domain.kind) {
      case "option": {
        const of = this.place(domain.of, path, slot + 1);
        return { kind: "maybe", domain, path, slot, slots: 1 + of.slots, of };
      }
      case "setOf":
        return this.#set(domain, domain.of, path, slot);
      case "queue": {
        const items = this.#items(
          Array.from({ length: domain.capacity }, () => domain.of),
          path,
          slot + 1,
        );
        return { kind: "queue", domain, path, slot, slots: 1 + total(items), items };
      }
      case "array": {
        const items = this.#items(domain.items, path, slot, domain.names);
        return { kind: "array", domain, path, slot, slots: total(items), items };
      }
      case "record":
        return this.#record(domain, domain.fields, path, slot);
      default:
        return { kind: "wide", domain, path, slot, slots: 2 };
    }
  }

  #coder(domain: Domain): Coder | null {
    let coder = this.#coders.get(domain);
    if (coder === undefined) {
      coder = coderOf(domain);
      this.#coders.set(domain, coder);
    }
    return coder;
  }

  #set(domain: Domain, of: Domain, path: string, slot: number): SetPlace {
    const coder = this.#coder(of);
    if (coder === null)
      throw new Diagnostic({ kind: "domain", what: "setOf: not a scalar domain", where: path });
    const values = Array.from({ length: coder.size }, (_, code) => coder.decode(code)).toSorted(
      compareValues,
    );
    const bitOf = new Uint16Array(coder.size);
    for (const [bit, value] of values.entries()) bitOf[coder.encode(value)] = bit;
    const slots = Math.ceil(values.length / maskBits);
    return { kind: "set", domain, path, slot, slots, values, coder, bitOf };
  }

  #items(
    domains: readonly Domain[],
    path: string,
    first: number,
    names: readonly string[] = [],
  ): readonly Place[] {
    let slot = first;
    return domains.map((domain, index) => {
      const item = this.place(domain, `${path}[${names[index] ?? index}]`, slot);
      slot += item.slots;
      return item;
    });
  }

  #record(domain: Domain, fields: Fields, path: string, first: number): RecordPlace {
    let slot = first;
    const places = Object.entries(fields).map(([name, of]) => {
      const field = this.place(of, path === "" ? name : `${path}.${name}`, slot);
      slot += field.slots;
      return field;
    });
    const names = Object.keys(fields);
    return { kind: "record", domain, path, slot: first, slots: total(places), names, fields: places };
  }
}

function total(places: readonly Place[]): number {
  return places.reduce((sum, place) => sum + place.slots, 0);
}
