import { at } from "../../checker/schema/access.ts";
import type { PlacedInstruction } from "../program/layout.ts";
import type { PeConfiguration, Scenario } from "../scenario.ts";
import type { Hardware } from "./hardware.ts";
import type { Locations } from "./locations.ts";
import type { Machine, Pe } from "./machine.ts";
import type { SlotWords, Words } from "./words.ts";

/** A PE between its configuration and its slots. */
export interface PeDraft extends Omit<Pe, "slots"> {
  readonly configuration: PeConfiguration;
  readonly code: readonly PlacedInstruction[];
}

/** A machine whose slots are still to be made. */
export interface MachineDraft extends Pick<Machine, "has" | "synchronises" | "isCacheable">, Hardware {
  readonly scenario: Scenario;
  readonly locations: Locations;
  readonly pes: readonly PeDraft[];
  readonly words: Words;
}

/** The words that an instruction of a PE deals in. */
export function slotWords({ words }: MachineDraft, pe: PeDraft, index: number): SlotWords {
  return at(at(words.slots, pe.index), index);
}
