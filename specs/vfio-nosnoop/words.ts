import { decode } from "../../model/index.ts";
import {
  DMA_DATA,
  GUEST_DATA,
  ioMapping,
  mappingOf,
  page,
  placeAt,
  SECRET,
  snoopedIoMapping,
} from "./places.ts";

const names: ReadonlyMap<bigint, string> = new Map([
  [SECRET, "SECRET"],
  [GUEST_DATA, "GUEST-DATA"],
  [DMA_DATA, "DMA-DATA"],
  [ioMapping, "V(page)"],
  [snoopedIoMapping, "V(page), snooped"],
  [mappingOf(page, "x86", "WB"), "V(page) WB"],
  [mappingOf(page, "x86", "WC"), "V(page) WC"],
  [mappingOf(page, "x86", "UC"), "V(page) UC"],
  [mappingOf(page, "arm64", "WC"), "V(page) Normal-NC"],
]);

/** What a descriptor or a cell holds, in a word. */
export const nameOfWord = (word: bigint): string =>
  names.get(word) ??
  (word < 0x1000n || !decode(word).valid ? String(word) : `V(${placeAt(decode(word).oa)})`);
