import * as fc from "fast-check";
import type { Arbitrary } from "fast-check";
import type {
  Cell,
  Column,
  DescriptorField,
  FaultAtom,
  InitItem,
  LitmusFile,
  Place,
  Proposition,
  PteName,
  RegisterName,
  Value,
  VariableName,
} from "../../../frontend/litmus/syntax.ts";
import { instruction, nowhere } from "./arbitrary-instruction.ts";

const at = fc.constant(nowhere);
const thread = fc.nat({ max: 999 });
const name = fc.constantFrom(
  "x",
  "y",
  "z",
  "arr",
  "lock",
  "x0",
  "PTE",
  "int",
  "label",
  "true1",
  "not_x",
  "P1",
);
const label = fc.constantFrom("L0", "Lout", "over", "exists_1", "LX$2");

const register: Arbitrary<RegisterName> = fc.record({
  kind: fc.constant("register"),
  thread,
  name: fc.constantFrom("X0", "X30", "W5", "SP", "ELR_EL1", "PSTATE.N"),
});
const whole: Arbitrary<VariableName> = name.map((name) => ({ kind: "variable", name }));
const element: Arbitrary<VariableName> = fc.record({
  kind: fc.constant("variable"),
  name,
  index: fc.nat({ max: 999_999 }),
});
const pte: Arbitrary<PteName> = name.map((of) => ({ kind: "pte", of }));
const place: Arbitrary<Place> = fc.oneof(register, whole, element, pte);

const number = fc.bigInt().map((value) => ({ kind: "number" as const, value }));
const pteAddress = name.map((of) => ({ kind: "pte-address" as const, of }));

const field: Arbitrary<DescriptorField> = fc.record({
  key: fc.constantFrom("oa", "valid", "af", "db", "dbm", "el0", "x", "attrs", "unknown"),
  value: fc.oneof(
    number,
    pteAddress,
    fc.oneof(name, fc.constant("")).map((of) => ({ kind: "physical" as const, of })),
    fc
      .array(fc.constantFrom("Normal", "NC", "ISH", "iWB", "Device-nGnRE"))
      .map((words) => ({ kind: "words" as const, words })),
  ),
  at,
});

const scalar: Arbitrary<Value> = fc.oneof(
  number,
  pteAddress,
  name.map((of): Value => ({ kind: "address", of })),
  name.map((of): Value => ({ kind: "physical", of })),
  fc.array(field, { maxLength: 4 }).map((fields): Value => ({ kind: "descriptor", fields })),
  fc.record({ kind: fc.constant("label"), thread, label }),
  instruction.map(({ text }): Value => ({ kind: "instruction", text })),
);

const type = fc.constantFrom("int", "uint64_t", "pteval_t");

const item: Arbitrary<InitItem> = fc.oneof(
  fc.record({
    place,
    type: fc.constant(null),
    pointer: fc.constant(false),
    elements: fc.constant(null),
    value: fc.option(scalar),
    at,
  }),
  fc.record({
    place: fc.oneof(register, whole, pte),
    type,
    pointer: fc.boolean(),
    elements: fc.constant(null),
    value: fc.option(scalar),
    at,
  }),
  fc.array(scalar, { maxLength: 4 }).chain((values) =>
    fc.record({
      place: whole,
      type: fc.option(type),
      pointer: fc.constant(false),
      elements: fc.integer({ min: values.length, max: 9 }),
      value: fc.constant<Value>({ kind: "list", values }),
      at,
    }),
  ),
  fc.record({
    place: whole,
    type,
    pointer: fc.boolean(),
    elements: fc.nat({ max: 9 }),
    value: fc.constant(null),
    at,
  }),
);

const fault: Arbitrary<FaultAtom & { at: typeof nowhere }> = fc.record({
  kind: fc.constant("fault"),
  thread,
  label: fc.option(label),
  location: fc.option(fc.oneof(whole, element, pte)),
  type: fc.option(fc.constantFrom("MMU:Translation", "MMU:Permission", "TagCheck")),
  at,
});

const proposition = fc.letrec<{ any: Proposition; atom: Proposition }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    tie("atom"),
    fc.record({ kind: fc.constant("not" as const), of: tie("any") }),
    fc.record({
      kind: fc.constantFrom("and" as const, "or" as const, "implies" as const),
      left: tie("any"),
      right: tie("any"),
    }),
  ),
  atom: fc.oneof(
    fc.boolean().map((value): Proposition => ({ kind: "constant", value })),
    fault,
    fc.record({
      kind: fc.constant("equals" as const),
      left: place,
      negated: fc.boolean(),
      right: fc.oneof(place, scalar),
      at,
    }),
  ),
})).any;

const cell: Arbitrary<Cell> = fc
  .record({
    labels: fc.array(label, { maxLength: 2 }).map((names) => names.map((name) => ({ name, at: nowhere }))),
    instruction: fc.option(instruction),
    at,
  })
  .filter(({ labels, instruction }) => labels.length > 0 || instruction !== null);

/** Threads in any order, some with a handler. */
const columns: Arbitrary<readonly Column[]> = fc
  .uniqueArray(fc.record({ thread, handled: fc.boolean() }), {
    minLength: 1,
    maxLength: 3,
    selector: ({ thread }) => thread,
  })
  .chain((threads) => {
    const heads = threads.flatMap(({ thread, handled }) =>
      handled
        ? [
            { thread, handler: false },
            { thread, handler: true },
          ]
        : [{ thread, handler: false }],
    );
    return fc.tuple(
      ...heads.map((head) =>
        fc.array(cell, { maxLength: 4 }).map((cells) => ({ ...head, cells, at: nowhere })),
      ),
    );
  });

/** Any litmus file that the grammar can give. */
export const litmusFile: Arbitrary<LitmusFile> = fc.record({
  name: fc.constantFrom("MP", "MP+dmb.sy+addr-pos", "newlob/S+[x]:2", "odd.litmus", "2+2W"),
  doc: fc.option(fc.constantFrom("", "a test", "Rfe (* no comment *) Fre")),
  info: fc.array(
    fc.record({
      key: fc.constantFrom("tthm", "variant", "el0", "hash"),
      value: fc.constantFrom("", "P0:HA P1:HD", "vmsa,fatal", "a=b"),
      at,
    }),
    { maxLength: 3 },
  ),
  init: fc.array(item, { maxLength: 5 }),
  columns,
  locations: fc.array(
    fc.oneof(
      fault,
      place.map((place) => ({ kind: "place" as const, place, at: nowhere })),
    ),
    { maxLength: 3 },
  ),
  filter: fc.option(proposition),
  final: fc.option(
    fc.record({
      quantifier: fc.constantFrom(
        "exists" as const,
        "not exists" as const,
        "forall" as const,
        "final" as const,
      ),
      proposition,
    }),
  ),
});
