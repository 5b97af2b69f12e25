import { InternalFault } from "../../internal-fault.ts";
import type { Host } from "./core-module.ts";

/** For a core that has nobody to ask: one that only stores, or only expands. */
export const noHost: Host = {
  missRules: refuse,
  missWatcher: refuse,
  missEnd: refuse,
  fireUnobserved: refuse,
  askUnobserved: refuse,
  askEnd: refuse,
  answered: refuse,
  deadlocked: refuse,
  restless: refuse,
  serve: refuse,
  verify: refuse,
  travel: refuse,
};

function refuse(): never {
  throw new InternalFault("a core without a host asks for something");
}
