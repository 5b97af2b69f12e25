import { describe, expect, test } from "vitest";
import { at } from "../../../checker/schema/access.ts";
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
import { DomainError } from "../../../checker/schema/domain-error.ts";
import { FiniteSet } from "../../../checker/schema/finite-set.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";

const page = oneOf("B", "A");
const domain = record({
  pes: array(2, record({ pc: int(0, 5), cached: setOf(page), regs: array(2, word64()) })),
  limits: array(3, (index) => int(index, 10 * index)),
  commands: queue(2, record({ op: oneOf("tlbi", "sync"), n: int(0, 9) })),
  hit: option(int(-4, 4)),
  walk: option(record({ level: int(0, 3), pte: option(word64()) })),
  fixed: oneOf("only"),
  on: bool(),
});
type State = Infer<typeof domain>;
const schema = schemaOf(domain);

function state(): State {
  const pe = () => ({ pc: 1, cached: FiniteSet.of<"A" | "B">("B"), regs: [0n, 2n ** 64n - 1n] });
  return {
    pes: [pe(), pe()],
    limits: [0, 1, 20],
    commands: [{ op: "tlbi", n: 3 }],
    hit: null,
    walk: null,
    fixed: "only",
    on: true,
  };
}

function loaded() {
  const flyweight = schema.flyweight();
  const slots = new Int32Array(flyweight.slots.length);
  schema.encode(state(), slots);
  flyweight.load(slots);
  return { flyweight, root: flyweight.root, before: slots, now: () => schema.decode(flyweight.slots) };
}

describe("a flyweight reads like a plain state", () => {
  test("fields, elements, lengths, sets and options", () => {
    const { root } = loaded();
    expect(root.on).toBe(true);
    expect(root.hit).toBeNull();
    expect(root.walk).toBeNull();
    expect(root.fixed).toBe("only");
    expect(root.pes.length).toBe(2);
    expect(root.pes[1]?.pc).toBe(1);
    expect(root.pes[2]).toBeUndefined();
    expect(at(root.pes, 1).regs[1]).toBe(2n ** 64n - 1n);
    expect(at(root.pes, 0).cached.has("B")).toBe(true);
    expect(root.commands[1]).toBeUndefined();
  });

  test("records can be spread and listed", () => {
    const { root } = loaded();
    expect({ ...at(root.commands, 0), n: 7 }).toEqual({ op: "tlbi", n: 7 });
    expect(Object.keys(root)).toEqual(Object.keys(domain.fields));
  });

  test("lists have the methods of arrays", () => {
    const { root } = loaded();
    const { limits, pes } = root;
    expect([...limits]).toEqual([0, 1, 20]);
    expect(limits.map((limit, index) => limit + index)).toEqual([0, 2, 22]);
    expect(limits.filter((limit) => limit > 0)).toEqual([1, 20]);
    expect(limits.reduce((sum, limit) => sum + limit)).toBe(21);
    at(pes, 0).regs[0] = 1n;
    expect(at(pes, 0).regs.reduce((sum, reg) => sum * 2n + reg)).toBe(2n ** 64n + 1n);
    expect(limits.reduce((sum, limit) => sum + limit, 10)).toBe(31);
    expect(limits.find((limit) => limit > 0)).toBe(1);
    expect(limits.find((limit) => limit > 99)).toBeUndefined();
    expect(limits.findIndex((limit) => limit > 1)).toBe(2);
    expect(limits.findLast((limit) => limit < 9)).toBe(1);
    expect(limits.indexOf(20)).toBe(2);
    expect(limits.includes(7)).toBe(false);
    expect(limits.some((limit) => limit === 20)).toBe(true);
    expect(limits.every((limit) => limit < 20)).toBe(false);
    expect([...limits.entries()]).toEqual([[0, 0], [1, 1], [2, 20]]); // prettier-ignore
    expect(limits.slice(1)).toEqual([1, 20]);
    expect(limits.join()).toBe("0,1,20");
    expect([7, 8].concat(limits)).toEqual([7, 8, 0, 1, 20]);
    expect(limits.at(-1)).toBe(20);
    const met: number[] = [];
    pes.forEach(({ pc }, index) => met.push(pc + index));
    expect(met).toEqual([1, 2]);
  });
});

describe("a flyweight writes like a draft", () => {
  test("scalars, elements, members, structures", () => {
    const { root, now } = loaded();
    const wanted = state();
    for (const target of [root, wanted]) {
      target.on = false;
      target.hit = -4;
      at(target.pes, 1).pc = 5;
      at(target.pes, 1).regs[0] = 2n ** 63n;
      at(target.pes, 0).cached.add("A").delete("B");
      target.limits[2] = 2;
      target.walk = { level: 3, pte: 7n };
      target.walk.level = 2;
      target.commands.push({ op: "sync", n: 9 });
    }
    expect(now()).toEqual(wanted);
  });

  test("assigning a structure copies it, from a plain value or from another place", () => {
    const { root, now } = loaded();
    at(root.pes, 0).pc = 4;
    root.pes[1] = at(root.pes, 0);
    at(root.pes, 0).pc = 2;
    expect(now().pes.map(({ pc }) => pc)).toEqual([2, 4]);
    root.pes = state().pes;
    expect(now().pes).toEqual(state().pes);
  });

  test("what shift gives is a copy that the next push leaves alone", () => {
    const { root, now } = loaded();
    root.commands.push({ op: "sync", n: 1 });
    const head = root.commands.shift();
    root.commands.push({ op: "sync", n: 2 });
    expect(head).toEqual({ op: "tlbi", n: 3 });
    expect(now().commands).toEqual([{ op: "sync", n: 1 }, { op: "sync", n: 2 }]); // prettier-ignore
  });

  test("a queue can be cut, spliced and moved about", () => {
    const { root, now } = loaded();
    root.commands[1] = { op: "sync", n: 1 };
    expect(root.commands.copyWithin(0, 1)).toBe(root.commands);
    expect(now().commands.map(({ n }) => n)).toEqual([1, 1]);
    expect(root.commands.splice(0, 1)).toEqual([{ op: "sync", n: 1 }]);
    expect(root.commands.unshift({ op: "tlbi", n: 0 })).toBe(2);
    expect(now().commands.map(({ n }) => n)).toEqual([0, 1]);
    root.commands.length = 0;
    expect(now().commands).toEqual([]);
    expect(root.commands.shift()).toBeUndefined();
    expect(root.commands.pop()).toBeUndefined();
  });

  test("a set goes on over the members it had when it is changed during an iteration", () => {
    const { root } = loaded();
    const { cached } = at(root.pes, 0);
    cached.add("A");
    const met: string[] = [];
    for (const member of cached) {
      met.push(member);
      cached.clear();
    }
    expect(met).toEqual(["A", "B"]);
    expect(cached.size).toBe(0);
  });
});

describe("a write that cannot be is an error, and leaves no trace", () => {
  const wrong: readonly (readonly [string, (root: State) => unknown, string])[] = [
    ["a value", (root) => (at(root.pes, 1).pc = 6), "field pes[1].pc: value 6 is outside 0..5"],
    [
      "an element of its own domain",
      (root) => (root.limits[2] = 1),
      "field limits[2]: value 1 is outside 2..20",
    ],
    [
      "an element beyond the end",
      (root) => (root.limits[3] = 1),
      "field limits[3]: value 1 is outside the indices 0..2",
    ],
    ["far beyond", (root) => (root.limits[99] = 1), "field limits[99]: value 1 is outside the indices 0..2"],
    [
      "an unknown field",
      (root) => Object.assign(root, { hti: 1 }),
      "field hti: value 1 is outside the fields pes, ",
    ],
    [
      "an unknown field inside",
      (root) => Object.assign(at(root.pes, 1), { p: 1 }),
      "field pes[1].p: value 1 is outside",
    ],
    ["a property of a list", (root) => Object.assign(root.pes, { x: 1 }), "field pes[x]: value 1 is outside"],
    [
      "a push too many",
      (root) => root.commands.push(...state().commands, ...state().commands),
      "field commands: value [{",
    ],
    [
      "a wrong push",
      (root) => root.commands.push({ op: "sync", n: 10 }),
      "field commands[1].n: value 10 is outside 0..9",
    ],
    ["a push on an array", (root) => root.limits.push(1), "field limits: value [0, 1, 20, 1] is outside"],
    [
      "the length of an array",
      (root) => (root.limits.length = 0),
      "field limits.length: value 0 is outside 3",
    ],
    [
      "half a structure",
      (root) => Object.assign(root, { walk: { level: 1 } }),
      "field walk.pte: value undefined",
    ],
    [
      "an error deep inside",
      (root) => (root.walk = { level: 1, pte: -1n }),
      "field walk.pte: value -0x1 is outside",
    ],
  ];
  test.each(wrong)("%s", (_, recipe, message) => {
    const { flyweight, root, before } = loaded();
    expect(() => recipe(root)).toThrow(DomainError);
    expect(() => recipe(root)).toThrow(message);
    flyweight.undo();
    expect(flyweight.slots).toEqual(before);
  });

  test("a structure is checked as a whole before any of it is written", () => {
    const { flyweight, root, before } = loaded();
    expect(() => (root.pes = state().pes.map((pe, index) => ({ ...pe, pc: 5 + index })))).toThrow(
      "pes[1].pc",
    );
    expect(flyweight.slots).toEqual(before);
    expect(flyweight.written()).toBe(false);
  });
});

describe("the journal", () => {
  test("takes back many writes, to the same slots too", () => {
    const { flyweight, root, before } = loaded();
    for (let round = 0; round < 100; round++) {
      at(root.pes, 0).pc = round % 6;
      root.pes = state().pes;
      root.commands.shift();
    }
    flyweight.undo();
    expect(flyweight.slots).toEqual(before);
  });

  test("knows of a write of the same value, until the next load or undo", () => {
    const { flyweight, root, before } = loaded();
    expect(flyweight.written()).toBe(false);
    root.on = true;
    expect(flyweight.written()).toBe(true);
    flyweight.undo();
    expect(flyweight.written()).toBe(false);
    root.pes = state().pes;
    expect(flyweight.written()).toBe(true);
    flyweight.load(before);
    expect(flyweight.written()).toBe(false);
  });

  test("a load cannot be undone", () => {
    const { flyweight, root, before } = loaded();
    root.on = false;
    const loadedSlots = flyweight.slots.slice();
    flyweight.load(loadedSlots);
    flyweight.undo();
    expect(flyweight.slots).toEqual(loadedSlots);
    expect(flyweight.slots).not.toEqual(before);
  });
});
