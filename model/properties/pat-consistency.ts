import type { Always, Sometimes } from "../../checker/property.ts";
import type { Machine } from "../machine/machine.ts";
import { someUsable } from "../machine/queries.ts";
import type { MachineState } from "../machine/state.ts";
import { deviceNamed } from "./device-named.ts";
import { unsnoopedRequests } from "./device-requests.ts";
import type { Mapping } from "./mapping.ts";
import type { Named } from "./named.ts";

/** A PE's mapping of a page, as its program asked for it: with the memory type of its own PAT or MAIR. */
export interface AskedFor extends Mapping {
  readonly pe: string;
}

/**
 * While some device can make requests without snooping, each PE uses its page by the mapping that it asked for, and none of
 * another memory type: else its program's cache maintenance, or the lack of it, is wrong for what it gets.
 */
export function patConsistency(
  machine: Machine,
  named: Named,
  { devices, mappings }: { readonly devices: readonly string[]; readonly mappings: readonly AskedFor[] },
): Always<MachineState> {
  const unsnooped = devices.map((name) => unsnoopedRequests(machine, deviceNamed(machine, name)));
  const checks = mappings.map(({ pe, page, word }) => ({
    pe: machine.pe(pe),
    name: page,
    page: machine.page(page),
    word,
  }));
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      for (const { pe, page, name, word } of checks) {
        let other: bigint | null = null;
        const isOther = (entry: bigint): boolean => {
          other = entry;
          return entry !== word;
        };
        if (!someUsable(machine, state, pe.index, page, isOther) || other === null) continue;
        if (unsnooped.every((request) => request(state) === null)) continue;
        return {
          facts: { pe: pe.name, page: name, entry: machine.wordName(other), asked: machine.wordName(word) },
        };
      }
      return null;
    },
  };
}

/** A PE can use the page while a device can make requests without snooping: what shows `patConsistency` exercised. */
export function sharesUnsnooped(
  machine: Machine,
  named: Named,
  { devices, mappings }: { readonly devices: readonly string[]; readonly mappings: readonly AskedFor[] },
): Sometimes<MachineState> {
  const checks = mappings.map(({ pe, page }) => ({
    pe: machine.pe(pe),
    page: machine.page(page),
    name: page,
  }));
  const unsnooped = devices.map((name) => unsnoopedRequests(machine, deviceNamed(machine, name)));
  return {
    kind: "sometimes",
    ...named,
    reachedBy: (state) => {
      const shared = checks.find(({ pe, page }) => someUsable(machine, state, pe.index, page, () => true));
      if (shared === undefined || unsnooped.every((request) => request(state) === null)) return null;
      return { facts: { pe: shared.pe.name, page: shared.name } };
    },
  };
}
