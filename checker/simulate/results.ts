import type { PlainSemantics } from "../engine/plain-semantics.ts";
import type { Model } from "../model.ts";
import type { Property } from "../property.ts";
import type { Counterexample, PropertyResult, Simulation } from "../result.ts";
import { at } from "../schema/access.ts";
import { checkClaim, type Claim } from "../search/claim.ts";
import { deadlockProperty, type Plan } from "../search/plan.ts";
import { replay } from "../search/replay.ts";
import { toTrace } from "../search/trace.ts";
import type { Discovery } from "./discoveries.ts";
import type { Walker } from "./walker.ts";

/** Walks that are over, to be turned into verdicts. */
export interface Simulated<S> {
  readonly model: Model<S>;
  readonly plan: Plan;
  readonly semantics: PlainSemantics<S>;
  readonly walker: Walker<S>;
  readonly simulation: Simulation;
}

type About<S> = Pick<Property<S>, "name" | "kind" | "because">;

/**
 * The result of every property that was asked for. What a walk shows is certain; what none shows is UNDECIDED, for no
 * number of walks is the whole state space.
 */
export function simulatedResults<S>(simulated: Simulated<S>): readonly PropertyResult<S>[] {
  const { model, plan } = simulated;
  const results = plan.reported.map((index) => {
    const property = at(model.properties, index);
    return resultOf(simulated, index, property, { kind: "decides", property });
  });
  return plan.deadlock
    ? [...results, resultOf(simulated, "deadlock", deadlockProperty, { kind: "deadlock" })]
    : results;
}

function resultOf<S>(
  simulated: Simulated<S>,
  question: number | "deadlock",
  { name, kind, because }: About<S>,
  claim: Claim<S>,
): PropertyResult<S> {
  const about = { property: name, kind, because };
  const { walks, seed } = simulated.simulation;
  const [first, ...others] = simulated.walker.discoveries.of(question);
  if (first === undefined) {
    const reason = { kind: "simulation", walks, seed } as const;
    return { ...about, verdict: "UNDECIDED", reason, witness: null, trace: null, others: [] };
  }
  const found = {
    ...show(simulated, first, claim),
    others: others.map((other) => show(simulated, other, claim)),
  };
  const { walk } = first;
  return kind === "always"
    ? { ...about, verdict: "REFUTED", reason: { kind: "counterexample", walk }, ...found }
    : { ...about, verdict: "PROVED", reason: { kind: "reached", walk }, ...found };
}

function show<S>(
  { model, semantics, walker }: Simulated<S>,
  { path }: Discovery,
  claim: Claim<S>,
): Counterexample<S> {
  const replayed = replay(model, semantics, walker.ground, path);
  const witness = checkClaim(claim, model, semantics, replayed);
  return { witness, trace: toTrace(model, semantics, replayed, witness) };
}
