import { at } from "../../checker/schema/access.ts";
import type { Device, Dma } from "../machine/hardware.ts";
import type { Machine } from "../machine/machine.ts";
import { walkerView } from "../machine/queries.ts";
import type { MachineState } from "../machine/state.ts";
import type { Context, MachineRule } from "../pe/context.ts";
import { hasOwnEntries } from "../pcie/dma-reach.ts";

/*
 * The unreduced ATC, as `mmu/explicit-walks.ts` is the unreduced IOTLB: the device asks for a translation and keeps it, and
 * drops it, each a step of its own.
 */

/** The rules of a device's ATC; none where its entries are not told from those of the IOTLB. */
export const atcRules = (context: Context, device: Device, dma: Dma): readonly MachineRule[] =>
  context.machine.scenario.features.walks === "explicit" && hasOwnEntries(context.machine, device)
    ? [fillRule(context, device, dma), evictRule(context, device, dma)]
    : [];

const entriesOf = ({ pes, words, isCacheable }: Machine, dma: Dma): readonly (readonly [number, bigint])[] =>
  at(pes, dma.walker).holds.flatMap((pte, k) =>
    [...(words.memory[pte] ?? [])].filter(isCacheable).map((word) => [k, word] as const),
  );

function fillRule({ machine }: Context, device: Device, dma: Dma): MachineRule {
  const entries = entriesOf(machine, dma);
  const { holds } = at(machine.pes, dma.walker);
  const answers = (state: Readonly<MachineState>, k: number, word: bigint): boolean => {
    const pte = at(holds, k);
    return walkerView(state, dma.walker, pte) === word || at(at(state.pes, dma.walker).cached, pte).has(word);
  };
  return {
    name: "speculative walk fills",
    instances: entries.map((_, i) => [i]),
    when: (state, i = 0) => {
      const [k, word] = at(entries, i);
      const { resetting, atc } = at(state.devices, device.index);
      return resetting === 0 && !at(atc, k).has(word) && answers(state, k, word);
    },
    then: (state, i = 0) => {
      const [k, word] = at(entries, i);
      at(at(state.devices, device.index).atc, k).add(word);
    },
    label: (_, i = 0) => ({
      lane: device.name,
      actor: "hardware",
      text: `its ATC caches ${machine.wordName(at(entries, i)[1])}`,
    }),
  };
}

function evictRule({ machine }: Context, device: Device, dma: Dma): MachineRule {
  const entries = entriesOf(machine, dma);
  return {
    name: "TLB evicts",
    instances: entries.map((_, i) => [i]),
    when: (state, i = 0) => {
      const [k, word] = at(entries, i);
      return at(at(state.devices, device.index).atc, k).has(word);
    },
    then: (state, i = 0) => {
      const [k, word] = at(entries, i);
      at(at(state.devices, device.index).atc, k).delete(word);
    },
    label: (_, i = 0) => ({
      lane: device.name,
      actor: "hardware",
      text: `its ATC evicts ${machine.wordName(at(entries, i)[1])}`,
    }),
  };
}
