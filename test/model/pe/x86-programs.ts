import * as fc from "fast-check";
import {
  cbnz,
  lfence,
  lockCmpxchg,
  lockRmw,
  mfence,
  movLoad,
  movStore,
  sfence,
  xchg,
  type Instruction,
  type PeConfiguration,
} from "../../../model/index.ts";
import type { EagerMode } from "../../../checker/engine/engine.ts";
import { modelOf } from "../../../model/compile.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import { explore, keyOf, outcomesIn, scenarioOf, x, y, z, type Litmus, type Outcome } from "../litmus.ts";
import type { Op, Place } from "./x86-tso.ts";

/** The virtual addresses of places. */
export const addresses = { x, y, z } as const;

const operand = (value: number | string): bigint | string =>
  typeof value === "number" ? BigInt(value) : value;

/** A program of the published machine, in instructions of walkcheck. */
export function instructionsOf(ops: readonly Op[]): readonly Instruction[] {
  const labels = new Map(
    ops.flatMap((op, i) => {
      const to = op.op === "jnz" ? i + 1 + op.skip : ops.length;
      return to < ops.length ? [[to, `at${to}`] as const] : [];
    }),
  );
  return ops.flatMap((op, i): Instruction[] => {
    const label = labels.get(i);
    const instruction = instructionOf(op, (skip) => labels.get(i + 1 + skip) ?? "end");
    return [label === undefined ? instruction : { ...instruction, label }];
  });
}

function instructionOf(op: Op, target: (skip: number) => string): Instruction {
  switch (op.op) {
    case "load":
      return movLoad(op.to, addresses[op.at]);
    case "store":
      return movStore(operand(op.value), addresses[op.at]);
    case "mfence":
      return mfence();
    case "sfence":
      return sfence();
    case "lfence":
      return lfence();
    case "xchg":
      return xchg(op.to, operand(op.value), addresses[op.at]);
    case "xadd":
      return lockRmw("add", op.to, operand(op.value), addresses[op.at]);
    case "cmpxchg":
      return lockCmpxchg(op.to, BigInt(op.compare), operand(op.value), addresses[op.at]);
    case "jnz":
      return cbnz(op.register, target(op.skip));
  }
}

/** A litmus test whose PEs are all x86. */
export function x86(
  pes: Readonly<Record<string, readonly Instruction[]>>,
  more: Omit<Partial<Litmus>, "pes"> = {},
): Litmus {
  const configuration = (name: string): Partial<PeConfiguration> => ({
    architecture: "x86",
    ...more.pe?.[name],
  });
  return {
    ...more,
    pes,
    pe: Object.fromEntries(Object.keys(pes).map((name) => [name, configuration(name)])),
  };
}

/** The outcomes of a test as the published machine writes them: registers and memory. */
export function endsOf(test: Litmus, eager: EagerMode = "fold"): readonly string[] {
  const machine = buildMachine(scenarioOf(test));
  const model = modelOf(machine);
  const ends = outcomesIn(machine, model, explore(model, { eager, deadlock: "off", judge: [] }));
  return [...new Set(ends.map(shown))].toSorted();
}

const shown = (outcome: Outcome): string =>
  keyOf(
    Object.fromEntries(
      Object.entries(outcome).filter(([name]) => !name.includes(" ") && !name.startsWith("pte(")),
    ),
  );

const registers = ["r1", "r2"] as const;
const places: readonly Place[] = ["x", "y", "z"];

const place = (among: number): fc.Arbitrary<Place> => fc.constantFrom(...places.slice(0, among));
const register = fc.constantFrom(...registers);
const value: fc.Arbitrary<number | string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(1, 2) },
  { weight: 1, arbitrary: register },
);

const operation = (among: number): fc.Arbitrary<Op> => {
  const at = place(among);
  return fc.oneof(
    { weight: 6, arbitrary: fc.record({ op: fc.constant("load" as const), to: register, at }) },
    { weight: 6, arbitrary: fc.record({ op: fc.constant("store" as const), value, at }) },
    {
      weight: 2,
      arbitrary: fc.constantFrom<Op>({ op: "mfence" }, { op: "mfence" }, { op: "sfence" }, { op: "lfence" }),
    },
    { weight: 1, arbitrary: fc.record({ op: fc.constant("xchg" as const), to: register, value, at }) },
    { weight: 1, arbitrary: fc.record({ op: fc.constant("xadd" as const), to: register, value, at }) },
    {
      weight: 1,
      arbitrary: fc.record({
        op: fc.constant("cmpxchg" as const),
        to: register,
        compare: fc.constantFrom(0, 1),
        value,
        at,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ op: fc.constant("jnz" as const), register, skip: fc.constantFrom(1, 2) }),
    },
  );
};

/** Programs of two PEs with up to four operations, or three with up to three. */
export const randomPrograms: fc.Arbitrary<readonly (readonly Op[])[]> = fc
  .constantFrom([4, 4], [5, 3], [3, 2, 3], [2, 2, 2])
  .chain((lengths) =>
    fc.tuple(...lengths.map((maxLength) => fc.array(operation(lengths.length), { minLength: 1, maxLength }))),
  );
