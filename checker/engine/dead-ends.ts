import type { DeadlockMode, End, Model } from "../model.ts";
import { isCutAnswer, isEnd, notCut, notEnd } from "./answers.ts";
import { modelName, threw, type ModelCall } from "./failure.ts";

/** What the expansion of a state came to. */
export interface Outcome {
  /** Successors, the state itself included. */
  kept: number;
  /** Those of them that are the state itself. */
  loops: number;
  /** Successors dropped because they are abandoned. */
  dropped: number;
}

/** Classifies states without successors, and keeps the first that is an error. */
export class DeadEnds<S> {
  private readonly model: Model<S>;
  private readonly mode: DeadlockMode;
  private readonly place: (state: number) => string;
  private firstDeadlock: number | null = null;

  constructor(model: Model<S>, mode: DeadlockMode, place: (state: number) => string) {
    this.model = model;
    this.mode = mode;
    this.place = place;
  }

  /** Goes on from the first deadlock of an earlier session. */
  restore(first: number | null): void {
    this.firstDeadlock = first;
  }

  first(): number | null {
    return this.firstDeadlock;
  }

  /** Looks at an expanded state. */
  look(state: Readonly<S>, id: number, outcome: Outcome): void {
    if (this.firstDeadlock !== null || !isStuck(outcome, this.mode)) return;
    if (this.classify(state, id, outcome) === "deadlock") this.firstDeadlock = id;
  }

  /** What a state without successors (other than itself) is. */
  classify(state: Readonly<S>, id: number, outcome: Outcome): End {
    // Its only ways on were guesses that turned out wrong, so the guess that led here was wrong too.
    if (outcome.dropped > 0) return "abandoned";
    // A path cut by a loop bound goes on in truth: it is the bound that ends here, not the path.
    if (this.cutOf(state, id) !== null) return "abandoned";
    return this.endOf(state, id);
  }

  private cutOf(state: Readonly<S>, id: number): string | null {
    const { model } = this;
    if (model.cut === undefined) return null;
    const answer = this.ask("cut", id, () => model.cut?.(state));
    if (isCutAnswer(answer)) return answer;
    throw notCut(this.call("cut", id), answer);
  }

  private endOf(state: Readonly<S>, id: number): End {
    const { model } = this;
    if (model.end === undefined) return "deadlock";
    const answer = this.ask("end", id, () => model.end?.(state));
    if (isEnd(answer)) return answer;
    throw notEnd(this.call("end", id), answer);
  }

  private ask(member: string, id: number, question: () => unknown): unknown {
    try {
      return question();
    } catch (thrown) {
      throw threw(this.call(member, id), thrown);
    }
  }

  private call(member: string, id: number): ModelCall {
    return { kind: "spec", who: modelName(this.model), member, place: this.place(id) };
  }
}

/** Whether a state with this outcome is one that the mode asks about. */
export function isStuck(outcome: Outcome, mode: DeadlockMode): boolean {
  switch (mode) {
    case "off":
      return false;
    case "stuck":
      return outcome.kept === 0;
    case "stuttering":
      return outcome.kept === outcome.loops;
  }
}
