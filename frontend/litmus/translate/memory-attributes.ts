/** What a descriptor says of the memory it maps: AttrIndx, an index into MAIR, and SH. */
export interface Attributes {
  readonly index: number;
  readonly shareability: number;
}

/** Normal memory, inner shareable, write-back: what `attrs` is where it is not given (litmus-format 3). */
export const USUAL: Attributes = { index: 0, shareability: 3 };

const SHAREABILITY: Readonly<Record<string, number>> = { NSH: 0, OSH: 2, ISH: 3 };
const DEVICE = ["nGnRnE", "nGnRE", "nGRE", "GRE"];
const CACHEABILITY = ["NC", "WT", "WB"];

/** Every word that `attrs` may have. */
export const attributeWords: readonly string[] = [
  "Normal",
  "Device",
  ...DEVICE,
  ...["", "i", "o"].flatMap((level) => CACHEABILITY.map((word) => `${level}${word}`)),
  ...Object.keys(SHAREABILITY),
];

/** MAIR has eight attributes. */
const MOST = 8;

/**
 * The memory attributes of a test: each distinct type has a place of MAIR. What a list of words leaves out is as usual:
 * `(Normal, NC)` is inner shareable, `(Device)` is nGnRnE.
 */
export class MemoryAttributes {
  readonly #types: string[] = ["Normal WB WB"];
  readonly #written = new Map<string, string>();

  /** The attributes of a list of words, all of which exist; null where a test has more types than MAIR has places. */
  of(words: readonly string[]): Attributes | null {
    const type = typeOf(words);
    if (!this.#types.includes(type)) this.#types.push(type);
    const index = this.#types.indexOf(type);
    if (index >= MOST) return null;
    const known = words.findLast((word) => word in SHAREABILITY);
    const shareability = known === undefined ? USUAL.shareability : (SHAREABILITY[known] ?? 0);
    const key = keyOf({ index, shareability });
    if (!this.#written.has(key)) this.#written.set(key, words.join(", "));
    return { index, shareability };
  }

  /** As the test first wrote them, or null where they are as usual. */
  text(attributes: Attributes): string | null {
    const key = keyOf(attributes);
    return key === keyOf(USUAL) ? null : (this.#written.get(key) ?? `AttrIndx ${key}`);
  }
}

const keyOf = ({ index, shareability }: Attributes): string => `${index}/${shareability}`;

function typeOf(words: readonly string[]): string {
  const device = words.findLast((word) => DEVICE.includes(word));
  if (device !== undefined) return device;
  if (words.includes("Device")) return "nGnRnE";
  const cacheability = (level: string): string =>
    words.findLast((word) => CACHEABILITY.includes(word) || (word.startsWith(level) && word.length === 3)) ??
    "WB";
  return `Normal ${cacheability("i").replace("i", "")} ${cacheability("o").replace("o", "")}`;
}
