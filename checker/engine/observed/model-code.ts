import type { End, Model } from "../../model.ts";
import { at } from "../../schema/access.ts";
import { OrbitJudge } from "../../symmetry/orbit-judge.ts";
import { DeadEnds } from "../dead-ends.ts";
import type { Collector } from "../collector.ts";
import type { EngineOptions } from "../engine.ts";
import { Judge } from "../judge.ts";
import { Representatives } from "../representatives.ts";
import { Stepper } from "../stepper.ts";
import { modelName } from "../failure.ts";
import { FlyweightSteps } from "./flyweight-steps.ts";
import { impure } from "./impure.ts";
import { Recipes, type PackedRow } from "./recipes.ts";
import type { Watcher } from "./watcher.ts";

/** Where the model's code runs: a state, or words for a place; null for the state that the core expands. */
type Place = string | number | null;

/** The functions of a model, as this engine calls them: on packed rows, and with their place and name in errors. */
export class ModelCode<S> {
  /** Runs what is observed, and questions without a trie. */
  readonly stepper: Stepper<S>;
  /** Takes steps without tries, undisturbed by what is observed meanwhile. */
  readonly steps: FlyweightSteps<S>;
  readonly judge: Judge<S>;
  readonly recipes: Recipes<S>;
  readonly representatives: Representatives;
  private readonly model: Model<S>;
  private readonly collector: Collector<S> | null;
  private readonly deadEnds: DeadEnds<S>;
  private place: Place = null;

  /**
   * @param collector who is asked about the states that are kept
   * @param placeOf a state, in words
   * @param expanding the state that the core expands
   */
  constructor(
    model: Model<S>,
    options: EngineOptions,
    collector: Collector<S> | null,
    placeOf: (state: number) => string,
    expanding: () => number,
  ) {
    const here = () => (typeof this.place === "string" ? this.place : placeOf(this.place ?? expanding()));
    const symmetry = options.symmetry ?? null;
    const stepper = new Stepper(model, options.eager, here);
    const orbit = symmetry && new OrbitJudge(model, symmetry, () => stepper.slots);
    this.model = model;
    this.collector = collector;
    this.stepper = stepper;
    this.steps = new FlyweightSteps(model, options.eager, here);
    this.judge = new Judge(model, options.judge, { written: () => stepper.written(), place: here }, orbit);
    this.deadEnds = new DeadEnds(model, options.deadlock, here);
    this.recipes = new Recipes(model, stepper, this.judge, this.deadEnds, collector);
    this.representatives = new Representatives(model.schema.layout, symmetry);
  }

  /** Does something with the model's code at a place, and names the code in what it throws. */
  run<T>(place: Place, work: () => T): T {
    const before = this.place;
    this.place = place;
    try {
      return work();
    } catch (thrown) {
      throw this.explain(thrown);
    } finally {
      this.place = before;
    }
  }

  /** What to report for something thrown while the core or a thread was at work. */
  explain(thrown: unknown): unknown {
    return this.steps.explain(this.stepper.explain(thrown));
  }

  /** The row to store for initial state number `index`, eager rules folded; null for a wrong guess. */
  initialRow(index: number): Int32Array | null {
    const { stepper } = this;
    stepper.start(at(this.model.initial, index), index);
    return stepper.abandoned() ? null : this.representatives.row(stepper.slots, stepper.row);
  }

  /** Judges a stored state. */
  look(state: number, { words, at: first }: PackedRow): void {
    this.stepper.load(words, first);
    this.judge.look(this.stepper.root, state);
  }

  /** Looks whether what is collected about a state was. @throws Diagnostic when it was not */
  compareCollected(state: S, place: string): void {
    if (this.collector?.knows(state, () => place) === false) {
      throw impure(
        `\`collect\` of ${modelName(this.model)}`,
        `says something else ${place} than was observed`,
      );
    }
  }

  /** Whether a state has what a property asks for. */
  decides(property: number, state: number, { words, at: first }: PackedRow): boolean {
    this.stepper.load(words, first);
    return this.judge.decides(at(this.model.properties, property), this.stepper.root, state);
  }

  /** What a state without successors is; null for one with some. */
  end(state: number, row: PackedRow): End | null {
    const { kept, dropped } = this.steps.outcome(row);
    if (kept > 0) return null;
    return this.deadEnds.classify(this.steps.show(row), state, { kept, loops: 0, dropped });
  }

  /** Asks a watcher that has no trie; an eager one that is enabled changes the row. */
  ask(watcher: Watcher, { words, at: first }: PackedRow): boolean {
    const { stepper } = this;
    stepper.load(words, first);
    if (watcher.kind !== "eager") return this.recipes.asks(watcher);
    if (!stepper.enabled(watcher.instance)) return false;
    stepper.fireAlone(watcher.instance);
    this.model.schema.layout.pack(stepper.slots, words, first);
    return true;
  }

  /** Checks the symmetry of what a state that is about to be expanded leads to. */
  verify({ words, at: first }: PackedRow): void {
    const { stepper } = this;
    stepper.load(words, first);
    this.representatives.verify(stepper.slots, () => stepper.here());
  }
}
