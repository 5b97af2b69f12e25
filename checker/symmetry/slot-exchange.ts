import { Diagnostic } from "../diagnostic.ts";
import type { Scalar } from "../schema/coder.ts";
import { maskBits, type LeafPlace, type Place, type SetPlace } from "../schema/place.ts";
import { identityMap, type ValueMaps } from "./value-maps.ts";

/** What a permutation makes of a value, or null where it changes none. */
export type ValueChange = ((value: Scalar) => Scalar) | null;

/** More values than this make a table too large to be worth it. */
const tableLimit = 2 ** 16;

/** Collects, place by place, where the slots of an image come from. */
export class SlotExchange {
  readonly from: Int32Array;
  readonly map: Int32Array;
  private readonly name: string;
  private readonly maps: ValueMaps;

  /** @param name the permutation, for messages */
  constructor(name: string, slots: number, maps: ValueMaps) {
    this.name = name;
    this.maps = maps;
    this.from = Int32Array.from({ length: slots }, (_, slot) => slot);
    this.map = new Int32Array(slots).fill(identityMap);
  }

  /** What is in the slots of `source` itself, and not in those of its parts, goes to `target`. */
  move(source: Place, target: Place, change: ValueChange): void {
    switch (source.kind) {
      case "leaf":
        if (target.kind !== "leaf") throw this.differ(source, target);
        this.put(source.slot, target.slot, this.leafMap(source, target, change));
        return;
      case "set":
        if (target.kind !== "set" || target.values.length !== source.values.length) {
          throw this.differ(source, target);
        }
        this.moveSet(source, target, change);
        return;
      case "wide":
        if (target.kind !== "wide") throw this.differ(source, target);
        this.put(source.slot, target.slot, identityMap);
        this.put(source.slot + 1, target.slot + 1, identityMap);
        return;
      case "maybe":
      case "queue":
        if (target.kind !== source.kind || target.slots !== source.slots) throw this.differ(source, target);
        this.put(source.slot, target.slot, identityMap);
        return;
      case "array":
      case "record":
    }
  }

  /** Two places whose contents cannot trade places. */
  differ(source: Place, target: Place): Diagnostic {
    return this.mistake(
      `field ${source.path || "(the state)"} cannot become field ${target.path || "(the state)"}`,
      "their domains differ",
      "Give what is exchanged the same domain, or do not declare it to be interchangeable.",
    );
  }

  private put(source: number, target: number, map: number): void {
    this.from[target] = source;
    this.map[target] = map;
  }

  private leafMap(source: LeafPlace, target: LeafPlace, change: ValueChange): number {
    const { coder } = source;
    if (coder.size !== target.coder.size) throw this.differ(source, target);
    const sameCodes = coder.table === null && target.coder.table === null && coder.lo === target.coder.lo;
    if (change === null && (source.coder === target.coder || sameCodes)) return identityMap;
    if (coder.size > tableLimit) {
      throw this.mistake(
        `the values of field ${source.path} change`,
        `it has ${coder.size} values`,
        `At most ${tableLimit} values can be exchanged: narrow the domain, or list words with word64({ among }).`,
      );
    }
    const to = Int32Array.from({ length: coder.size }, (_, code) => {
      const value = coder.decode(code);
      return target.coder.encode(change === null ? value : change(value));
    });
    return this.maps.add({ kind: "table", to: this.oneToOne(source, target, to) });
  }

  private moveSet(source: SetPlace, target: SetPlace, change: ValueChange): void {
    const to = Int32Array.from(source.values, (value) => {
      const code = target.coder.encode(change === null ? value : change(value));
      return code < 0 ? -1 : target.bitOf[code]!;
    });
    this.oneToOne(source, target, to);
    for (let mask = 0; mask < source.slots; mask++) {
      const first = mask * maskBits;
      const bits = to.subarray(first, first + maskBits).map((bit) => bit - first);
      if (bits.some((bit) => bit < 0 || bit >= bits.length)) {
        throw this.mistake(
          `the values of set ${source.path} move`,
          `it has ${source.values.length} values, and they may move within groups of ${maskBits} only`,
          "Narrow the domain of the set.",
        );
      }
      this.put(source.slot + mask, target.slot + mask, this.maps.add({ kind: "bits", to: bits }));
    }
  }

  private oneToOne(source: Place, target: Place, to: Int32Array): Int32Array {
    if (to.includes(-1)) throw this.differ(source, target);
    if (new Set(to).size === to.length) return to;
    throw this.mistake(
      `two values of field ${source.path} become one`,
      "a permutation is one to one",
      "Mend its `value`.",
    );
  }

  private mistake(what: string, why: string, next: string): Diagnostic {
    return new Diagnostic({ kind: "spec", where: `the symmetry ${this.name}`, what, why, next });
  }
}
