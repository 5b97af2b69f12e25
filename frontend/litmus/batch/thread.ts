import { Worker } from "node:worker_threads";
import type { LitmusOutcome } from "../result.ts";
import { faultIn } from "./fault-in.ts";
import type { ThreadAnswer, ThreadData } from "./thread-protocol.ts";

/** A thread that judges one test at a time. */
export class Thread {
  private readonly worker: Worker;
  private settle: ((answer: ThreadAnswer) => void) | null = null;
  private death: string | null = null;

  constructor(data: ThreadData) {
    this.worker = new Worker(new URL("thread.mjs", import.meta.url), { workerData: data });
    this.worker.on("message", (answer: ThreadAnswer) => this.settle?.(answer));
    this.worker.on("error", (error: Error) => this.die(error.message));
    this.worker.on("exit", (code) => this.die(`it ended with code ${code}`));
  }

  async judge(file: string): Promise<LitmusOutcome> {
    const answer = await new Promise<ThreadAnswer>((resolve) => {
      this.settle = resolve;
      if (this.death === null) this.worker.postMessage(file);
      else this.die(this.death);
    });
    if (answer.kind === "fault") throw faultIn(file, answer.thrown);
    return answer.outcome;
  }

  /** Ends it at once, with the test that it is at. */
  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private die(why: string): void {
    this.death ??= why;
    this.settle?.({ kind: "fault", thrown: { message: `the thread died: ${this.death}` } });
  }
}
