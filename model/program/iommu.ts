import { checkOptions, checkText } from "../validate/arguments.ts";
import { flag } from "../validate/checks.ts";
import { optional } from "../validate/record.ts";
import { operand, type At, type Operand } from "./arm64/operand.ts";
import type { IotlbInvalidate } from "./instruction.ts";

/**
 * `iotlbInvalidate("GPU", iova)`: invalidates what the IOMMU caches for a device, and waits until that is done; `drains`, the
 * default: also until accesses that used it are; `atc`, the default: also of what the device caches itself, where it does. Null: all
 * addresses.
 */
export const iotlbInvalidate = (
  device: string,
  iova: Operand | null,
  at: At & { readonly drains?: boolean; readonly atc?: boolean } = {},
): IotlbInvalidate => {
  checkText("iotlbInvalidate", "the device", device);
  checkOptions("iotlbInvalidate", at, { drains: optional(flag), atc: optional(flag) });
  const { drains = true, atc = true, ...where } = at;
  return {
    kind: "iotlb-invalidate",
    device,
    iova: iova === null ? null : operand(iova),
    drains,
    atc,
    kernel: "iommu_iotlb_sync()",
    ...where,
  };
};
