import type { BoundHit } from "../bounds.ts";
import type { CheckOptions, Walks } from "../check-options.ts";
import { PlainSemantics } from "../engine/plain-semantics.ts";
import type { Model } from "../model.ts";
import type { CheckResult, Simulation } from "../result.ts";
import { allAbandoned } from "../search/all-abandoned.ts";
import { Pace } from "../search/pace.ts";
import type { Plan } from "../search/plan.ts";
import { worst } from "../search/verdict.ts";
import { Seeds } from "./random.ts";
import { simulatedResults } from "./results.ts";
import { simulatedStatistics } from "./statistics.ts";
import { Walker, type WalkEnd } from "./walker.ts";

/**
 * Steps of a walk, unless a depth bound is set: more than the programs of the catalogue take, and few enough for a
 * walk that never ends to leave time for others.
 */
export const defaultWalkDepth = 100;

/** Reports at most this often. */
const progressSeconds = 0.2;

/**
 * Takes random walks through a model instead of visiting all of it. Rules run on plain states, as in the reference
 * engine, whichever engine was asked for: walks are the same everywhere.
 */
export async function simulate<S>(
  model: Model<S>,
  options: CheckOptions,
  plan: Plan,
  wanted: Walks,
): Promise<CheckResult<S>> {
  const semantics = new PlainSemantics(model, plan.engine.eager);
  const pace = new Pace(plan.bounds.time, options.signal ?? null);
  const walker = new Walker(model, plan, semantics);
  if (!walker.canStart()) throw allAbandoned(model);
  const run = new SimulationRun(walker, options, plan, wanted, pace);
  const hit = await run.take();
  const simulation = run.simulation();
  const properties = simulatedResults({ model, plan, semantics, walker, simulation });
  return {
    model: model.name,
    engine: "reference",
    verdict: properties.length === 0 ? "UNDECIDED" : worst(properties.map(({ verdict }) => verdict)),
    properties,
    bounds: plan.bounds,
    keepGoing: plan.keepGoing,
    hit,
    exhausted: false,
    collected: new Set(),
    reductions: { symmetry: null, partialOrder: "off" },
    statistics: simulatedStatistics(model, walker, pace.seconds(), options.fields === true),
    simulation,
    assumptions: model.assumptions ?? [],
  };
}

/** Walk after walk, until there are enough, nothing is left to decide, or a bound is hit. */
class SimulationRun<S> {
  private readonly walker: Walker<S>;
  private readonly options: CheckOptions;
  private readonly plan: Plan;
  private readonly wanted: Walks;
  private readonly pace: Pace;
  private readonly ends: Record<WalkEnd, number> = { "dead-end": 0, abandoned: 0, decided: 0, depth: 0 };
  private walks = 0;
  private reported = 0;

  constructor(walker: Walker<S>, options: CheckOptions, plan: Plan, wanted: Walks, pace: Pace) {
    this.walker = walker;
    this.options = options;
    this.plan = plan;
    this.wanted = wanted;
    this.pace = pace;
  }

  /** The bound that ended it before all walks were taken, or null. */
  async take(): Promise<BoundHit | null> {
    const seeds = new Seeds(this.wanted.seed);
    while (this.walks < this.wanted.walks && !this.walker.discoveries.complete()) {
      const hit = await this.look();
      if (hit !== null) return hit;
      const end = await this.walker.take(this.walks + 1, seeds.next(), this.depth(), () => this.look());
      if (typeof end !== "string") return end;
      this.ends[end]++;
      this.walks++;
    }
    return null;
  }

  simulation(): Simulation {
    const { walker, wanted } = this;
    return {
      asked: wanted.walks,
      walks: this.walks,
      seed: wanted.seed,
      depth: this.depth(),
      steps: walker.steps,
      longest: walker.longest,
      rulesFired: walker.rulesFired(),
      ends: this.ends,
    };
  }

  private depth(): number {
    return this.plan.bounds.depth ?? defaultWalkDepth;
  }

  /** Looks at the bounds, and lets others run. */
  private async look(): Promise<BoundHit | null> {
    this.report();
    await this.pace.turn();
    const { states, memory } = this.plan.bounds;
    const { ground } = this.walker;
    if (states !== null && ground.size() > states) return { kind: "states", limit: states };
    if (memory !== null && ground.bytes() > memory) return { kind: "memory", limit: memory };
    return this.pace.hit();
  }

  private report(): void {
    const seconds = this.pace.seconds();
    const { onProgress } = this.options;
    if (onProgress === undefined || seconds - this.reported < progressSeconds) return;
    this.reported = seconds;
    const { ground, steps, longest } = this.walker;
    onProgress({
      states: ground.size(),
      rulesFired: steps,
      depth: longest,
      frontier: this.wanted.walks - this.walks,
      bytes: ground.bytes(),
      seconds,
      walks: this.walks,
    });
  }
}
