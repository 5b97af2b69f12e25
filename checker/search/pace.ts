import type { BoundHit } from "../bounds.ts";

/** The event loop gets a turn this often, so that Ctrl-C and timers of the caller are seen. */
const turnMilliseconds = 30;

/** The clock of a check: how long it may take, whether it was interrupted, and when to let others run. */
export class Pace {
  private readonly start = performance.now();
  private readonly limit: number | null;
  private readonly signal: AbortSignal | null;
  private lastTurn = this.start;

  /** @param limit seconds, null for no limit */
  constructor(limit: number | null, signal: AbortSignal | null) {
    this.limit = limit;
    this.signal = signal;
  }

  seconds(): number {
    return (performance.now() - this.start) / 1000;
  }

  /** Why to stop now, or null. */
  hit(): BoundHit | null {
    if (this.signal?.aborted === true) return { kind: "interrupted" };
    if (this.limit !== null && this.seconds() >= this.limit) return { kind: "time", limit: this.limit };
    return null;
  }

  /** Lets the event loop run when it is due. */
  async turn(): Promise<void> {
    if (performance.now() - this.lastTurn < turnMilliseconds) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.lastTurn = performance.now();
  }
}
