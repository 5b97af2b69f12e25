import type { Model } from "../model.ts";
import type { Property } from "../property.ts";
import { isCutAnswer, isWitness, notCut, notWitness } from "./answers.ts";
import { at } from "../schema/access.ts";
import { memberOf, rawAnswer } from "./ask.ts";
import type { OrbitJudge } from "../symmetry/orbit-judge.ts";
import { modelName, propertyName, threw, wrote, type ModelCall } from "./failure.ts";

/** How an engine lets its states be looked at. */
export interface View {
  /** Whether the state was written to while it was looked at. */
  written(): boolean;
  /** Where the state is, for a message. */
  place(state: number): string;
}

interface Question<S> {
  readonly index: number;
  readonly property: Property<S>;
}

/** Looks at every new state once: which properties it decides, and whether a loop bound cut its path. */
export class Judge<S> {
  private readonly model: Model<S>;
  private readonly view: View;
  private readonly orbit: OrbitJudge<S> | null;
  private readonly discoveries: (number | null)[];
  private open: readonly Question<S>[];
  private firstCut: string | null = null;

  /** @param orbit where a state stands for its orbit: how it is judged in the whole of it */
  constructor(model: Model<S>, judged: readonly number[], view: View, orbit: OrbitJudge<S> | null = null) {
    this.model = model;
    this.view = view;
    this.orbit = orbit;
    this.discoveries = model.properties.map(() => null);
    this.open = model.properties
      .map((property, index) => ({ property, index }))
      .filter(({ property, index }) => judged.includes(index) && property.kind !== "eventually");
  }

  /** Goes on from what an earlier session found: what is decided is not asked again. */
  restore(found: readonly (number | null)[], cut: string | null): void {
    found.forEach((state, property) => {
      this.discoveries[property] = state;
    });
    this.open = this.open.filter(({ index }) => this.discoveries[index] === null);
    this.firstCut = cut;
  }

  found(property: number): number | null {
    return this.discoveries[property] ?? null;
  }

  cut(): string | null {
    return this.firstCut;
  }

  look(state: Readonly<S>, id: number): void {
    let decided = false;
    for (const question of this.open) {
      if (!this.decidesInOrbit(question.index, state, id)) continue;
      this.discover(question.index, id);
      decided = true;
    }
    // Later states could only be further away, so a decided property is never asked again.
    if (decided) this.open = this.open.filter(({ index }) => this.discoveries[index] === null);
    if (this.firstCut === null) this.firstCut = this.cutOf(state, id);
  }

  /** Whether the state breaks an `always`, or reaches a `sometimes` or `eventually`. */
  decides(property: Property<S>, state: Readonly<S>, id: number): boolean {
    const answer = this.answerOf(property, state, id);
    if (answer === null) return false;
    if (isWitness(answer)) return true;
    throw notWitness(this.propertyCall(property, id), answer);
  }

  /** Whether the state, or another of the orbit it stands for, decides a property. */
  decidesInOrbit(index: number, state: Readonly<S>, id: number): boolean {
    const property = at(this.model.properties, index);
    if (this.decides(property, state, id)) return true;
    if (this.orbit === null) return false;
    for (const image of this.orbit.elsewhere(index)) if (this.decides(property, image, id)) return true;
    return false;
  }

  /** Whether other states of an orbit must be looked at as well. */
  looksAround(index: number): boolean {
    return this.orbit?.looksAround(index) ?? false;
  }

  private discover(property: number, id: number): void {
    for (const each of this.orbit?.together(property) ?? [property]) this.discoveries[each] ??= id;
  }

  private answerOf(property: Property<S>, state: Readonly<S>, id: number): unknown {
    try {
      const answer = rawAnswer(property, state);
      if (!this.view.written()) return answer;
    } catch (thrown) {
      throw threw(this.propertyCall(property, id), thrown);
    }
    throw wrote(this.propertyCall(property, id));
  }

  /** The loop whose bound cut the path of a state, or null. */
  cutOf(state: Readonly<S>, id: number): string | null {
    if (this.model.cut === undefined) return null;
    let answer: unknown;
    try {
      answer = this.model.cut(state);
    } catch (thrown) {
      throw threw(this.cutCall(id), thrown);
    }
    if (isCutAnswer(answer)) return answer;
    throw notCut(this.cutCall(id), answer);
  }

  private propertyCall(property: Property<S>, id: number): ModelCall {
    const place = this.view.place(id);
    return { kind: "property", who: propertyName(property), member: memberOf(property), place };
  }

  private cutCall(id: number): ModelCall {
    return { kind: "spec", who: modelName(this.model), member: "cut", place: this.view.place(id) };
  }
}
