import type { IoDescriptor } from "../iommu/io-descriptor.ts";
import { flag } from "./checks.ts";
import { outputAddress } from "./descriptor.ts";
import { optional, record, type Optional } from "./record.ts";

const shape: { readonly [K in keyof IoDescriptor]: Optional } = {
  valid: optional(flag),
  oa: optional(outputAddress),
  readable: optional(flag),
  writable: optional(flag),
  snoop: optional(flag),
};

const fields = record("an object", shape, () => "");

/** Checks the fields that an I/O descriptor is made of. */
export const checkIoDescriptor = (given: unknown): void =>
  fields(given, { where: "ioDescriptor()", field: "the argument" });
