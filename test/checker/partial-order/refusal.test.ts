import { describe, expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import type { CheckOptions } from "../../../checker/check-options.ts";
import type { Model } from "../../../checker/model.ts";
import { bool, record } from "../../../checker/schema/constructors.ts";
import { arrayBy, elementOf, scalarset } from "../../../checker/symmetry/scalarset.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import type { Infer } from "../../../checker/schema/domain.ts";
import { at } from "../../../checker/schema/access.ts";
import { counter } from "../toys/counter.ts";
import { rule } from "../toys/rule.ts";

const stubborn: CheckOptions = { engine: "flyweight", partialOrder: "stubborn" };

describe("what the reduction is not sound for is refused, with the way out", () => {
  test("eventually", async () => {
    const model = counter(2, {
      properties: [{ kind: "eventually", name: "ends", because: "", reachedBy: () => null }],
    });
    await expect(check(model, stubborn)).rejects.toThrow(
      /^property "ends": `eventually` needs the unreduced search: --partial-order=off\n.*\n {2}Turn the reduction off/,
    );
    // It is in the way only where it is asked for.
    await expect(
      check(model, { ...stubborn, deadlock: "stuck", properties: ["no-deadlock"] }),
    ).resolves.toMatchObject({ verdict: "REFUTED" });
  });

  test("several counterexamples of a property", async () => {
    await expect(check(counter(2), { ...stubborn, keepGoing: 2 })).rejects.toThrow(
      "`keepGoing` and `partialOrder` exclude each other",
    );
  });

  test("random walks", async () => {
    const simulate = { walks: 1, seed: 1 };
    await expect(check(counter(2), { ...stubborn, simulate })).rejects.toThrow(
      "`simulate` and `partialOrder` exclude each other",
    );
  });

  test("a mode that does not exist", async () => {
    const options = { partialOrder: "persistent" };
    // @ts-expect-error: what no type checker saw
    await expect(check(counter(2), options)).rejects.toThrow('It must be "off" or "stubborn".');
  });
});

const cpus = scalarset("CPU", 2);
const domain = record({ done: arrayBy(cpus, bool()), last: elementOf(cpus) });
type State = Infer<typeof domain>;

/** Two CPUs that are done sometime; `favourite` is a CPU that the property treats differently. */
function twoCpus(favourite: number | null): Model<State> {
  return {
    name: "two CPUs",
    schema: schemaOf(domain),
    initial: [0, 1].map((last) => ({ done: [false, false], last })),
    rules: [
      {
        ...rule<State, readonly [number]>(
          "finish",
          (state, cpu) => {
            state.done[cpu] = true;
          },
          { instances: [[0], [1]], when: (state, cpu) => !at(state.done, cpu) },
        ),
        sorts: [cpus],
      },
    ],
    properties: [
      {
        kind: "sometimes",
        name: "done",
        because: "a test",
        reachedBy: ({ done }) =>
          (favourite === null ? done.every(Boolean) : at(done, favourite)) ? { facts: {} } : null,
      },
    ],
    symmetries: [cpus],
  };
}

describe("with symmetry", () => {
  test("it is used for a property that is symmetric", async () => {
    const both = await check(twoCpus(null), { ...stubborn, symmetry: "full" });
    expect(both.properties[0]?.trace?.steps).toHaveLength(2);
    expect(both.reductions).toMatchObject({ symmetry: { order: 2 }, partialOrder: "stubborn" });
  });

  test("it is refused for one that is not", async () => {
    await expect(check(twoCpus(0), { ...stubborn, symmetry: "full" })).rejects.toThrow(
      'property "done": `symmetry` and `partialOrder` exclude each other for a property that is not symmetric',
    );
  });
});
