import type { BoundHit } from "../bounds.ts";
import { isStuck } from "../engine/dead-ends.ts";
import type { PlainSemantics } from "../engine/plain-semantics.ts";
import { Tally } from "../engine/tally.ts";
import type { Model } from "../model.ts";
import { at } from "../schema/access.ts";
import { endOf } from "../search/dead-end.ts";
import type { Plan } from "../search/plan.ts";
import { Discoveries } from "./discoveries.ts";
import { Ground, type Spot, type Way } from "./ground.ts";
import type { Random } from "./random.ts";
import { Trail } from "./trail.ts";

/** How a walk ended. */
export type WalkEnd =
  /** Nothing leads on, or nothing but to the same state. */
  | "dead-end"
  /** All that leads on are wrong guesses, or a loop bound cuts the path: it never happened. */
  | "abandoned"
  /** It came to a state that decides a property. */
  | "decided"
  /** It is as long as walks may be. */
  | "depth";

/** Between two looks at the clock at most this many steps are taken. */
const betweenLooks = 64;

/** Takes walks, one at a time, and keeps what they find. */
export class Walker<S> {
  readonly ground: Ground<S>;
  readonly discoveries: Discoveries;
  readonly tally: Tally;
  steps = 0;
  longest = 0;

  private readonly model: Model<S>;
  private readonly plan: Plan;
  private readonly semantics: PlainSemantics<S>;
  private readonly starts: readonly number[];
  /** The properties that states are asked about, by index in the model. */
  private readonly asked: readonly number[];

  constructor(model: Model<S>, plan: Plan, semantics: PlainSemantics<S>) {
    const kind = (index: number) => at(model.properties, index).kind;
    this.model = model;
    this.plan = plan;
    this.semantics = semantics;
    this.asked = plan.reported.filter((index) => kind(index) !== "eventually");
    this.ground = new Ground(model, semantics, this.asked);
    this.discoveries = new Discoveries(plan, (index) => kind(index) === "always");
    this.tally = new Tally(model.rules.length);
    this.starts = this.ground.starts();
  }

  /** Rules that fired in some walk. */
  rulesFired(): number {
    return this.model.rules.filter((_, rule) => this.tally.of(rule).fired > 0).length;
  }

  /** Whether there is a state to start from. */
  canStart(): boolean {
    return this.starts.length > 0;
  }

  /** Takes walk number `walk`, of at most `depth` steps, unless `interrupted` asks to stop: then it returns why. */
  async take(
    walk: number,
    random: Random,
    depth: number,
    interrupted: () => Promise<BoundHit | null>,
  ): Promise<WalkEnd | BoundHit> {
    const trail = new Trail(walk, at(this.starts, random.below(this.starts.length)));
    let spot = this.ground.spot(trail.last(), trail.place());
    if (this.look(trail, null, spot)) return "decided";
    while (trail.steps < depth) {
      const hit = this.steps % betweenLooks === 0 ? await interrupted() : null;
      if (hit !== null) return hit;
      const step = this.choose(spot, random, trail.place());
      if (step === null || this.staysForEver(spot, step.way, trail)) return this.deadEnd(spot, trail);
      const before = spot;
      const isVisited = trail.add(step.firing, step.way.to);
      this.count(step);
      this.longest = Math.max(this.longest, trail.steps);
      spot = this.ground.spot(step.way.to, trail.place());
      if (!isVisited && this.look(trail, before, spot)) return "decided";
    }
    return "depth";
  }

  /** One of the steps to a state that is kept, each as likely as the others; null where there is none. */
  private choose(spot: Spot<S>, random: Random, place: string): Step | null {
    let candidates = spot.enabled;
    while (candidates.length > 0) {
      const firing = at(candidates, random.below(candidates.length));
      const way = this.ground.way(spot, firing, place);
      if (way !== null) return { firing, way };
      candidates = candidates.filter((other) => other !== firing);
    }
    return null;
  }

  /** Whether a step that leads nowhere is all there is. */
  private staysForEver(spot: Spot<S>, { to }: Way, trail: Trail): boolean {
    if (to !== spot.id) return false;
    const { kept, loops } = this.ground.outcome(spot, trail.place());
    return kept === loops;
  }

  private deadEnd(spot: Spot<S>, trail: Trail): WalkEnd {
    const place = trail.place();
    const outcome = this.ground.outcome(spot, place);
    if (!isStuck(outcome, this.plan.engine.deadlock)) {
      return outcome.kept === 0 && outcome.dropped > 0 ? "abandoned" : "dead-end";
    }
    switch (endOf(this.model, spot.state, outcome, place)) {
      case "abandoned":
        return "abandoned";
      case "final":
        return "dead-end";
      case "deadlock":
        return this.discoveries.note("deadlock", null, false, trail) ? "decided" : "dead-end";
    }
  }

  /** Asks the properties about the state that the trail has come to; whether that decides one. */
  private look(trail: Trail, before: Spot<S> | null, spot: Spot<S>): boolean {
    let decides = false;
    for (const [index, witness] of spot.witnesses) {
      if (witness === null) continue;
      const wasBroken = (before?.witnesses.get(index) ?? null) !== null;
      if (this.discoveries.note(index, witness, wasBroken, trail)) decides = true;
    }
    return decides;
  }

  private count({ firing, way }: Step): void {
    this.steps++;
    this.tally.count(this.semantics.instances.ruleOf[firing]!, way.isNew);
    for (const rule of way.folded) this.tally.count(rule, way.isNew);
  }
}

interface Step {
  readonly firing: number;
  readonly way: Way;
}
