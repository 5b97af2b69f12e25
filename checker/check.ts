import { Session } from "./checkpoint/session.ts";
import type { CheckOptions } from "./check-options.ts";
import { Collector } from "./engine/collector.ts";
import type { Engine, EngineName, Exploration } from "./engine/engine.ts";
import { flyweight } from "./engine/flyweight.ts";
import { observed } from "./engine/observed/observed.ts";
import { PlainSemantics } from "./engine/plain-semantics.ts";
import { reference } from "./engine/reference.ts";
import type { Model } from "./model.ts";
import type { CheckResult, Reductions } from "./result.ts";
import { allAbandoned } from "./search/all-abandoned.ts";
import { breadthFirst, type Searched } from "./search/breadth-first.ts";
import { FurtherCounterexamples } from "./search/further.ts";
import { Pace } from "./search/pace.ts";
import { storeAssumptions } from "./search/plan-store.ts";
import { planOf, type Plan } from "./search/plan.ts";
import { propertyResults } from "./search/property-results.ts";
import { rulesFired, statisticsOf } from "./search/statistics.ts";
import { simulate } from "./simulate/simulate.ts";
import { worst } from "./search/verdict.ts";

const engines: Readonly<Record<EngineName, Engine>> = { reference, flyweight, observed };

/**
 * Visits the reachable states of a model, or takes random walks through them, and answers each of its properties.
 *
 * @throws Diagnostic when the model or the options make no sense, or a rule or property fails
 * @throws InternalFault when a trace does not replay
 *
 * @example
 * const result = await check(model, { bounds: { states: 1_000_000 } });
 * if (result.verdict === "REFUTED") ...
 */
export async function check<S>(
  model: Model<S>,
  options: CheckOptions<NoInfer<S>> = {},
): Promise<CheckResult<S>> {
  const plan = planOf(model, options);
  if (options.simulate !== undefined) return simulate(model, options, plan, options.simulate);
  const engine = engines[options.engine ?? defaultEngine(plan)];
  const session = new Session(model, plan.engine, options);
  try {
    const collector = collectorOf(model, options);
    const exploration = engine.open(model, plan.engine, session.snapshot(), collector);
    try {
      session.checkResumed(exploration);
      return await explored({ model, options, plan, engine: engine.name, exploration, session, collector });
    } finally {
      exploration.close();
    }
  } finally {
    session.close();
  }
}

/** A stubborn set is worked out state by state, by the accessors: tries would have no part in it. */
function defaultEngine({ engine: { reducer = null } }: Plan): EngineName {
  return reducer === null ? "observed" : "flyweight";
}

/** What is collected about states; null when nobody asks. It is called as a method of the options. */
function collectorOf<S>(model: Model<S>, options: CheckOptions<S>): Collector<S> | null {
  if (options.collect === undefined) return null;
  return new Collector(model, (state) => options.collect?.(state));
}

/** A search that was opened. */
interface Opened<S> {
  readonly model: Model<S>;
  readonly options: CheckOptions;
  readonly plan: Plan;
  readonly engine: EngineName;
  readonly exploration: Exploration<S>;
  readonly session: Session<S>;
  readonly collector: Collector<S> | null;
}

/** Searches an opened exploration, and answers. */
async function explored<S>(opened: Opened<S>): Promise<CheckResult<S>> {
  const { model, options, plan, engine, exploration, session, collector } = opened;
  const pace = new Pace(plan.bounds.time, options.signal ?? null);
  if (exploration.size() === 0) throw allAbandoned(model);
  const { eager } = plan.engine;
  const semantics = new PlainSemantics(model, eager);
  const further = new FurtherCounterexamples(model, plan, exploration, semantics);
  further.look(0);
  const exhausts = options.exhaust === true || collector !== null;
  const searched = await breadthFirst(exploration, {
    bounds: plan.bounds,
    pace,
    decided: () => !exhausts && isDecided(plan, exploration) && further.enough(),
    look: (expanded) => further.look(expanded),
    rulesFired: () => rulesFired(model, exploration, eager),
    onProgress: options.onProgress ?? null,
    resumed: session.position(),
    secondsBefore: session.secondsBefore(),
    checkpoints: session.checkpoints(exploration, pace),
  });
  const collected = collector?.collected() ?? new Set();
  // A search that was resumed may have had nothing left to expand.
  further.look(searched.expanded);
  const properties = await propertyResults({
    model,
    plan,
    exploration,
    semantics,
    further,
    coverage: { ...searched, cut: exploration.cut() },
    expanded: searched.expanded,
    pace,
  });
  const statistics = statisticsOf(model, exploration, eager, searched, {
    seconds: session.secondsBefore() + pace.seconds(),
    fields: options.fields === true,
  });
  return {
    model: model.name,
    engine,
    verdict:
      properties.length === 0 ? verdictOfNothing(searched) : worst(properties.map(({ verdict }) => verdict)),
    properties,
    bounds: plan.bounds,
    keepGoing: plan.keepGoing,
    hit: searched.hit,
    exhausted: searched.exhausted,
    collected,
    statistics,
    reductions: { symmetry: reductionBy(model, plan), partialOrder: options.partialOrder ?? "off" },
    simulation: null,
    assumptions: [
      ...(model.assumptions ?? []),
      ...storeAssumptions(plan.engine.store ?? "exact", exploration.size()),
    ],
  };
}

function reductionBy<S>(model: Model<S>, { engine }: Plan): Reductions["symmetry"] {
  if (engine.symmetry === undefined || engine.symmetry === null) return null;
  return {
    order: engine.symmetry.group.elements.length,
    sorts: (model.symmetries ?? []).map(({ name }) => name),
    automorphisms: (model.automorphisms ?? []).map(({ name }) => name),
  };
}

/** Whether no further state could change an answer. */
function isDecided<S>(plan: Plan, exploration: Exploration<S>): boolean {
  if (plan.reported.length === 0 && !plan.deadlock) return false;
  if (plan.deadlock && exploration.deadlocked() === null) return false;
  // An `eventually` is never found by the search, and so keeps it going.
  return plan.reported.every((index) => exploration.found(index) !== null);
}

/** Without properties nothing is shown, whatever was visited. */
function verdictOfNothing({ exhausted }: Searched): "VACUOUS" | "UNDECIDED" {
  return exhausted ? "VACUOUS" : "UNDECIDED";
}
