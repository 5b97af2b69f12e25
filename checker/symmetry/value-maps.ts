/**
 * What a permutation does to the values of one slot. A scalar's codes go through a table; the mask of a set has a
 * destination for each bit.
 */
export interface ValueMap {
  readonly kind: "table" | "bits";
  /** The image of each code, or of each bit's number. */
  readonly to: Int32Array;
}

/** The number of the map that changes nothing. */
export const identityMap = 0;

/** Maps stored once each, so that permutations refer to them by number and equal ones have equal numbers. */
export class ValueMaps {
  private readonly maps: ValueMap[] = [{ kind: "table", to: new Int32Array(0) }];
  private readonly numbers = new Map<string, number>();
  private readonly products = new Map<string, number>();

  get size(): number {
    return this.maps.length;
  }

  /** The map of a number other than the identity's. */
  at(number: number): ValueMap {
    const map = this.maps[number];
    if (map === undefined) throw new RangeError(`there is no value map ${number}`);
    return map;
  }

  /** The number of a map. */
  add(map: ValueMap): number {
    if (map.to.every((image, code) => image === code)) return identityMap;
    const key = `${map.kind} ${map.to.join()}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.maps.length);
    return this.maps.push(map) - 1;
  }

  /** The number of the map that applies `first`, then `second`. */
  compose(second: number, first: number): number {
    if (first === identityMap) return second;
    if (second === identityMap) return first;
    const key = `${second} ${first}`;
    let product = this.products.get(key);
    if (product === undefined) {
      const { kind, to } = this.at(first);
      const then = this.at(second).to;
      product = this.add({ kind, to: to.map((image) => then[image]!) });
      this.products.set(key, product);
    }
    return product;
  }

  /** The image of a slot's value. */
  apply(number: number, value: number): number {
    if (number === identityMap) return value;
    const { kind, to } = this.at(number);
    return kind === "table" ? to[value]! : permuteBits(to, value);
  }

  /** Which bit of the source the bit of an image comes from, both as masks of one bit. */
  sourceBit(number: number, bit: number): number {
    if (number === identityMap) return bit;
    return 1 << this.at(number).to.indexOf(31 - Math.clz32(bit));
  }
}

/** Moves each bit of a mask. */
export function permuteBits(to: Int32Array, mask: number): number {
  let image = 0;
  for (let left = mask; left !== 0; left &= left - 1) image |= 1 << to[31 - Math.clz32(left & -left)]!;
  return image;
}
