import type { Device } from "../machine/hardware.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineRule } from "../pe/context.ts";

/** Whose steps a rule is about: those of an instruction, of a device, or of neither. */
export type RuleOf =
  | { readonly kind: "slot"; readonly slot: Slot }
  | { readonly kind: "device"; readonly device: Device }
  | { readonly kind: "machine"; readonly part: string };

/** A rule with a name of its own among those of its machine, and whose it is. */
export interface IdentifiedRule {
  readonly rule: MachineRule & { readonly id: string };
  readonly of: RuleOf;
}

export const identified =
  (of: RuleOf) =>
  (rule: MachineRule): IdentifiedRule => ({ rule: { ...rule, id: ruleId(rule.name, of) }, of });

/** What an automorphism calls a rule: many instructions have one of the same name. */
export function ruleId(name: string, of: RuleOf): string {
  switch (of.kind) {
    case "slot":
      return `${name} of slot ${of.slot.index} of PE ${of.slot.pe}`;
    case "device":
      return `${name} of device ${of.device.index}`;
    case "machine":
      return of.part === "" ? name : `${name} of ${of.part}`;
  }
}
