import type { Descriptor } from "../mmu/descriptor.ts";
import type { Stage2Descriptor } from "../mmu/stage2-descriptor.ts";
import { among, flag, integer, word } from "./checks.ts";
import { wrongValue, type Check } from "./place.ts";
import { optional, record, type Optional } from "./record.ts";

/** A 4 KiB page within 48 bits. */
export const outputAddress: Check = (value, place) => {
  word(value, place);
  if (typeof value !== "bigint" || (value % 0x1000n === 0n && value < 1n << 48n)) return;
  const why = "an output address is that of a 4 KiB page, of at most 48 bits";
  throw wrongValue(value, place, why, "write a multiple of 0x1000n below 1n << 48n");
};

const shape: { readonly [K in keyof Descriptor]: Optional } = {
  valid: optional(flag),
  oa: optional(outputAddress),
  attributes: optional(integer(0, 7)),
  shareability: optional(among([0, 2, 3])),
  el0: optional(flag),
  writable: optional(flag),
  accessFlag: optional(flag),
  nonGlobal: optional(flag),
  dbm: optional(flag),
  contiguous: optional(flag),
  executeNever: optional(flag),
};

const fields = record("an object", shape, () => "");

const stage2Shape: { readonly [K in keyof Stage2Descriptor]: Optional } = {
  valid: optional(flag),
  oa: optional(outputAddress),
  memAttr: optional(integer(0, 15)),
  readable: optional(flag),
  writable: optional(flag),
  shareability: optional(among([0, 2, 3])),
  accessFlag: optional(flag),
  dbm: optional(flag),
  contiguous: optional(flag),
  executeNever: optional(integer(0, 3)),
};

const stage2Fields = record("an object", stage2Shape, () => "");

/** Checks the fields that a descriptor is made of. */
export const checkDescriptor = (given: unknown): void =>
  fields(given, { where: "descriptor()", field: "the argument" });

/** Checks the fields that a stage-2 descriptor is made of. */
export const checkStage2Descriptor = (given: unknown): void =>
  stage2Fields(given, { where: "stage2Descriptor()", field: "the argument" });
