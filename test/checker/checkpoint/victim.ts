import { existsSync } from "node:fs";
import { check } from "../../../checker/check.ts";
import type { Model } from "../../../checker/model.ts";
import { at } from "../../../checker/schema/access.ts";
import { array, int, record } from "../../../checker/schema/constructors.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { rule } from "../toys/rule.ts";
import { essence } from "./essence.ts";

/** A process to be killed: goes on with a search, or begins it, and prints what came out of it as JSON. */
const [, , file = "", engine = "observed"] = process.argv;

interface Counters {
  readonly counters: number[];
}

const top = 35;
const counters = [0, 1, 2, 3];

/** 1,679,616 states: long enough to be killed many times. */
const model: Model<Counters> = {
  name: "counters",
  schema: schemaOf(record({ counters: array(counters.length, int(0, top)) })),
  initial: [{ counters: counters.map(() => 0) }],
  rules: [
    rule<Counters, readonly [number]>(
      "count",
      (state, counter) => {
        state.counters[counter] = at(state.counters, counter) + 1;
      },
      {
        instances: counters.map((counter) => [counter] as const),
        when: (state, counter) => at(state.counters, counter) < top,
      },
    ),
  ],
  properties: [
    {
      kind: "always",
      name: "not all",
      because: "a toy",
      violatedBy: (state) => (state.counters.every((count) => count === top) ? { facts: {} } : null),
    },
  ],
};

const resume = file !== "" && existsSync(file) ? { resume: file } : {};
const checkpoint = file === "" ? {} : { checkpoint: { file, seconds: 0.02 } };
const result = await check(model, {
  exhaust: true,
  deadlock: "stuck",
  engine: engine === "flyweight" ? "flyweight" : "observed",
  ...checkpoint,
  ...resume,
});
const { counts, properties, verdict, exhausted, hit } = essence(result);
const traces = properties.map(({ verdict, trace }) => [verdict, trace?.steps.length]);
process.stdout.write(JSON.stringify({ counts, traces, verdict, exhausted, hit }));
