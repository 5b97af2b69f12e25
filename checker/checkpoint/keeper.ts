import type { Exploration, Findings } from "../engine/engine.ts";
import type { Model } from "../model.ts";
import type { Checkpoints, Position } from "../search/breadth-first.ts";
import type { Pace } from "../search/pace.ts";
import { spread, type Behaviour, type Sample } from "./behaviour.ts";
import { findingsOf } from "./findings.ts";
import type { CheckpointWriter } from "./writer.ts";

/** Between two checkpoints, unless somebody says otherwise. */
export const defaultSeconds = 60;

/** Writing may take one part in this many of the time: about 5 %. */
const share = 20;

/** States that are looked at for the first checkpoint, and for each after it: every head has them all. */
const firstLooks = 64;
const laterLooks = 4;

/** A search under way. */
export interface Searching<S> {
  readonly model: Model<S>;
  readonly exploration: Exploration<S>;
  readonly behaviour: Behaviour<S>;
  readonly pace: Pace;
}

/** Decides when to write a checkpoint, and gathers what goes into it. */
export class Keeper<S> implements Checkpoints {
  private readonly model: Model<S>;
  private readonly exploration: Exploration<S>;
  private readonly writer: CheckpointWriter;
  private readonly pace: Pace;
  private readonly every: number;
  private readonly secondsBefore: number;
  private last: number;
  private cost = 0;
  private readonly behaviour: Behaviour<S>;
  private readonly samples: Sample[] = [];
  private sampled = 0;
  private readonly looked = new Set<number>();

  constructor(
    searched: Searching<S>,
    writer: CheckpointWriter,
    /** `secondsBefore`: of earlier sessions. */
    seconds: { readonly every: number; readonly before: number },
  ) {
    this.model = searched.model;
    this.exploration = searched.exploration;
    this.pace = searched.pace;
    this.writer = writer;
    this.behaviour = searched.behaviour;
    this.every = seconds.every;
    this.secondsBefore = seconds.before;
    this.last = this.pace.seconds();
  }

  due(): boolean {
    // Whoever asks for no interval gets a checkpoint after every chunk, whatever it costs.
    const wait = this.every === 0 ? 0 : Math.max(this.every, share * this.cost);
    return this.pace.seconds() - this.last >= wait;
  }

  async save(position: Position): Promise<void> {
    const { exploration, pace } = this;
    const started = pace.seconds();
    const findings = findingsOf(this.model, exploration);
    this.sample(findings);
    const summary = {
      position,
      findings,
      samples: this.samples,
      seconds: this.secondsBefore + started,
    };
    await this.writer.save(exploration.stored(), summary, () => pace.turn());
    this.last = pace.seconds();
    this.cost = this.last - started;
  }

  /** Some of the states that are new since the last checkpoint, and all in which something was found. */
  private sample({ found, deadlocked }: Findings): void {
    const size = this.exploration.size();
    const looks = spread(this.sampled, size, this.sampled === 0 ? firstLooks : laterLooks);
    const decisive = [...found, deadlocked].filter((state) => state !== null);
    this.sampled = size;
    const states = [...new Set([...looks, ...decisive])].filter((state) => !this.looked.has(state));
    for (const state of states) this.looked.add(state);
    if (states.length > 0) this.samples.push(this.behaviour.sample(this.exploration, states));
  }
}
