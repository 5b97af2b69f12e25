import { measure, median, type Measurement } from "./measurement.ts";
import { aloneWords, engines, readOptions, type Options } from "./options.ts";
import { runSelf, timeWalkcheck } from "./process.ts";
import { benchTable } from "./table.ts";
import { variantText, workloads } from "./workload.ts";

/*
 * Engine against engine on the catalogue. The comparison with other model checkers on one protocol is a later change;
 * nothing here says how walkcheck compares with them.
 */

/** A spec that is proved, so that all of it is explored: what a user waits for at least. */
const small = ["check", "pkvm-fixmap", "--variant", "merged-with-isb-in-map"];

await main(readOptions(process.argv.slice(2)));

async function main(options: Options): Promise<void> {
  const { alone, json, runs } = options;
  if (alone !== null) {
    print(JSON.stringify(await measure(alone.workload, alone.engine, runs)));
    return;
  }
  const measurements = await measureAll(options);
  if (json) {
    print(JSON.stringify(measurements, null, 2));
    return;
  }
  for (const line of benchTable(measurements)) print(line);
  const times: number[] = [];
  while (times.length < runs) times.push(await timeWalkcheck(small));
  print(`\ntime to first verdict: ${median(times).toFixed(2)} s for walkcheck ${small.join(" ")}`);
  print(`medians of ${runs}; the first run of a process includes its warming up`);
}

/** One after the other, each in a process of its own: nothing else runs while something is timed. */
async function measureAll({ largest, only, runs }: Options): Promise<readonly Measurement[]> {
  const all = await workloads(largest);
  const chosen = all.filter((workload) => `${workload.spec}/${variantText(workload)}`.includes(only));
  const measurements: Measurement[] = [];
  for (const workload of chosen) {
    for (const engine of engines) {
      const text = await runSelf(["--runs", String(runs), ...aloneWords(engine, workload)]);
      measurements.push(readMeasurement(text));
    }
  }
  return measurements;
}

/** What `main` of the other process printed: this program's own format. */
function readMeasurement(text: string): Measurement {
  const measurement: Measurement = JSON.parse(text);
  return measurement;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
