import type { Model } from "../../model.ts";
import type { Diagnostic } from "../../diagnostic.ts";
import { at } from "../../schema/access.ts";
import type { Layout } from "../../schema/layout.ts";
import type { BoundInstance } from "../bound-instance.ts";
import type { Collector } from "../collector.ts";
import type { DeadEnds } from "../dead-ends.ts";
import { restless } from "../failure.ts";
import type { Judge } from "../judge.ts";
import { maxEagerFirings } from "../plain-semantics.ts";
import type { Stepper } from "../stepper.ts";
import { Observation, type Read, type Window } from "./observation.ts";
import type { Watcher } from "./watcher.ts";

/** Bits of a row that a firing sets. */
export interface Write {
  readonly word: number;
  readonly mask: number;
  readonly bits: number;
}

/** An instance that is enabled, and what it sets. */
export interface Firing {
  readonly instance: number;
  readonly writes: readonly Write[];
}

/** What a run came to, for every row that takes its path. */
export interface Observed {
  readonly path: readonly Read[];
  /** Of a question: 1 for yes. */
  readonly answer: number;
  readonly firings: readonly Firing[];
}

/** A packed row: `words` from `at` on. */
export interface PackedRow {
  readonly words: Int32Array;
  readonly at: number;
}

/** Runs the model's code on rows, watching what it looks at. */
export class Recipes<S> {
  private readonly stepper: Stepper<S>;
  private readonly judge: Judge<S>;
  private readonly deadEnds: DeadEnds<S>;
  private readonly collector: Collector<S> | null;
  private readonly layout: Layout;
  private readonly observation: Observation;

  constructor(
    model: Model<S>,
    stepper: Stepper<S>,
    judge: Judge<S>,
    deadEnds: DeadEnds<S>,
    collector: Collector<S> | null = null,
  ) {
    this.stepper = stepper;
    this.judge = judge;
    this.deadEnds = deadEnds;
    this.collector = collector;
    this.layout = model.schema.layout;
    this.observation = new Observation(this.layout);
  }

  /** Tries instances in turn, with bits of the row known from the start. */
  rules(row: PackedRow, instances: readonly BoundInstance[], known: Window | null = null): Observed {
    return this.watched(row, () => {
      if (known !== null) this.observation.lookThrough(known);
      const firings: Firing[] = [];
      for (const instance of instances) {
        this.observation.next();
        if (!this.stepper.enabled(instance)) continue;
        this.stepper.fireAlone(instance);
        firings.push({ instance: instance.firing, writes: this.writes() });
        this.stepper.undo();
      }
      return { answer: 0, firings };
    });
  }

  watcher(row: PackedRow, watcher: Watcher): Observed {
    if (watcher.kind === "eager") return this.rules(row, [watcher.instance]);
    return this.watched(row, () => ({ answer: this.asks(watcher) ? 1 : 0, firings: [] }));
  }

  /** Whether a state without successors is an error. */
  end(row: PackedRow): Observed {
    return this.watched(row, () => {
      const end = this.deadEnds.classify(this.stepper.root, newState, { kept: 0, loops: 0, dropped: 0 });
      return { answer: end === "deadlock" ? 1 : 0, firings: [] };
    });
  }

  /** The bits that the last run looked at, as a mask of a row. */
  lookedAt(): Int32Array {
    const mask = new Int32Array(this.layout.words);
    for (const slot of this.observation.lookedAt()) {
      const { word, shift } = at(this.layout.slots, slot);
      mask[word]! |= this.observation.bitsLookedAt(slot) << shift;
    }
    return mask;
  }

  /** Whether what a watcher says depends on the state alone, and not on others of its orbit. */
  isObservable(watcher: Watcher): boolean {
    return watcher.kind !== "property" || !this.judge.looksAround(watcher.property);
  }

  /** Answers a question about the working state. */
  asks(watcher: Exclude<Watcher, { kind: "eager" }>): boolean {
    const { stepper, judge } = this;
    switch (watcher.kind) {
      case "abandoned":
        return stepper.abandoned();
      case "property":
        return judge.decidesInOrbit(watcher.property, stepper.root, newState);
      case "cut":
        return judge.cutOf(stepper.root, newState) !== null;
      case "collect":
        this.collector?.look(
          stepper.root,
          () => stepper.written(),
          () => stepper.here(),
        );
        return false;
    }
  }

  /** The mistake of an eager rule that fires again and again. */
  restless(rule: string): Diagnostic {
    return restless(rule, maxEagerFirings, this.stepper.here());
  }

  private watched(row: PackedRow, run: () => Omit<Observed, "path">): Observed {
    const { stepper, observation } = this;
    stepper.load(row.words, row.at);
    observation.begin(stepper.slots);
    stepper.watch(observation);
    try {
      const { answer, firings } = run();
      return { path: [...observation.path], answer, firings };
    } finally {
      stepper.watch(null);
    }
  }

  private writes(): readonly Write[] {
    const { slots } = this.stepper;
    const writes: Write[] = [];
    for (const slot of this.observation.set()) {
      const set = this.observation.bitsSet(slot, slots[slot]!);
      const { word, shift } = at(this.layout.slots, slot);
      if (set !== 0) writes.push({ word, mask: set << shift, bits: (slots[slot]! & set) << shift });
    }
    return writes;
  }
}

/** The number of a state that has none yet: the engine's messages say where it came from. */
const newState = -1;
