import { comparison } from "./comparison/main.ts";
import { runAlone } from "./comparison/walkcheck.ts";
import { engines } from "./engines.ts";
import { measure, median, type Measurement } from "./measurement.ts";
import { aloneWords, readOptions, type Options } from "./options.ts";
import { runSelf, timeWalkcheck } from "./process.ts";
import { benchTable } from "./table.ts";
import { variantText, workloads } from "./workload.ts";

/*
 * Two benchmarks: engine against engine on the catalogue, and with --size, engines and other model checkers on one
 * protocol.
 */

/** A spec that is proved, so that all of it is explored: what a user waits for at least. */
const small = ["check", "pkvm-fixmap", "--variant", "merged-with-isb-in-map"];

await main(readOptions(process.argv.slice(2)));

async function main(options: Options): Promise<void> {
  const { task, runs } = options;
  switch (task.kind) {
    case "catalogue":
      await benchCatalogue(options);
      return;
    case "comparison": {
      const { output, notes } = await comparison({ ...options, ...task });
      for (const note of notes) process.stderr.write(`${note}\n`);
      for (const line of output) print(line);
      return;
    }
    case "workload":
      print(JSON.stringify(await measure(task.workload, task.engine, runs)));
      return;
    case "protocol":
      print(JSON.stringify(await runAlone(task.engine, task.size)));
  }
}

async function benchCatalogue(options: Options): Promise<void> {
  const { json, runs } = options;
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
