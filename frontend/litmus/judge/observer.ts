import { hasFaulted, slotState, type Machine, type MachineState, type Slot } from "../../../model/index.ts";
import { definedRegister } from "../../../model/machine/definitions.ts";
import { isFetched } from "../../../model/machine/queries.ts";
import { writtenValue } from "../../../model/pe/values.ts";
import type { Place } from "../syntax.ts";
import { canonicalName } from "../translate/assembly/registers.ts";
import type { Translation } from "../translate/translate.ts";
import { faultsOf, type ObservedFault } from "./faults.ts";

type State = Readonly<MachineState>;

/** A question about an end state. */
export type Reading<T> = (state: State) => T;

/** Reads off an end state what a litmus file speaks of. */
export class Observer {
  readonly translation: Translation;
  readonly #machine: Machine;

  constructor(machine: Machine, translation: Translation) {
    this.#machine = machine;
    this.translation = translation;
  }

  /** What a place holds. */
  place(place: Place): Reading<bigint> {
    switch (place.kind) {
      case "register":
        return this.#register(place.thread, canonicalName(place.name));
      case "variable":
        return this.#location(this.#cellOf(place.name, place.index ?? 0));
      case "pte":
        return this.#location(this.translation.layout.variables.indexOf(place.of));
    }
  }

  /** The faults that were taken. */
  faults(): Reading<readonly ObservedFault[]> {
    return (state) => faultsOf(this.#machine, this.translation, state);
  }

  /**
   * After the last instruction of the path: the value of the youngest that writes the register. An access that faulted
   * writes nothing (litmus-format 8).
   */
  #register(thread: number, name: string): Reading<bigint> {
    const pe = this.#machine.pes[thread];
    const writers = (pe?.slots ?? [])
      .filter((slot) => definedRegister(slot.instruction) === name)
      .toReversed();
    const initial = pe?.registers[name] ?? 0n;
    return (state) => {
      const writer = writers.find((slot) => isFetched(state, slot) && !isFaulted(state, slot));
      return writer === undefined ? initial : (writtenValue(this.#machine, state, writer) ?? initial);
    };
  }

  /** How many elements a variable has. */
  elements(variable: string): number {
    const page = this.translation.scenario.physical[this.translation.layout.variables.indexOf(variable)];
    return page?.cells?.length ?? 1;
  }

  #location(location: number): Reading<bigint> {
    return ({ memory }) => memory[location] ?? 0n;
  }

  /** The physical place of a variable, whatever its descriptor says (litmus-format 9). */
  #cellOf(variable: string, index: number): number {
    const { layout, sizes } = this.translation;
    return this.#machine.locations.cellAt(layout.physical(variable), index * (sizes.get(variable) ?? 4));
  }
}

const isFaulted = (state: State, slot: Slot): boolean =>
  hasFaulted(state, slot) && slotState(state, slot).exception === 1;
