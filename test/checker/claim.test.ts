import { describe, expect, test } from "vitest";
import { PlainSemantics } from "../../checker/engine/plain-semantics.ts";
import { checkClaim } from "../../checker/search/claim.ts";
import type { Replay } from "../../checker/search/replay.ts";
import { graph, type Node } from "./toys/graph.ts";

const model = graph({
  nodes: 4,
  initial: [0],
  rules: [
    { name: "leave", edges: [[0, 2]], fair: true },
    {
      name: "go",
      edges: [
        [0, 1],
        [1, 0],
      ],
    },
    { name: "stay", edges: [[0, 0]] },
  ],
  goal: [2],
});
const [leave, go, stay] = [0, 1, 2] as const;

/** A path that an engine claims to have found. */
function replayed(nodes: readonly [number, ...number[]], firings: readonly number[], loop: number | null) {
  const [first, ...rest] = nodes.map((node) => ({ state: { node }, folded: [] }));
  if (first === undefined) throw new Error("a path has a state");
  const replay: Replay<Node> = { initial: first, steps: rest, path: { states: nodes, firings, loop } };
  return replay;
}

describe("a path along which the goal never comes is refused", () => {
  const [property] = model.properties;
  if (property?.kind !== "eventually") throw new Error("the toy has an eventually");
  const claim = { kind: "never", property } as const;
  const verify = (replay: Replay<Node>) =>
    checkClaim(claim, model, new PlainSemantics(model, "fold"), replay);

  test("when the goal is on it", () => {
    expect(() => verify(replayed([0, 2], [leave], null))).toThrow('property "arrives" is reached on the way');
  });

  test("when it does not end", () => {
    expect(() => verify(replayed([0, 1], [go], null))).toThrow("the path does not end");
  });

  test("when its cycle does not close", () => {
    expect(() => verify(replayed([0, 1], [go], 0))).toThrow("the cycle does not close");
  });

  test("when its cycle ignores a fair rule", () => {
    expect(() => verify(replayed([0, 0], [stay], 0))).toThrow("the cycle is not fair");
  });

  test("but not when its cycle disables the fair rule once", () => {
    expect(verify(replayed([0, 1, 0], [go, go], 0))).toBeNull();
  });
});

test("a deadlock that something leads on from is refused", () => {
  const semantics = new PlainSemantics(model, "fold");
  const verify = (replay: Replay<Node>) => checkClaim({ kind: "deadlock" }, model, semantics, replay);
  expect(() => verify(replayed([0], [], null))).toThrow("something leads on from the deadlock");
  expect(verify(replayed([0, 2], [leave], null))).toBeNull();
});
