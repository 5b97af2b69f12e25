import { at } from "../../checker/schema/access.ts";
import type { Dma } from "../machine/hardware.ts";
import type { Machine } from "../machine/machine.ts";
import { walkerView } from "../machine/queries.ts";
import type { MachineState } from "../machine/state.ts";

/**
 * Whether a device may translate by a descriptor now: the IOMMU may have it cached, its walk finds it, or the device has it
 * cached itself.
 */
export function mayTranslateBy(
  machine: Machine,
  state: Readonly<MachineState>,
  { device, dma }: { readonly device: number; readonly dma: Dma },
  pte: number,
  word: bigint,
): boolean {
  const { walker } = dma;
  if (walkerView(state, walker, pte) === word || at(at(state.pes, walker).cached, pte).has(word)) return true;
  const { atc } = at(state.devices, device);
  return atc.length > 0 && at(atc, at(machine.pes, walker).holds.indexOf(pte)).has(word);
}
