import { behaviours } from "../memory/behaviour.ts";
import { at } from "../../checker/schema/access.ts";
import type { Register } from "../machine/hardware.ts";
import type { Machine, Pe } from "../machine/machine.ts";
import { someUsable } from "../machine/queries.ts";
import type { MachineState } from "../machine/state.ts";
import { effectiveType } from "../memory/effective-type.ts";
import { entryAt } from "../mmu/entry.ts";
import { faultOf, walkerOf } from "../mmu/walk.ts";
import { readChanges, readRegister } from "../pcie/register-access.ts";
import type { Context, MachineRule } from "../pe/context.ts";

type State = Readonly<MachineState>;

/** A page of a PE through which hardware may read a register. */
interface Reader {
  readonly pe: Pe;
  readonly page: number;
  readonly register: Register;
}

/**
 * Hardware reads what a usable entry of a Normal type maps, at any time and though no program does (Arm ARM B2.10, "Normal
 * memory": speculative data accesses; SDM vol. 3, table 12-2). A PE that runs nothing does so too. The DSB that removes the
 * entry waits for such a read, so that it is one step: while the entry is usable.
 */
export function speculativeReadRule({ machine, effects }: Context): readonly MachineRule[] {
  const readers = readersOf(machine);
  if (readers.length === 0) return [];
  const rule: MachineRule = {
    name: "speculative read",
    source: "docs/machine.md, Interconnect, registers, reset",
    instances: readers.map((_, k) => [k]),
    when: (state, k = 0) => {
      const reader = at(readers, k);
      const { register } = reader;
      return (
        (at(state.devices, register.device).readSpeculatively === 0 || readChanges(state, register)) &&
        entryOf(machine, state, reader) !== null
      );
    },
    then: (state, k = 0) => {
      const { register } = at(readers, k);
      readRegister(effects, state, register);
      at(state.devices, register.device).readSpeculatively = 1;
    },
    label: (state, k = 0) => {
      const { pe, page, register } = at(readers, k);
      const word = entryOf(machine, state, at(readers, k)) ?? 0n;
      return {
        lane: at(machine.devices, register.device).name,
        actor: "hardware",
        text: `speculative read of ${register.name} arrives (from ${pe.name})`,
        note: `through ${machine.wordName(word)} of ${machine.scenario.virtual[page]?.name ?? ""}, ${effectiveType(pe, word, page)}: no program asked for it`,
      };
    },
  };
  return [rule];
}

/** Whether hardware may ever read a register of a device that no program reads. */
export const isReadSpeculatively = (machine: Machine, device: number): boolean =>
  readersOf(machine).some(({ register }) => register.device === device);

function readersOf(machine: Machine): readonly Reader[] {
  const registers = machine.has("speculative-reads") ? [...machine.registers.values()] : [];
  return machine.pes.flatMap((pe) => {
    if (at(machine.scenario.pes, pe.index).regime === "io") return [];
    return machine.scenario.virtual.flatMap((_, page) =>
      registers.flatMap((register): Reader[] => {
        const words = pe.holds
          .filter((pte) => at(machine.locations.ptes, pte).page === page)
          .flatMap((pte) => [...(machine.words.memory[pte] ?? [])]);
        return words.some((word) => reads(machine, { pe, page, register }, word))
          ? [{ pe, page, register }]
          : [];
      }),
    );
  });
}

/** The usable entry by which a PE may read a register, or null. */
function entryOf(machine: Machine, state: State, reader: Reader): bigint | null {
  let found: bigint | null = null;
  someUsable(machine, state, reader.pe.index, reader.page, (word) => {
    if (!reads(machine, reader, word)) return false;
    found = word;
    return true;
  });
  return found;
}

/** Whether a descriptor maps a register by a type that allows reads which no program asked for, to code that the PE runs. */
function reads(machine: Machine, { pe, page, register }: Reader, word: bigint): boolean {
  const { valid, oa } = entryAt(pe.stage, word);
  if (!valid || machine.scenario.physical.find(({ name }) => name === register.page)?.pa !== oa) return false;
  if (!behaviours[effectiveType(pe, word, page)].speculativeReads) return false;
  const configuration = at(machine.scenario.pes, pe.index);
  const walker = walkerOf(configuration, pe.stage);
  // A handler runs at EL1.
  const el0 = walker.el0 && configuration.program.handler === undefined;
  return faultOf(word, { ...walker, el0, ha: true }, { reads: true, writes: false }) === null;
}
