import type { LitmusOptions, LitmusOutcome } from "../result.ts";
import { faultIn } from "./fault-in.ts";
import { Thread } from "./thread.ts";
import type { Judge } from "./thread-protocol.ts";

/** Where the tests of a batch are judged. */
export interface BatchOptions {
  /** 1: in this thread. */
  readonly workers: number;
  /** Told when a test is begun: which, and how many have ended, whether their turn has come or not. */
  readonly onBegin?: (file: string, ended: number) => void;
  /** Address of the module that judges; for tests of the batch itself. */
  readonly judge?: string;
}

/**
 * The outcomes of tests, in the order of their files, each as soon as it and all before it are there. null: an interrupt
 * came before the test had ended.
 */
export function runBatch(
  files: readonly string[],
  litmus: LitmusOptions,
  options: BatchOptions,
): AsyncGenerator<LitmusOutcome | null> {
  const judge = options.judge ?? new URL(besides("judge-file"), import.meta.url).href;
  const all = { ...options, judge };
  return options.workers === 1 ? oneByOne(files, litmus, all) : together(files, litmus, all);
}

type Settled = BatchOptions & { readonly judge: string };

/** A module beside this one: TypeScript in the sources, JavaScript as built. */
function besides(module: string): string {
  return `${module}${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`;
}

async function* oneByOne(
  files: readonly string[],
  litmus: LitmusOptions,
  { judge, onBegin }: Settled,
): AsyncGenerator<LitmusOutcome | null> {
  const { judgeFile }: Judge = await import(judge);
  for (const [index, file] of files.entries()) {
    // Small tests never wait for anything, and a Ctrl-C has to be heard between them.
    await new Promise((resolve) => setImmediate(resolve));
    if (litmus.signal?.aborted === true) {
      yield null;
      continue;
    }
    onBegin?.(file, index);
    yield await judgeFile(file, litmus).catch((error: unknown) => {
      throw faultIn(file, error instanceof Error ? error : { message: String(error) });
    });
  }
}

async function* together(
  files: readonly string[],
  { signal, ...litmus }: LitmusOptions,
  { judge, onBegin, workers }: Settled,
): AsyncGenerator<LitmusOutcome | null> {
  const number = Math.min(workers, files.length);
  const threads = Array.from({ length: number }, () => new Thread({ judge, options: litmus }));
  const close = (): void => threads.forEach((thread) => void thread.close());
  const idle = new Idle(threads);
  let ended = 0;
  const judged = async (file: string): Promise<LitmusOutcome | null> => {
    const thread = await idle.take();
    try {
      if (signal?.aborted === true) return null;
      onBegin?.(file, ended);
      const outcome = await thread.judge(file);
      ended++;
      return outcome;
    } catch (fault) {
      // Threads that an interrupt ended did not die of the test.
      if (signal?.aborted === true) return null;
      throw fault;
    } finally {
      idle.give(thread);
    }
  };
  signal?.addEventListener("abort", close, { once: true });
  try {
    const outcomes = files.map(judged);
    // A fault is thrown when its turn comes; until then it is nobody's to handle.
    for (const outcome of outcomes) outcome.catch(() => undefined);
    for (const outcome of outcomes) yield await outcome;
  } finally {
    signal?.removeEventListener("abort", close);
    close();
  }
}

/** Threads without work; whoever asked first gets the next. */
class Idle {
  private readonly threads: Thread[];
  private readonly waiting: ((thread: Thread) => void)[] = [];

  constructor(threads: readonly Thread[]) {
    this.threads = [...threads];
  }

  take(): Promise<Thread> {
    const thread = this.threads.shift();
    if (thread !== undefined) return Promise.resolve(thread);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  give(thread: Thread): void {
    const next = this.waiting.shift();
    if (next === undefined) this.threads.push(thread);
    else next(thread);
  }
}
