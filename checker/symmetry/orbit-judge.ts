import type { Model } from "../model.ts";
import type { Flyweight } from "../schema/schema.ts";
import { permute } from "./permutation.ts";
import type { Symmetry } from "./symmetry.ts";

/**
 * How properties are judged where one state stands for its orbit: as in a search that visits the whole orbit, whether
 * they are symmetric or not.
 */
export class OrbitJudge<S> {
  private readonly symmetry: Symmetry;
  /** By property: those in whose classes it is. */
  private readonly decided: readonly (readonly number[])[];
  private readonly slots: () => Int32Array;
  private readonly flyweight: Flyweight<S>;
  private readonly image: Int32Array;

  /** @param slots those of the state that is being judged */
  constructor({ schema }: Model<S>, symmetry: Symmetry, slots: () => Int32Array) {
    this.symmetry = symmetry;
    const { classes } = symmetry;
    this.decided = classes.map((_, property) =>
      [...classes.keys()].filter((each) => each === property || classes[each]?.includes(property)),
    );
    this.slots = slots;
    this.flyweight = schema.flyweight();
    this.image = new Int32Array(schema.layout.slots.length);
  }

  /** The properties that some state of an orbit decides where another state of it decides this one. */
  together(property: number): readonly number[] {
    return this.decided[property] ?? [property];
  }

  /** Whether a property must be judged in all states of an orbit. */
  looksAround(property: number): boolean {
    return this.symmetry.classes[property] === null;
  }

  /** The other states of the orbit, where a property must be judged in all of them. */
  *elsewhere(property: number): Generator<S> {
    const { group } = this.symmetry;
    if (!this.looksAround(property)) return;
    for (const element of group.elements) {
      permute(element, group.maps, this.slots(), this.image);
      this.flyweight.load(this.image);
      yield this.flyweight.root;
    }
  }
}
