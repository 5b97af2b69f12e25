import type { PeDraft } from "../machine/draft.ts";
import type { Locations } from "../machine/locations.ts";
import type { Words } from "../machine/words.ts";
import type { Instruction } from "../program/instruction.ts";
import { addressExpression } from "../program/operands.ts";
import { hex, programError } from "./place.ts";

/**
 * Checks that no access is unaligned whatever the registers hold: it is to a multiple of 8, or to a 32-bit word that a
 * physical page declares. One that may be aligned passes: the words of an address are over-approximated. Nor is one told
 * here that nothing lives at: that is an error of its own.
 */
export function checkAlignment(pes: readonly PeDraft[], { slots }: Words, locations: Locations): void {
  for (const { index, name, code } of pes)
    for (const [slot, { instruction }] of code.entries()) {
      if (addressExpression(instruction) === null) continue;
      const addresses = [...(slots[index]?.[slot]?.address ?? [])];
      const [first] = addresses;
      const mayBeAligned = addresses.some((address) => address % 8n === 0n || locations.declares(address));
      if (first === undefined || mayBeAligned || locations.resolve(first) === null) continue;
      throw programError(
        `${name}: ${instruction.kernel}`,
        `the address ${hex(first)} is not a multiple of 8`,
        "mixed-size accesses are not modelled: every access is to an aligned 64-bit word",
        `${hex(first - (first % 8n))} is the word that holds it; a 32-bit word of its own is a cell of its physical page`,
      );
    }
}

/** Checks that no guest accesses a translation table: it can name guest physical addresses only, and no table is at one. */
export function checkGuestAddresses(pes: readonly PeDraft[], { slots }: Words, locations: Locations): void {
  for (const { index, name, code, stage } of pes)
    for (const [slot, { instruction }] of code.entries()) {
      if (stage === 1 || addressExpression(instruction) === null) continue;
      for (const address of slots[index]?.[slot]?.address ?? []) {
        const target = locations.resolve(address);
        if (target?.kind !== "pte") continue;
        throw programError(
          `${name}: ${instruction.kernel}`,
          `the address ${hex(address)} is that of ${locations.ptes[target.pte]?.name ?? "a PTE"}`,
          "its PE runs a guest, to which no translation table is mapped",
          "let a PE of the host access it",
        );
      }
    }
}

/**
 * Checks that every access has an address that something lives at. Words are over-approximated, so that one without may
 * never occur; nor need every copy be reached that faults make of an instruction. If no word has any, it is a mistake.
 */
export function checkAddresses(pes: readonly PeDraft[], { slots }: Words, locations: Locations): void {
  for (const { index, name, code } of pes) {
    const instances = new Map<string, { readonly instruction: Instruction; readonly words: bigint[] }>();
    for (const [slot, { instruction, handler, place }] of code.entries()) {
      if (addressExpression(instruction) === null) continue;
      const key = `${handler ? "handler" : "main"} ${place.node}`;
      const instance = instances.get(key) ?? { instruction, words: [] };
      instance.words.push(...(slots[index]?.[slot]?.address ?? []));
      instances.set(key, instance);
    }
    for (const { instruction, words } of instances.values()) {
      const [first] = words;
      if (first === undefined || words.some((word) => locations.resolve(word) !== null)) continue;
      throw locations.unresolved(first, `${name}: ${instruction.kernel}`);
    }
  }
}
