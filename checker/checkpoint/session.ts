import type { CheckOptions } from "../check-options.ts";
import type { EngineOptions, Exploration, Snapshot } from "../engine/engine.ts";
import type { Model } from "../model.ts";
import type { Checkpoints, Position } from "../search/breadth-first.ts";
import type { Pace } from "../search/pace.ts";
import { Behaviour } from "./behaviour.ts";
import { identityOf } from "./identity.ts";
import { defaultSeconds, Keeper } from "./keeper.ts";
import { openCheckpoint, type SavedSearch } from "./reader.ts";
import { otherModel } from "./refusal.ts";
import { CheckpointWriter } from "./writer.ts";

/** What a check reads from an earlier session, and writes for a later one; nothing of either unless asked for. */
export class Session<S> {
  private readonly model: Model<S>;
  private readonly behaviour: Behaviour<S>;
  private readonly resumed: string | null;
  private readonly every: number;
  private readonly writer: CheckpointWriter | null;
  private readonly saved: SavedSearch | null;

  /** Opens the files, so that what is wrong with them is said before the search. */
  constructor(model: Model<S>, engine: EngineOptions, { checkpoint, resume, origin }: CheckOptions) {
    this.model = model;
    this.behaviour = new Behaviour(model, engine.eager);
    this.resumed = resume ?? null;
    this.every = checkpoint?.seconds ?? defaultSeconds;
    const { words } = model.schema.layout;
    const asked = resume !== undefined || checkpoint !== undefined;
    const identity = asked ? identityOf(model, engine, origin ?? {}) : {};
    this.saved = resume === undefined ? null : openCheckpoint(resume, identity, words);
    try {
      this.writer = checkpoint === undefined ? null : new CheckpointWriter(checkpoint.file, identity, words);
    } catch (thrown) {
      this.saved?.close();
      throw thrown;
    }
  }

  /** What an engine goes on from. */
  snapshot(): Snapshot | null {
    return this.saved === null ? null : { states: this.saved.states, findings: this.saved.head.findings };
  }

  /** Where the search goes on. */
  position(): Position | null {
    return this.saved?.head.position ?? null;
  }

  /** Seconds that earlier sessions searched. */
  secondsBefore(): number {
    return this.saved?.head.seconds ?? 0;
  }

  /** Looks at an exploration that an engine has opened from the snapshot. */
  checkResumed(exploration: Exploration<S>): void {
    if (this.resumed === null) return;
    for (const { states, digest } of this.saved?.head.samples ?? []) {
      if (this.behaviour.sample(exploration, states).digest === digest) continue;
      const which = `one of states ${states.at(0)} to ${states.at(-1)}`;
      const what = "the model does something else in it, or a property says something else about it";
      throw otherModel(this.resumed, `${which}: ${what}, than when the file was written`);
    }
  }

  /** Writes checkpoints of the search, or null when nobody wants any. */
  checkpoints(exploration: Exploration<S>, pace: Pace): Checkpoints | null {
    if (this.writer === null) return null;
    const seconds = { every: this.every, before: this.secondsBefore() };
    const { model, behaviour } = this;
    return new Keeper({ model, exploration, behaviour, pace }, this.writer, seconds);
  }

  close(): void {
    this.saved?.close();
    this.writer?.close();
  }
}
