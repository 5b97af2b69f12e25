import type { BoundHit, Bounds } from "../bounds.ts";
import type { Exploration } from "../engine/engine.ts";
import type { Progress } from "../progress.ts";
import { ChunkSize } from "./chunk-size.ts";
import type { Pace } from "./pace.ts";

export interface SearchOptions {
  readonly bounds: Bounds;
  readonly pace: Pace;
  /** Whether nothing more can be learnt: the search then stops without a bound. */
  decided(): boolean;
  /** Looks at what the search has so far, all states below `expanded` being expanded; between two turns of others. */
  look(expanded: number): void;
  /** Rule firings so far, for progress. */
  rulesFired(): number;
  readonly onProgress: ((progress: Progress) => void) | null;
  /** Where an earlier session stopped, when the exploration goes on from there. */
  readonly resumed?: Position | null;
  /** Seconds of earlier sessions, for progress. */
  readonly secondsBefore?: number;
  readonly checkpoints?: Checkpoints | null;
}

/** Where a search is between two chunks. With the exploration, it is all that a later session needs. */
export interface Position {
  /** New states per complete level, the one being expanded included. */
  readonly levels: readonly number[];
  /** States 0 .. expanded-1 have all their successors stored. */
  readonly expanded: number;
}

/** Who writes down how far the search is. */
export interface Checkpoints {
  /** Asked between two chunks. */
  due(): boolean;
  /** Called when it is due, and once more when the search stops, whyever. */
  save(position: Position): Promise<void>;
}

/** What a search visited, and why it ended. */
export interface Searched {
  /** New states per level. */
  readonly levels: readonly number[];
  /** States 0 .. expanded-1 have all their successors stored. */
  readonly expanded: number;
  readonly exhausted: boolean;
  readonly hit: BoundHit | null;
}

/** Reports at most this often. */
const progressSeconds = 0.2;

/** Visits states level by level, so that the first state that breaks a property is one of the nearest. */
export async function breadthFirst<S>(
  exploration: Exploration<S>,
  options: SearchOptions,
): Promise<Searched> {
  const search = new BreadthFirst(exploration, options);
  return search.run();
}

class BreadthFirst<S> {
  private readonly exploration: Exploration<S>;
  private readonly options: SearchOptions;
  private readonly chunk: ChunkSize;
  private readonly levels: number[];
  private expanded: number;
  private levelStart: number;
  private levelEnd: number;
  private reported = 0;

  constructor(exploration: Exploration<S>, options: SearchOptions) {
    this.exploration = exploration;
    this.options = options;
    this.chunk = new ChunkSize(options.bounds.states);
    const { levels, expanded } = options.resumed ?? { levels: [exploration.size()], expanded: 0 };
    this.levels = [...levels];
    this.expanded = expanded;
    this.levelEnd = levels.reduce((sum, width) => sum + width, 0);
    // Everything is expanded only when the last level led to no other.
    this.levelStart = expanded === this.levelEnd ? expanded : this.levelEnd - (levels.at(-1) ?? 0);
  }

  async run(): Promise<Searched> {
    for (;;) {
      const stop = this.stop();
      if (stop !== null) {
        await this.save();
        return this.finish(stop);
      }
      await this.expandChunk();
      this.options.look(this.expanded);
      this.report();
      if (this.options.checkpoints?.due() === true) await this.save();
      await this.options.pace.turn();
    }
  }

  /** Why to stop before the next chunk, or null to go on. */
  private stop(): { readonly hit: BoundHit | null } | null {
    const { bounds, pace } = this.options;
    const size = this.exploration.size();
    // At the end of a level only: what was counted until then must not depend on the order of discovery within it,
    // which differs between engines and between numbers of workers.
    if (this.expanded === this.levelStart && this.options.decided()) return { hit: null };
    // Before "exhausted": whether there are more states than the bound must not depend on where chunks end.
    if (bounds.states !== null && size > bounds.states)
      return { hit: { kind: "states", limit: bounds.states } };
    if (this.expanded === size) return { hit: null };
    if (bounds.depth !== null && this.levels.length > bounds.depth) {
      return { hit: { kind: "depth", limit: bounds.depth } };
    }
    if (bounds.memory !== null && this.exploration.bytes() > bounds.memory) {
      return { hit: { kind: "memory", limit: bounds.memory } };
    }
    const hit = pace.hit();
    return hit === null ? null : { hit };
  }

  private async expandChunk(): Promise<void> {
    const { exploration, options } = this;
    const before = exploration.size();
    const started = options.pace.seconds();
    const to = Math.min(this.levelEnd, this.expanded + this.chunk.next(before));
    await exploration.expand(this.expanded, to);
    const added = exploration.size() - before;
    this.chunk.learn(to - this.expanded, added, options.pace.seconds() - started);
    this.expanded = to;
    if (to === this.levelEnd) this.nextLevel();
  }

  private nextLevel(): void {
    const width = this.exploration.size() - this.levelEnd;
    this.levelStart = this.levelEnd;
    this.levelEnd += width;
    if (width > 0) this.levels.push(width);
  }

  private async save(): Promise<void> {
    await this.options.checkpoints?.save({ levels: [...this.levels], expanded: this.expanded });
  }

  private report(): void {
    const { onProgress, pace, rulesFired, secondsBefore = 0 } = this.options;
    const seconds = pace.seconds();
    if (onProgress === null || seconds - this.reported < progressSeconds) return;
    this.reported = seconds;
    const { exploration } = this;
    const states = exploration.size();
    onProgress({
      states,
      rulesFired: rulesFired(),
      depth: this.levels.length - 1,
      frontier: states - this.expanded,
      bytes: exploration.bytes(),
      seconds: secondsBefore + seconds,
    });
  }

  private finish({ hit }: { readonly hit: BoundHit | null }): Searched {
    const size = this.exploration.size();
    const exhausted = hit === null && this.expanded === size;
    // A search that stopped within a level has seen part of the next one.
    if (size > this.levelEnd) this.levels.push(size - this.levelEnd);
    return { levels: this.levels, expanded: this.expanded, exhausted, hit };
  }
}
