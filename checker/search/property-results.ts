import type { Exploration } from "../engine/engine.ts";
import { witnessIn } from "../engine/ask.ts";
import type { PlainSemantics } from "../engine/plain-semantics.ts";
import type { Model } from "../model.ts";
import type { Eventually, Property } from "../property.ts";
import type { Counterexample, PropertyResult } from "../result.ts";
import { at } from "../schema/access.ts";
import { concretePath } from "../symmetry/concrete-path.ts";
import type { Symmetry } from "../symmetry/symmetry.ts";
import { checkClaim, type Claim } from "./claim.ts";
import type { FurtherCounterexamples } from "./further.ts";
import { findUnreachedPath } from "./liveness/counterexample.ts";
import type { Pace } from "./pace.ts";
import { Paths, type Path } from "./path.ts";
import { deadlockProperty, goalsOf, type Plan } from "./plan.ts";
import { Replayer, replay, whileReplaying, type Replay } from "./replay.ts";
import { TraceWriter } from "./trace.ts";
import { counterexample, reached, undecided, unreached, unrefuted } from "./verdict.ts";
import type { Coverage, Ruling } from "./verdict.ts";

/** A finished search, to be turned into verdicts. */
export interface Finding<S> {
  readonly model: Model<S>;
  readonly plan: Plan;
  readonly exploration: Exploration<S>;
  readonly semantics: PlainSemantics<S>;
  readonly further: FurtherCounterexamples<S>;
  readonly coverage: Coverage;
  readonly expanded: number;
  readonly pace: Pace;
}

/** What the answers about all properties share: their traces mostly begin alike. */
interface Answering<S> extends Finding<S> {
  readonly paths: Paths;
  readonly replayer: Replayer<S>;
  readonly writer: TraceWriter<S>;
}

type Shown<S> = Pick<PropertyResult<S>, "witness" | "trace" | "others">;

/** The result of every property that was asked for, in the order of the model, `no-deadlock` last. */
export async function propertyResults<S>(given: Finding<S>): Promise<readonly PropertyResult<S>[]> {
  const { model, exploration, semantics } = given;
  const finding = {
    ...given,
    paths: new Paths(exploration, semantics.instances),
    replayer: new Replayer(model, semantics, exploration),
    writer: new TraceWriter(model, semantics),
  };
  const results: PropertyResult<S>[] = [];
  for (const index of finding.plan.reported) results.push(await resultOf(finding, index));
  if (finding.plan.deadlock) results.push(deadlockResult(finding));
  return results;
}

async function resultOf<S>(finding: Answering<S>, index: number): Promise<PropertyResult<S>> {
  const property = at(finding.model.properties, index);
  if (property.kind === "eventually") return eventuallyResult(finding, property, index);
  const found = finding.exploration.found(index);
  if (found !== null) {
    const ruling = property.kind === "always" ? counterexample : reached;
    return assemble(property, ruling, showAll(finding, index, found, { kind: "decides", property }));
  }
  const { coverage } = finding;
  const ruling =
    property.kind === "always" ? unrefuted(coverage, missedGoals(finding, property)) : unreached(coverage);
  return assemble(property, ruling, nothing);
}

async function eventuallyResult<S>(
  finding: Answering<S>,
  property: Eventually<S>,
  index: number,
): Promise<PropertyResult<S>> {
  const { model, exploration, semantics, expanded, pace, coverage } = finding;
  const { instances } = semantics;
  const question = { exploration, rules: model.rules, instances, expanded, pace };
  const answer = await findUnreachedPath(question, index);
  if (answer.path !== null) {
    const shown = show(finding, answer.path, { kind: "never", property });
    return assemble(property, counterexample, { ...shown, others: [] });
  }
  if (answer.hit !== null) return assemble(property, undecided(coverage.hit ?? answer.hit), nothing);
  return assemble(property, unrefuted(coverage, missedGoals(finding, property)), nothing);
}

function deadlockResult<S>(finding: Answering<S>): PropertyResult<S> {
  const property = deadlockProperty;
  const found = finding.exploration.deadlocked();
  if (found === null) return assemble(property, unrefuted(finding.coverage, []), nothing);
  return assemble(property, counterexample, showAll(finding, "deadlock", found, { kind: "deadlock" }));
}

const nothing = { witness: null, trace: null, others: [] };

function assemble<S>(
  { name, kind, because }: Pick<Property<S>, "name" | "kind" | "because">,
  ruling: Ruling,
  shown: Shown<S>,
): PropertyResult<S> {
  return { property: name, kind, because, ...ruling, ...shown };
}

/** The first counterexample, or the way to a state that was asked for, and what differs from it. */
function showAll<S>(
  finding: Answering<S>,
  question: number | "deadlock",
  first: number,
  claim: Claim<S>,
): Shown<S> {
  const others = finding.further.of(question);
  const shown = (state: number) => show(finding, finding.paths.to(state), claim);
  return { ...shown(first), others: others.map(shown) };
}

/** The trace of a path, once it has been replayed and shows what it is shown for. */
function show<S>(finding: Answering<S>, path: Path, claim: Claim<S>): Counterexample<S> {
  const { model, semantics, plan, replayer, writer } = finding;
  const { symmetry = null } = plan.engine;
  const replayed = symmetry === null ? replayer.replay(path) : replayConcrete(finding, symmetry, path, claim);
  const witness = checkClaim(claim, model, semantics, replayed);
  return { witness, trace: writer.write(replayed, witness) };
}

/** The trace of a path of representatives: a path of the model itself, to a state that the claim is about. */
function replayConcrete<S>(
  { model, exploration, semantics }: Finding<S>,
  symmetry: Symmetry,
  path: Path,
  claim: Claim<S>,
): Replay<S> {
  const isWanted = (state: S) =>
    claim.kind !== "decides" || witnessIn(claim.property, state, whileReplaying) !== null;
  const stored = { states: path.states.map((state) => exploration.state(state)), firings: path.firings };
  const { states, firings } = concretePath(model, semantics, symmetry, stored, isWanted);
  return replay(
    model,
    semantics,
    { state: (position) => at(states, position) },
    { states: [...states.keys()], firings, loop: null },
  );
}

function missedGoals<S>({ model, exploration }: Finding<S>, property: Property<S>): readonly string[] {
  const goals = goalsOf(property);
  return goals.filter((goal) => {
    const index = model.properties.findIndex(({ name }) => name === goal);
    return exploration.found(index) === null;
  });
}
