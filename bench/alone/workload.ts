import { firingsFromTries } from "../specs/from-tries.ts";
import { search, workloadFrom } from "../specs/workload.ts";
import { wayNamed } from "../ways.ts";

/*
 * `node workload.js WAY SPEC [VARIANT [K=V]...]`: searches a part of the catalogue in this process, which does nothing
 * else, and prints what the searches took together: without building models and without rendering.
 */

const [name = "", ...words] = process.argv.slice(2);
const all = await search(workloadFrom(words), wayNamed(name).options);
const sum = (of: (statistics: (typeof all)[number]) => number): number =>
  all.reduce((total, statistics) => total + of(statistics), 0);
const tries = all.map(firingsFromTries);
process.stdout.write(
  `${JSON.stringify({
    searches: all.length,
    states: sum(({ states }) => states),
    rulesFired: sum(({ rulesFired }) => rulesFired),
    seconds: sum(({ seconds }) => seconds),
    fromTries: tries.includes(null) ? null : tries.reduce<number>((total, fired) => total + (fired ?? 0), 0),
    peakMiB: process.resourceUsage().maxRSS / 1024,
  })}\n`,
);
