import type { Always, Sometimes } from "../../checker/property.ts";
import { isUnderWay } from "../interconnect/requests.ts";
import type { Machine } from "../machine/machine.ts";
import type { Slot } from "../machine/slot.ts";
import type { MachineState } from "../machine/state.ts";
import type { Named } from "./named.ts";
import { beginOf, isInSpan, type Span } from "./span.ts";

/** Accesses of the PEs that may send a write to a device. */
const writesOf = (machine: Machine, pes: readonly string[]): readonly Slot[] => {
  const indices = pes.map((name) => machine.pe(name).index);
  return [...new Set(machine.requests.flat())].filter(
    ({ pe, access }) => indices.includes(pe) && access?.writes === true,
  );
};

/** Within the span no write of the PEs is under way to a device. */
export function noWriteUnderWay(
  machine: Machine,
  named: Named,
  span: Span,
  pes: readonly string[],
): Always<MachineState> {
  const applies = isInSpan(machine, span);
  const writes = writesOf(machine, pes);
  return {
    kind: "always",
    ...named,
    violatedBy: (state) => {
      if (!applies(state)) return null;
      const found = writes.find((slot) => isUnderWay(machine, state, slot));
      return found === undefined ? null : { facts: { ...writeFacts(machine, found), after: beginOf(span) } };
    },
  };
}

/** A write of the PEs is under way to a device. */
export function writeUnderWay(
  machine: Machine,
  named: Named,
  pes: readonly string[],
): Sometimes<MachineState> {
  const writes = writesOf(machine, pes);
  return {
    kind: "sometimes",
    ...named,
    reachedBy: (state) => {
      const found = writes.find((slot) => isUnderWay(machine, state, slot));
      return found === undefined ? null : { facts: writeFacts(machine, found) };
    },
  };
}

const writeFacts = (machine: Machine, { pe, instruction }: Slot) => ({
  writer: machine.pes[pe]?.name ?? "",
  access: instruction.label ?? instruction.kernel,
});
