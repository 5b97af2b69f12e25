import type { MemoryType } from "../memory/memory-type.ts";

/**
 * Where a write is acknowledged: from then on it is complete for the PE, and a DSB does not wait for it. At the PE's own
 * boundary, where nothing is known of its order with other requests; at the root complex, where it has taken its place on
 * the path; or at the endpoint.
 */
export type AcknowledgementPoint = "PE" | "root complex" | "endpoint";

/**
 * A way from the PEs to devices: what has taken its place on it arrives in that order, whoever sent it and by whatever
 * memory type. Requests on different paths are in no order.
 */
export interface PathConfiguration {
  readonly name: string;
  /**
   * By memory type of the access, for posted writes. Default: the endpoint for the type without early write acknowledgement
   * (Device-nGnRnE), the root complex for the others; x86 has no such type, its writes to PCI functions are posted.
   */
  readonly acknowledges?: Readonly<Partial<Record<MemoryType, AcknowledgementPoint>>>;
}
