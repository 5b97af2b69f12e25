import type { Model } from "../model.ts";
import { at } from "../schema/access.ts";
import type { Observer } from "../schema/observer.ts";
import type { Flyweight } from "../schema/schema.ts";
import { notBoolean, returnedBy, returnsValue } from "./answers.ts";
import { bindInstances, type BoundInstance } from "./bound-instance.ts";
import type { EagerMode } from "./engine.ts";
import { badInitial, modelName, restless, ruleName, threw, wrote, type ModelCall } from "./failure.ts";
import { Instances } from "./instances.ts";
import { maxEagerFirings } from "./plain-semantics.ts";

/**
 * One working row and the rules bound to it. A state is loaded once; then each enabled instance is fired on the row,
 * the successor packed, and the writes taken back.
 */
export class Stepper<S> {
  readonly root: S;
  readonly instances: Instances;
  readonly ordinary: readonly BoundInstance[];
  /** The packed successor, valid after `fire`. */
  readonly row: Int32Array;
  /** Rules of the eager firings in the last `fire`, `folded` of them. */
  readonly foldedRules = new Int32Array(maxEagerFirings);
  folded = 0;

  private readonly model: Model<S>;
  private readonly place: () => string;
  private readonly flyweight: Flyweight<S>;
  readonly eager: readonly BoundInstance[];
  private readonly parent: Int32Array;
  private readonly child: Int32Array;
  /** Whether `undo` has to load the parent because the journal no longer reaches back to it. */
  private journalLost = false;
  /** The call of the model's code that is under way, for the message when it throws. */
  private member: "" | "when" | "then" | "abandoned" = "";
  private running = 0;

  /** @param place where the loaded state is, for a message */
  constructor(model: Model<S>, mode: EagerMode, place: () => string) {
    const { schema, rules } = model;
    this.model = model;
    this.place = place;
    this.flyweight = schema.flyweight();
    this.root = this.flyweight.root;
    this.instances = new Instances(rules, mode);
    this.ordinary = bindInstances(rules, this.instances, this.instances.ordinary, this.root);
    this.eager = bindInstances(rules, this.instances, this.instances.eager, this.root);
    this.row = new Int32Array(schema.layout.words);
    this.parent = new Int32Array(schema.layout.slots.length);
    this.child = new Int32Array(schema.layout.slots.length);
  }

  /** Makes initial state number `index` the working one, at rest and packed. */
  start(state: Readonly<S>, index: number): void {
    try {
      this.model.schema.encode(state, this.parent);
    } catch (thrown) {
      throw badInitial(this.model.name, index, thrown);
    }
    this.flyweight.load(this.parent);
    this.finish();
  }

  /** Makes a stored row the working state. */
  load(chunk: Int32Array, offset: number): void {
    this.model.schema.layout.unpack(chunk, offset, this.parent);
    this.flyweight.load(this.parent);
    this.journalLost = false;
  }

  enabled(instance: BoundInstance): boolean {
    this.member = "when";
    this.running = instance.firing;
    const enabled = instance.when();
    this.member = "";
    if (this.flyweight.written()) throw wrote(this.call("when"));
    if (typeof enabled === "boolean") return enabled;
    throw notBoolean(this.call("when"), enabled);
  }

  /** Fires an enabled instance and the eager ones it brings about, and packs the successor. */
  fire(instance: BoundInstance): void {
    this.fireAlone(instance);
    this.finish();
  }

  /** Fires an enabled instance and nothing else, and packs nothing. */
  fireAlone(instance: BoundInstance): void {
    this.member = "then";
    this.running = instance.firing;
    const returned = returnedBy(instance.fire());
    this.member = "";
    if (returned !== null) throw returnsValue(this.call("then"), returned);
  }

  /** The slots of the working state. */
  get slots(): Int32Array {
    return this.flyweight.slots;
  }

  /** Where the loaded state is, for a message. */
  here(): string {
    return this.place();
  }

  /** Who is told from now on what the model's code reads and writes; null for nobody. */
  watch(observer: Observer | null): void {
    this.flyweight.watch(observer);
  }

  /** Whether the working state belongs to a wrong guess. */
  abandoned(): boolean {
    if (this.model.abandoned === undefined) return false;
    this.member = "abandoned";
    const abandoned: unknown = this.model.abandoned(this.root);
    this.member = "";
    if (typeof abandoned === "boolean") return abandoned;
    throw notBoolean(this.modelCall("abandoned"), abandoned);
  }

  /** Goes back to the state that was loaded. */
  undo(): void {
    if (this.journalLost) {
      this.flyweight.load(this.parent);
      this.journalLost = false;
    } else {
      this.flyweight.undo();
    }
  }

  /** Forgets what was written to reach the working state, so that writes of a property show. */
  settle(): void {
    this.child.set(this.flyweight.slots);
    this.flyweight.load(this.child);
    this.journalLost = true;
  }

  written(): boolean {
    return this.flyweight.written();
  }

  /** What to report for something thrown under the methods above: only what the model's code threw needs a name. */
  explain(thrown: unknown): unknown {
    const { member } = this;
    if (member === "") return thrown;
    this.member = "";
    return threw(member === "abandoned" ? this.modelCall(member) : this.call(member), thrown);
  }

  private finish(): void {
    this.folded = 0;
    if (this.eager.length > 0) this.fold();
    this.model.schema.layout.pack(this.flyweight.slots, this.row, 0);
  }

  private fold(): void {
    for (;;) {
      this.settle();
      const instance = this.firstEager();
      if (instance === null) return;
      if (this.folded === maxEagerFirings) throw restless(this.runningRule(), this.folded, this.place());
      this.foldedRules[this.folded++] = instance.rule;
      this.fireAlone(instance);
    }
  }

  private firstEager(): BoundInstance | null {
    for (const instance of this.eager) {
      if (this.enabled(instance)) return instance;
    }
    return null;
  }

  private call(member: string): ModelCall {
    return { kind: "rule", who: this.runningRule(), member, place: this.place() };
  }

  private modelCall(member: string): ModelCall {
    return { kind: "spec", who: modelName(this.model), member, place: this.place() };
  }

  private runningRule(): string {
    const rule = at(this.model.rules, this.instances.ruleOf[this.running]!);
    return ruleName(rule, this.instances.indexOf[this.running]!);
  }
}
