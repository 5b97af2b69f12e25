import { expect, test } from "vitest";
import { flyweight } from "../../checker/engine/flyweight.ts";
import { Instances } from "../../checker/engine/instances.ts";
import { findUnreachedPath } from "../../checker/search/liveness/counterexample.ts";
import { Pace } from "../../checker/search/pace.ts";
import { graph } from "./toys/graph.ts";

/** A line of 9000 nodes with a loop at one of them, looked at by someone who has no time left. */
async function lookBriefly(loopAt: number) {
  const nodes = 9000;
  const on = Array.from({ length: nodes - 1 }, (_, node) => [node, node + 1] as const);
  const rules = [
    { name: "on", edges: on },
    { name: "stay", edges: [[loopAt, loopAt]] as const },
  ];
  const model = graph({ nodes, initial: [0], rules, goal: [nodes - 1] });
  const exploration = flyweight.open(model, { eager: "fold", deadlock: "off", judge: [] });
  for (let id = 0; id < exploration.size(); id++) exploration.expand(id, id + 1);
  const instances = new Instances(model.rules, "fold");
  const pace = new Pace(null, AbortSignal.abort());
  return findUnreachedPath(
    { exploration, rules: model.rules, instances, expanded: exploration.size(), pace },
    0,
  );
}

test("an interrupt does not hide a lasso among the paths already followed", async () => {
  const { path } = await lookBriefly(10);
  expect(path).toMatchObject({ loop: 10 });
  expect(path?.firings).toHaveLength(11);
});

test("an interrupt leaves the paths that were not followed open", async () => {
  expect(await lookBriefly(8000)).toEqual({ path: null, hit: { kind: "interrupted" } });
});
