import type { Judge } from "../judge.ts";
import type { CoreMemory } from "./core-memory.ts";
import type { Watcher } from "./watcher.ts";

/**
 * The questions about new states: the core asks them, and tells who answered. A question is closed as soon as it is
 * answered; what the answer is, the judge says when the threads are at rest and states have their final numbers.
 */
export class Questions<S> {
  private readonly memory: CoreMemory;
  private readonly watchers: readonly Watcher[];
  private readonly judge: Judge<S>;
  /** Address of the set of watchers that are still asked. */
  private readonly open: number;
  private answers: number[] = [];

  constructor(memory: CoreMemory, watchers: readonly Watcher[], judge: Judge<S>, open: number) {
    this.memory = memory;
    this.watchers = watchers;
    this.judge = judge;
    this.open = open;
  }

  /** Takes note that a new state answers a question. */
  answered(watcher: number, state: number): void {
    this.answers.push(state);
    this.set(watcher, false);
  }

  /** States to be judged, once each, by the numbers they have now. */
  take(moved: ReadonlyMap<number, number>): readonly number[] {
    const states = new Set(this.answers.map((state) => moved.get(state) ?? state));
    this.answers = [];
    return [...states].toSorted((one, other) => one - other);
  }

  /** Tells the core which watchers are still asked, now that the judge has looked. */
  update(): void {
    this.watchers.forEach((watcher, index) => this.set(index, this.isOpen(watcher)));
  }

  private set(watcher: number, open: boolean): void {
    const view = this.memory.view();
    const word = (this.open >>> 2) + (watcher >>> 5);
    const bit = 1 << (watcher & 31);
    if (open) Atomics.or(view, word, bit);
    else Atomics.and(view, word, ~bit);
  }

  private isOpen(watcher: Watcher): boolean {
    switch (watcher.kind) {
      case "eager":
      case "abandoned":
      case "collect":
        return true;
      case "property":
        return this.judge.found(watcher.property) === null;
      case "cut":
        return this.judge.cut() === null;
    }
  }
}
