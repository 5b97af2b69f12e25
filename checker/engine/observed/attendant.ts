import { InternalFault } from "../../internal-fault.ts";
import type { Host } from "./core-module.ts";
import type { FlyweightStep } from "./flyweight-steps.ts";
import type { Attendant, FiredRows, Request } from "./worker-pool.ts";
import { requests } from "./worker-protocol.mjs";

/** Does for other threads what a host does for the core of the first one. */
export function attendantOf(host: Host, fire: (root: number, row: number) => FiredRows): Attendant {
  return ({ kind, one, other }: Request): number | FiredRows => {
    switch (kind) {
      case requests.missRules:
        host.missRules(one, other);
        return 0;
      case requests.missWatcher:
        host.missWatcher(one, other);
        return 0;
      case requests.missEnd:
        host.missEnd(one);
        return 0;
      case requests.askUnobserved:
        return host.askUnobserved(one, other);
      case requests.askEnd:
        return host.askEnd(one);
      case requests.answered:
        host.answered(one, other);
        return 0;
      case requests.deadlocked:
        host.deadlocked(one);
        return 0;
      case requests.restless:
        host.restless(one, other);
        return 0;
      case requests.fireUnobserved:
        return fire(one, other);
      default:
        throw new InternalFault(`a worker asks for ${kind}`);
    }
  };
}

/**
 * Successors in the form in which a worker takes them in.
 *
 * @param words of a padded row
 */
export function firedRows(steps: Iterable<FlyweightStep>, words: number): FiredRows {
  const rows: number[] = [];
  for (const { firing, row } of steps) {
    rows.push(firing, ...Array.from({ length: words }, (_, word) => row[word] ?? 0));
  }
  return { words: rows, stride: 1 + words };
}
