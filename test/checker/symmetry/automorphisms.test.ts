import { describe, expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import type { Model } from "../../../checker/model.ts";
import { at } from "../../../checker/schema/access.ts";
import { array, oneOf, queue, record, setOf, word64 } from "../../../checker/schema/constructors.ts";
import type { Infer } from "../../../checker/schema/domain.ts";
import { FiniteSet } from "../../../checker/schema/finite-set.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import type { Automorphism } from "../../../checker/symmetry/automorphism.ts";
import { messageOf } from "../results.ts";
import { step } from "../toys/step.ts";

/** Two CPUs, each of which stores a word of its own, at steps of its own: tied to each other by data, not by a sort. */
const words = [0n, 0xa0n, 0xb0n] as const;
const domain = record({
  cpus: array(2, record({ pc: oneOf("start", "stored", "done") }), { names: ["CPU0", "CPU1"] }),
  memory: word64({ among: words }),
  history: queue(2, word64({ among: words })),
  seen: setOf(word64({ among: words })),
});
type State = Infer<typeof domain>;

const exchange: Automorphism = {
  name: "CPU0 <-> CPU1",
  place: (path) => path.replace(/CPU([01])/, (_, cpu) => `CPU${1 - Number(cpu)}`),
  value: (value) => (value === 0xa0n ? 0xb0n : value === 0xb0n ? 0xa0n : value),
  instance: (rule, [slot = 0]) => ({ rule, parameters: [slot ^ 1] }),
};

function model(automorphism: Automorphism, stored = 0xb0n): Model<State> {
  return {
    name: "two CPUs",
    schema: schemaOf(domain),
    initial: [{ cpus: [{ pc: "start" }, { pc: "start" }], memory: 0n, history: [], seen: FiniteSet.of() }],
    rules: [
      {
        name: "slot",
        // Slots of both programs: 0 and 2 are CPU0's, 1 and 3 are CPU1's.
        instances: [[0], [1], [2], [3]],
        when: (state, slot = 0) => at(state.cpus, slot & 1).pc === (slot < 2 ? "start" : "stored"),
        then: (state, slot = 0) => {
          const cpu = at(state.cpus, slot & 1);
          if (slot < 2) {
            state.memory = slot === 0 ? 0xa0n : stored;
            state.history.push(state.memory);
            cpu.pc = "stored";
          } else {
            state.seen.add(state.memory);
            cpu.pc = "done";
          }
        },
        label: (_, slot = 0) => step(`slot ${slot}`),
      },
    ],
    properties: [
      {
        kind: "sometimes",
        name: "CPU1 sees CPU0's word",
        because: "only one of the two images of a state shows it",
        reachedBy: ({ cpus, memory }) =>
          at(cpus, 1).pc === "done" && at(cpus, 0).pc === "stored" && memory === 0xa0n ? { facts: {} } : null,
      },
    ],
    automorphisms: [automorphism],
  };
}

describe("an automorphism by paths, values and instances", () => {
  test("halves the states, and changes no answer", async () => {
    const off = await check(model(exchange), { exhaust: true });
    for (const engine of ["reference", "flyweight"] as const) {
      const full = await check(model(exchange), { exhaust: true, symmetry: "full", engine });
      expect(full.reductions.symmetry).toEqual({ order: 2, sorts: [], automorphisms: ["CPU0 <-> CPU1"] });
      // The initial state is its own image; the others come in pairs.
      expect(full.statistics.states).toBe((off.statistics.states + 1) / 2);
      expect(full.properties.map(({ verdict, trace }) => [verdict, trace?.steps.length])).toEqual(
        off.properties.map(({ verdict, trace }) => [verdict, trace?.steps.length]),
      );
    }
  });

  test("is verified: a program that stores another word is told from its image", async () => {
    const message = await messageOf(check(model(exchange, 0n), { symmetry: "full" }));
    expect(message).toContain('rule "slot" (0): it is not symmetric under CPU0 <-> CPU1, in state 0');
    expect(message).toContain("leaves field memory as 0x0, not as 0xb0");
  });

  test.each([
    ["a field that does not exist", { place: (path: string) => `${path}x` }, "which does not exist"],
    [
      "two fields that become one",
      { place: (path: string) => path.replace("CPU0", "CPU1") },
      "both become cpus[CPU1].pc",
    ],
    [
      "two values that become one",
      { value: (value: unknown) => (typeof value === "bigint" ? 0n : String(value)) },
      "two values of field",
    ],
    [
      "an instance that does not exist",
      { instance: (rule: string) => ({ rule, parameters: [9] }) },
      "which does not exist",
    ],
    [
      "two instances that become one",
      { instance: (rule: string) => ({ rule, parameters: [0] }) },
      "two instances become one",
    ],
  ])("names %s", async (_, wrong, expected) => {
    const message = await messageOf(check(model({ ...exchange, ...wrong }), { symmetry: "full" }));
    expect(message).toContain("the symmetry CPU0 <-> CPU1");
    expect(message).toContain(expected);
  });
});
