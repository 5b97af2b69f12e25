import { produce } from "immer";
import { describe, expect, test } from "vitest";
import { at } from "../../../checker/schema/access.ts";
import { array, bool, int, queue, record } from "../../../checker/schema/constructors.ts";
import { DomainError } from "../../../checker/schema/domain-error.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";

const schema = schemaOf(record({ pes: array(2, int(0, 3)), none: queue(2, bool()) }));
const state = { pes: [0, 3], none: [] };

describe("at", () => {
  test("gives the element of a plain array, a draft and a flyweight", () => {
    expect(at(state.pes, 1)).toBe(3);
    produce(state, (draft) => {
      expect(at(draft.pes, 1)).toBe(3);
    });
    const { root } = schema.flyweight();
    expect(at(root.pes, 1)).toBe(0);
  });

  test.each([2, -1, 0.5, Number.NaN, 2 ** 32])("throws for the index %s", (index) => {
    expect(() => at(state.pes, index)).toThrow(DomainError);
    expect(() => at(state.pes, index)).toThrow(`index ${index} is outside 0..1`);
    expect(() => at(schema.flyweight().root.pes, index)).toThrow(`field pes: index ${index} is outside 0..1`);
  });

  test("throws for an empty list", () => {
    expect(() => at(schema.flyweight().root.none, 0)).toThrow("field none: index 0 is outside an empty list");
  });
});
