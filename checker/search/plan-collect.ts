import type { CheckOptions } from "../check-options.ts";
import { Diagnostic } from "../diagnostic.ts";

/** Refuses what leaves out states, or does not look at them again, where something is to be collected about all. */
export function planCollect(options: CheckOptions): void {
  if (options.collect === undefined) return;
  const { symmetry = "off", partialOrder = "off" } = options;
  if (symmetry !== "off") throw excluded("symmetry", "only one state of an orbit would be asked about");
  if (partialOrder !== "off")
    throw excluded("partialOrder", "states that the reduction leaves out may differ");
  if (options.simulate !== undefined) throw excluded("simulate", "walks do not come by every state");
  const ofFiles = "what was collected about earlier states is not in a checkpoint";
  if (options.checkpoint !== undefined) throw excluded("checkpoint", ofFiles);
  if (options.resume !== undefined) throw excluded("resume", ofFiles);
}

function excluded(other: keyof CheckOptions, why: string): Diagnostic {
  return new Diagnostic({
    kind: "usage",
    where: "the options of check",
    what: `\`collect\` and \`${other}\` exclude each other`,
    why,
    next: "Leave one of them out.",
  });
}
