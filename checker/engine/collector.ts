import type { Model } from "../model.ts";
import { isCollected, notCollected } from "./answers.ts";
import { modelName, threw, wrote, type ModelCall } from "./failure.ts";

/** Gathers what `CheckOptions.collect` says about the states that an engine keeps. */
export class Collector<S> {
  private readonly model: Model<S>;
  private readonly collect: (state: Readonly<S>) => unknown;
  private readonly said = new Set<string>();

  constructor(model: Model<S>, collect: (state: Readonly<S>) => unknown) {
    this.model = model;
    this.collect = collect;
  }

  /** What was said so far. */
  collected(): ReadonlySet<string> {
    return new Set(this.said);
  }

  /**
   * Asks about a kept state.
   *
   * @param written whether the state was written to while it was looked at
   * @param place where the state is, for a message
   */
  look(state: Readonly<S>, written: () => boolean, place: () => string): void {
    const answer = this.ask(state, written, place);
    if (answer !== null) this.said.add(answer);
  }

  /** Whether a kept state says nothing that was not gathered. */
  knows(state: Readonly<S>, place: () => string): boolean {
    const answer = this.ask(state, () => false, place);
    return answer === null || this.said.has(answer);
  }

  private ask(state: Readonly<S>, written: () => boolean, place: () => string): string | null {
    let answer: unknown;
    try {
      answer = this.collect(state);
    } catch (thrown) {
      throw threw(this.call(place), thrown);
    }
    if (written()) throw wrote(this.call(place));
    if (isCollected(answer)) return answer;
    throw notCollected(this.call(place), answer);
  }

  private call(place: () => string): ModelCall {
    return { kind: "usage", who: modelName(this.model), member: "collect", place: place() };
  }
}
