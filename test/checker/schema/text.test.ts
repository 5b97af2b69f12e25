import { describe, expect, test } from "vitest";
import {
  array,
  bool,
  int,
  oneOf,
  option,
  queue,
  record,
  setOf,
  word64,
} from "../../../checker/schema/constructors.ts";
import type { Infer } from "../../../checker/schema/domain.ts";
import { FiniteSet } from "../../../checker/schema/finite-set.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { anySchemaOf } from "./arbitraries.ts";

const page = oneOf("A", "B");
const domain = record({
  pes: array(2, record({ pc: int(0, 5), on: bool(), cached: setOf(page), hit: option(page) })),
  pte: word64(),
  commands: queue(2, record({ op: oneOf("tlbi", "sync"), page })),
  walk: option(record({ level: int(0, 3) })),
});
const schema = schemaOf(domain);

function state(): Infer<typeof domain> {
  const pe = () => ({ pc: 0, on: false, cached: FiniteSet.of<"A" | "B">("B"), hit: null });
  return { pes: [pe(), pe()], pte: 0xf0n, commands: [{ op: "tlbi", page: "A" }], walk: null };
}

describe("what people read", () => {
  test("a state is printed leaf by leaf, sets and queues on a line each", () => {
    expect(schema.print(state()).split("\n")).toEqual([
      "pes[0].pc = 0",
      "pes[0].on = false",
      "pes[0].cached = {B}",
      "pes[0].hit = null",
      "pes[1].pc = 0",
      "pes[1].on = false",
      "pes[1].cached = {B}",
      "pes[1].hit = null",
      "pte = 0xf0",
      "commands = [{op: tlbi, page: A}]",
      "walk = null",
    ]);
  });

  test("a diff lists the leaves that changed, in the order of the schema", () => {
    const [before, after] = [state(), state()];
    after.walk = { level: 2 };
    after.commands.pop();
    after.pes[1]?.cached.add("A");
    after.pes = after.pes.map((pe, index) => (index === 0 ? { ...pe, pc: 3, hit: "B" } : pe));
    expect(schema.diff(before, after)).toEqual([
      { path: "pes[0].pc", before: "0", after: "3" },
      { path: "pes[0].hit", before: "null", after: "B" },
      { path: "pes[1].cached", before: "{B}", after: "{A, B}" },
      { path: "commands", before: "[{op: tlbi, page: A}]", after: "[]" },
      { path: "walk", before: "null", after: "{level: 2}" },
    ]);
    expect(schema.diff(after, { ...after, walk: { level: 3 } })).toEqual([
      { path: "walk.level", before: "2", after: "3" },
    ]);
  });

  test("names that read alike still differ", () => {
    const names = anySchemaOf(
      record({ hit: option(oneOf("null")), set: setOf(oneOf("a", "b", "a,b", "a, b")) }),
    );
    const [a, b] = [
      { hit: null, set: FiniteSet.of("a", "b") },
      { hit: "null", set: FiniteSet.of("a, b") },
    ];
    expect(names.diff(a, b).map(({ path }) => path)).toEqual(["hit", "set"]);
    expect(names.key(a)).not.toBe(names.key({ ...a, hit: "null" }));
    expect(names.key(a)).not.toBe(names.key({ ...a, set: FiniteSet.of("a,b") }));
  });
});

test("JSON has words in hexadecimal, sets and queues as arrays", () => {
  const pe = { pc: 0, on: false, cached: ["B"], hit: null };
  expect(schema.toJson(state())).toEqual({
    pes: [pe, pe],
    pte: "0xf0",
    commands: [{ op: "tlbi", page: "A" }],
    walk: null,
  });
});
