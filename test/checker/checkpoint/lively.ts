import { systemSpec, type RuleSpec } from "../random/random-system.ts";

/** Rules that are always enabled: most random systems come to a few states only, and one chunk visits them all. */
const lively: readonly RuleSpec[] = [
  { guards: [], actions: ["toggle"], parameters: [0], fair: false },
  { guards: [], actions: ["see"], parameters: [0, 1, 2], fair: true },
  { guards: [], actions: ["x+1"], parameters: [0], fair: false },
];

/** Random systems of some dozens of states and more. */
export const livelySpec = systemSpec.map((spec) => ({ ...spec, rules: [...spec.rules, ...lively] }));
