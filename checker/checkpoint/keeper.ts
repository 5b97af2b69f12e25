import type { Exploration } from "../engine/engine.ts";
import type { Model } from "../model.ts";
import type { Checkpoints, Position } from "../search/breadth-first.ts";
import type { Pace } from "../search/pace.ts";
import { findingsOf } from "./findings.ts";
import type { CheckpointWriter } from "./writer.ts";

/** Between two checkpoints, unless somebody says otherwise. */
export const defaultSeconds = 60;

/** Writing may take one part in this many of the time: about 5 %. */
const share = 20;

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

  constructor(
    searched: { readonly model: Model<S>; readonly exploration: Exploration<S>; readonly pace: Pace },
    writer: CheckpointWriter,
    /** `secondsBefore`: of earlier sessions. */
    seconds: { readonly every: number; readonly before: number },
  ) {
    this.model = searched.model;
    this.exploration = searched.exploration;
    this.pace = searched.pace;
    this.writer = writer;
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
    const summary = {
      position,
      findings: findingsOf(this.model, exploration),
      seconds: this.secondsBefore + started,
    };
    await this.writer.save(exploration.stored(), summary, () => pace.turn());
    this.last = pace.seconds();
    this.cost = this.last - started;
  }
}
