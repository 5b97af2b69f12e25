import { maxEagerFirings } from "../engine/plain-semantics.ts";
import { at } from "../schema/access.ts";
import type { Flyweight } from "../schema/schema.ts";
import { permute } from "./permutation.ts";
import { asymmetricRest } from "./refusal.ts";
import type { Verification } from "./verification.ts";

/** Who is told of the states that a step passes through. */
export interface WalkObserver {
  /** A state in which eager rules are looked for. */
  between(slots: Int32Array): void;
  /** The state that the step comes to. */
  atRest(slots: Int32Array): void;
}

/**
 * Takes every step out of a state with the eager rules that follow it. Where one eager rule at a time is enabled, the
 * images of a state come to rest in the images of where it does, because each rule is symmetric. Where several are, the
 * first is fired, and which is first is not symmetric: there every image is settled and compared.
 */
export class EagerWalk<S> {
  private readonly with: Verification<S>;
  private readonly flyweight: Flyweight<S>;
  private readonly image: Int32Array;
  private readonly expected: Int32Array;
  private readonly fired: Int32Array;
  private readonly rest: Int32Array;

  constructor(verification: Verification<S>) {
    this.with = verification;
    const { schema } = verification.model;
    const slots = schema.layout.slots.length;
    this.flyweight = schema.flyweight();
    this.image = new Int32Array(slots);
    this.expected = new Int32Array(slots);
    this.fired = new Int32Array(slots);
    this.rest = new Int32Array(slots);
  }

  fromState(slots: Int32Array, place: () => string, observer: WalkObserver): void {
    for (const firing of this.with.instances.ordinary) {
      this.flyweight.load(slots);
      if (!this.fire(firing)) continue;
      this.fired.set(this.flyweight.slots);
      if (this.settle(observer)) this.compareImages(firing, place);
      observer.atRest(this.rest);
    }
  }

  /** Comes to rest, in `rest`; whether several eager rules were enabled at once on the way. */
  private settle(observer: WalkObserver | null): boolean {
    let several = false;
    for (let firings = 0; firings < maxEagerFirings; firings++) {
      this.rest.set(this.flyweight.slots);
      observer?.between(this.rest);
      const enabled = this.enabled(observer === null ? 1 : 2);
      if (enabled.length > 1) several = true;
      const [first] = enabled;
      if (first === undefined) break;
      this.flyweight.load(this.rest);
      if (!this.fire(first)) break;
    }
    return several;
  }

  /** The first eager instances that are enabled. */
  private enabled(most: number): readonly number[] {
    const enabled: number[] = [];
    for (const firing of this.with.instances.eager) {
      if (enabled.length === most) break;
      if (this.isEnabled(firing)) enabled.push(firing);
    }
    return enabled;
  }

  private compareImages(firing: number, place: () => string): void {
    const { model, instances, group } = this.with;
    const rest = this.rest.slice();
    for (const permutation of group.elements) {
      permute(permutation, group.maps, this.fired, this.image);
      this.flyweight.load(this.image);
      this.settle(null);
      permute(permutation, group.maps, rest, this.expected);
      if (this.expected.every((value, slot) => value === this.rest[slot])) continue;
      throw asymmetricRest(model, instances, firing, permutation, this.expected, this.rest, place());
    }
    this.rest.set(rest);
  }

  /** Fires an instance if it is enabled. What throws is reported by the engine, which fires it too. */
  private fire(firing: number): boolean {
    try {
      return at(this.with.probes, firing)(this.flyweight.root) === true;
    } catch {
      return false;
    }
  }

  private isEnabled(firing: number): boolean {
    const { model, instances } = this.with;
    const rule = at(model.rules, instances.ruleOf[firing]!);
    const parameters = at(rule.instances, instances.indexOf[firing]!);
    try {
      return rule.when(this.flyweight.root, ...parameters) === true;
    } catch {
      return false;
    }
  }
}
