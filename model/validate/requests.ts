import type { Machine } from "../machine/machine.ts";
import type { Slot } from "../machine/slot.ts";
import { programError, within } from "./place.ts";

/** More requests than this, and how they interleave is no longer finite in any useful sense. */
const LIMIT = 64;

/**
 * Checks what is only known once programs are compiled: which of their accesses may be to registers.
 *
 * @throws Diagnostic (kind "program") for an atomic or exclusive that may be to a register, and for a path that more accesses
 * may send requests on than a queue is made for
 */
export function checkRequests({
  pes,
  registers,
  paths,
  devices,
}: Pick<Machine, "pes" | "registers" | "paths" | "devices">): void {
  const sent = paths.map(() => 0);
  for (const pe of pes)
    for (const slot of pe.slots) {
      const requests = [...(slot.access?.locations ?? [])].flatMap(
        (location) => registers.get(location) ?? [],
      );
      const [first] = requests;
      if (first === undefined) continue;
      if (isAtomic(slot))
        throw programError(
          within(`PE ${pe.name}`, slot.instruction.kernel),
          `this atomic may be to ${first.name}, a register of ${devices[first.device]?.name ?? ""}`,
          "what an atomic or exclusive access to a device does is IMPLEMENTATION DEFINED, and not modelled",
          "use a load and a store, or map other memory at its address",
        );
      for (const path of new Set(requests.map((register) => register.path)))
        sent[path] = (sent[path] ?? 0) + 1;
    }
  for (const { name, index } of paths) {
    const count = sent[index] ?? 0;
    if (count <= LIMIT) continue;
    throw programError(
      `path ${name}`,
      `${count} accesses of programs may send a request on it`,
      `a path holds ${LIMIT} requests at most, one of each access`,
      "take fewer accesses, or lower the bounds of loops: each round of a loop counts",
    );
  }
}

const isAtomic = ({ instruction }: Slot): boolean =>
  instruction.kind === "rmw" ||
  instruction.kind === "store-exclusive" ||
  (instruction.kind === "load" && instruction.exclusive === true);
