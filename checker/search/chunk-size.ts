/** Between two looks at the bounds at most this many states are expanded. */
const most = 1 << 20;
/** A chunk should not take longer than this, or an interrupt waits. */
const targetSeconds = 0.05;

/** How many states to expand before the bounds are looked at again. */
export class ChunkSize {
  private readonly limit: number | null;
  private size = 64;
  /** New states per expanded state, as last seen. */
  private growth = 1;

  /** @param limit the bound on states */
  constructor(limit: number | null) {
    this.limit = limit;
  }

  /** The next chunk, with `stored` states so far. */
  next(stored: number): number {
    if (this.limit === null) return this.size;
    // Half of what the growth so far would allow: a burst then overshoots by little.
    const room = Math.max(0, this.limit - stored) / (2 * Math.max(1, this.growth));
    return Math.max(1, Math.min(this.size, Math.floor(room)));
  }

  /** Learns from the chunk just expanded. */
  learn(expanded: number, added: number, seconds: number): void {
    this.growth = added / expanded;
    if (seconds > targetSeconds) this.size = Math.max(1, this.size >>> 1);
    else if (expanded === this.size && seconds < targetSeconds / 2) this.size = Math.min(most, this.size * 2);
  }
}
