import { describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import { int, record } from "../../checker/schema/constructors.ts";
import { schemaOf } from "../../checker/schema/schema.ts";
import { showStates } from "../../checker/shown-state.ts";
import { never, counter, type Count } from "./toys/counter.ts";

const schema = schemaOf(record({ count: int(0, 9) }));

async function shown(print: (state: Readonly<Count>) => string) {
  const result = await check(counter(3, { properties: [never(2), never(3)] }));
  return showStates(result, { ...schema, print, toJson: (state: Readonly<Count>) => schema.toJson(state) });
}

describe("the states of a trace", () => {
  test("are data, for JSON and for whoever copies them", async () => {
    const [first] = (await shown((state) => schema.print(state))).properties;
    const state = { text: "count = 1", json: { count: 1 } };
    expect(first?.trace?.steps[0]?.state).toEqual(state);
    expect({ ...first?.trace?.steps[0]?.state }).toEqual(state);
    expect(JSON.parse(JSON.stringify(first?.trace))).toMatchObject({ steps: [{ state }, {}], loop: null });
  });

  test("are put into words when somebody looks, and once for all traces", async () => {
    const printed: number[] = [];
    const { properties } = await shown(({ count }) => String(printed.push(count)));
    const read = () => properties.map(({ trace }) => trace?.steps[1]?.state.text);
    expect(printed).toEqual([]);
    expect(read()).toEqual(["1", "1"]);
    expect(read()).toEqual(["1", "1"]);
    expect(printed).toEqual([2]);
  });
});
