import { at } from "../../checker/schema/access.ts";
import type { MachineState } from "../machine/state.ts";

/**
 * What the beginning of a reset does to the DMA of a device. Its ATC is empty (PCIe base specification 10.3.3). What it has
 * sent goes on; but it takes no completion any more of a read from before (6.6.2, "Avoiding Data Corruption From Stale
 * Completions": it does not know of the request).
 */
export function resetDma(state: MachineState, device: number): void {
  const { atc, inFlight } = at(state.devices, device);
  for (const entries of atc) entries.clear();
  if (inFlight?.reads === 1) inFlight.reads = 2;
}
