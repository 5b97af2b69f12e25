import type { CheckOptions } from "../check-options.ts";
import type { EngineOptions, Exploration, Snapshot } from "../engine/engine.ts";
import type { Model } from "../model.ts";
import type { Checkpoints, Position } from "../search/breadth-first.ts";
import type { Pace } from "../search/pace.ts";
import { identityOf } from "./identity.ts";
import { defaultSeconds, Keeper } from "./keeper.ts";
import { openCheckpoint, type SavedSearch } from "./reader.ts";
import { spotCheck } from "./spot-check.ts";
import { CheckpointWriter } from "./writer.ts";

/** What a check reads from an earlier session, and writes for a later one; nothing of either unless asked for. */
export class Session<S> {
  private readonly model: Model<S>;
  private readonly resumed: string | null;
  private readonly every: number;
  private readonly writer: CheckpointWriter | null;
  private readonly saved: SavedSearch | null;

  /** Opens the files, so that what is wrong with them is said before the search. */
  constructor(model: Model<S>, engine: EngineOptions, { checkpoint, resume }: CheckOptions) {
    this.model = model;
    this.resumed = resume ?? null;
    this.every = checkpoint?.seconds ?? defaultSeconds;
    const { words } = model.schema.layout;
    const asked = resume !== undefined || checkpoint !== undefined;
    const identity = asked ? identityOf(model, engine) : {};
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
    if (this.resumed !== null) spotCheck(this.resumed, exploration);
  }

  /** Writes checkpoints of the search, or null when nobody wants any. */
  checkpoints(exploration: Exploration<S>, pace: Pace): Checkpoints | null {
    if (this.writer === null) return null;
    const seconds = { every: this.every, before: this.secondsBefore() };
    return new Keeper({ model: this.model, exploration, pace }, this.writer, seconds);
  }

  close(): void {
    this.saved?.close();
    this.writer?.close();
  }
}
