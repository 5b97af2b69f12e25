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
import {
  explore,
  keyOf,
  Inv,
  outcomesIn,
  pte,
  scenarioOf,
  V,
  x,
  y,
  z,
  type Litmus,
  type Outcome,
} from "../litmus.ts";
import type { Op, Place } from "./x86-tso.ts";

/** The virtual addresses of places. */
export const addresses = { x, y, z } as const;

const descriptors = { x: V.x, y: V.y, none: Inv.x } as const;

const operand = (value: number | string): bigint | string =>
  typeof value === "number" ? BigInt(value) : value;

/** A program of the published machine, in instructions of walkcheck, which have their number for a label. */
export const instructionsOf = (ops: readonly Op[]): readonly Instruction[] =>
  ops.map((op, i) => ({
    ...instructionOf(op, (skip) => (i + 1 + skip < ops.length ? `at${i + 1 + skip}` : "end")),
    label: `at${i}`,
  }));

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
    case "setpte":
      return movStore(descriptors[op.word], pte.x);
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

/** Without what TLBs have, and with the descriptor of x where it is not the first. */
const shown = (outcome: Outcome): string =>
  keyOf(
    Object.fromEntries(
      Object.entries(outcome).filter(
        ([name, value]) =>
          !name.includes(" ") &&
          (!name.startsWith("pte(") || value === "Inv(x)" || (name === "pte(x)" && value === "V(y)")),
      ),
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

type Programs = fc.Arbitrary<readonly (readonly Op[])[]>;

const programsOf = (operationOf: (pes: number) => fc.Arbitrary<Op>): Programs =>
  fc
    .constantFrom([4, 4], [5, 3], [3, 2, 3], [2, 2, 2])
    .chain((lengths) =>
      fc.tuple(
        ...lengths.map((maxLength) => fc.array(operationOf(lengths.length), { minLength: 1, maxLength })),
      ),
    );

/** Programs of two PEs with up to five operations, or three with up to three. */
export const randomPrograms = programsOf(operation);

/** The same where the descriptor of x is written. */
export const randomPagingPrograms = programsOf((pes) =>
  fc.oneof(
    { weight: 4, arbitrary: operation(pes) },
    {
      weight: 1,
      arbitrary: fc.record({
        op: fc.constant("setpte" as const),
        word: fc.constantFrom("x" as const, "y" as const, "none" as const),
      }),
    },
  ),
);
