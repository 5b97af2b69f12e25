import { Worker } from "node:worker_threads";
import { InternalFault } from "../../internal-fault.ts";
import { coreModule, type Core, type GroupSettings, type Settings } from "./core-module.ts";
import type { CoreMemory } from "./core-memory.ts";
import { mail, mailWords, type WorkerData } from "./worker-protocol.mjs";

/** What a worker asks for: see `requests` in worker-protocol.mjs. */
export interface Request {
  readonly kind: number;
  readonly one: number;
  readonly other: number;
  /** The state that the worker expands. */
  readonly expanding: number;
}

/** Does what only the first thread can do; answers a number, or rows for the worker to take in. */
export type Attendant = (request: Request) => number | FiredRows;

/** Successors, one behind the other: an instance and a padded row, `stride` words together. */
export interface FiredRows {
  readonly words: readonly number[];
  readonly stride: number;
}

/** Numbers of states that somebody reserved and did not use. */
export interface Unused {
  readonly from: number;
  readonly to: number;
}

interface Hand {
  readonly worker: Worker;
  /** Of its mailbox, the first word. */
  readonly box: number;
  /** Where it is given rows: an address and bytes. */
  buffer: { readonly address: number; readonly bytes: number };
}

/** The settings that all threads have in common; what a thread works with is its own. */
const sharedSettings: readonly (keyof (Settings & GroupSettings))[] = [
  ...([
    "words",
    "vectors",
    "tailMask",
    "ringStride",
    "ruleRoots",
    "ruleRootsEnd",
    "watcherRoots",
    "watchers",
  ] as const),
  ...([
    "eagerWatchers",
    "watchesAbandoned",
    "watcherWords",
    "openWatchers",
    "watcherReads",
    "watcherInstances",
  ] as const),
  ...([
    "readsVersion",
    "endRoot",
    "deadlockMode",
    "table",
    "tableShift",
    "chunks",
    "stored",
    "limit",
    "margin",
  ] as const),
  ...([
    "groupOrder",
    "groupSlots",
    "groupActive",
    "groupActiveCount",
    "groupSource",
    "groupMap",
    "groupGuard",
  ] as const),
  ...([
    "groupAbove",
    "groupMapKind",
    "groupMapStart",
    "groupMapValues",
    "slotWord",
    "slotShift",
    "slotMask",
  ] as const),
  ...(["rowStride", "compact", "frontier", "reserve", "cursor", "share", "requests"] as const),
];

/** How long the first thread waits before it looks whether everybody is still alive, in milliseconds. */
const patience = 200;

/** The threads that expand states together with the first one. */
export class WorkerPool {
  private readonly memory: CoreMemory;
  private readonly core: Core;
  private readonly attendant: Attendant;
  private readonly control: number;
  private readonly shared: number;
  private readonly hands: Hand[] = [];
  private task = 0;
  private death: InternalFault | null = null;
  private thrown: { readonly what: unknown } | null = null;

  constructor(memory: CoreMemory, core: Core, attendant: Attendant) {
    this.memory = memory;
    this.core = core;
    this.attendant = attendant;
    this.control = memory.take(mailWords.size * 4);
    this.shared = memory.take(sharedSettings.length * 4);
    const word = (index: number) => this.control + index * 4;
    core.set({ cursor: word(mailWords.cursor), requests: word(mailWords.requests) });
  }

  /** How many threads were started. */
  get size(): number {
    return this.hands.length;
  }

  /** Starts a thread; it takes part once it is up. */
  start(own: WorkerData["own"], entry: URL = new URL("worker.mjs", import.meta.url)): void {
    const mailbox = this.memory.take(mail.size * 4);
    const workerData: WorkerData = {
      module: coreModule(),
      memory: this.memory.memory,
      own,
      names: sharedSettings,
      shared: this.shared,
      control: this.control,
      mailbox,
    };
    const number = this.hands.length + 2;
    const worker = new Worker(entry, { workerData });
    worker.unref();
    const died = (why: string) => {
      this.death ??= new InternalFault(
        `thread ${number} of the search died: ${why}; --workers=1 does without`,
      );
    };
    worker.on("error", (error: Error) => died(error.message));
    worker.on("exit", (code) => died(`it ended with code ${code}`));
    this.hands.push({ worker, box: mailbox >>> 2, buffer: { address: 0, bytes: 0 } });
  }

  /** Expands states from `from` up to `to`, or as many as there is room for; gives the first that was not expanded. */
  async expand(from: number, to: number): Promise<number> {
    // Of one that did not come up nobody waits for anything.
    if (this.death !== null) throw this.death;
    const cursor = (this.control >>> 2) + mailWords.cursor;
    Atomics.store(this.memory.view(), cursor, from);
    const hands = this.assign(to);
    try {
      this.core.work(to);
      await this.finish(hands);
    } catch (thrown) {
      this.thrown ??= { what: thrown };
      this.answerAll(hands);
      throw this.thrown.what;
    }
    return Math.min(to, Atomics.load(this.memory.view(), cursor));
  }

  /** The numbers that the last expansion's workers did not use. */
  unused(): readonly Unused[] {
    const view = this.memory.view();
    return this.hands
      .map(({ box }) => ({ from: view[box + mail.unusedBegin]!, to: view[box + mail.unusedEnd]! }))
      .filter((range) => range.from < range.to);
  }

  /** Does what workers wait for; the core calls it while the first thread expands states itself. */
  serve(): void {
    for (const hand of this.hands) {
      if (Atomics.load(this.memory.view(), hand.box + mail.state) === mail.asked) this.answer(hand);
    }
  }

  close(): void {
    // Their listeners stay: what a thread that is just dying throws would end the process if nobody took it.
    for (const { worker, box } of this.hands) {
      Atomics.store(this.memory.view(), box + mail.task, -1);
      Atomics.notify(this.memory.view(), box + mail.task);
      void worker.terminate();
    }
    this.hands.length = 0;
  }

  /** Gives the task to everybody who is up. */
  private assign(to: number): readonly Hand[] {
    const view = this.memory.view();
    const settings = this.core.settings();
    sharedSettings.forEach((name, index) =>
      Atomics.store(view, (this.shared >>> 2) + index, settings[name] ?? 0),
    );
    this.task++;
    const ready = this.hands.filter(({ box }) => Atomics.load(view, box + mail.ready) === 1);
    for (const { box } of this.hands) {
      view[box + mail.unusedBegin] = 0;
      view[box + mail.unusedEnd] = 0;
    }
    for (const { box } of ready) {
      Atomics.store(view, box + mail.to, to);
      Atomics.store(view, box + mail.state, mail.busy);
      Atomics.store(view, box + mail.task, this.task);
      Atomics.notify(view, box + mail.task);
    }
    return ready;
  }

  /** Waits until everybody is done, and serves them meanwhile. */
  private async finish(hands: readonly Hand[]): Promise<void> {
    const signal = (this.control >>> 2) + mailWords.signal;
    for (;;) {
      const seen = Atomics.load(this.memory.view(), signal);
      this.serve();
      const view = this.memory.view();
      if (hands.every(({ box }) => Atomics.load(view, box + mail.state) === mail.done)) return;
      if (Atomics.wait(view, signal, seen, patience) !== "timed-out") continue;
      // The event loop has to turn for a death to be seen.
      await new Promise((resolve) => setImmediate(resolve));
      if (this.death !== null) throw this.death;
    }
  }

  private answer(hand: Hand): void {
    const { box } = hand;
    const view = this.memory.view();
    try {
      const answer = this.attendant({
        kind: view[box + mail.kind]!,
        one: view[box + mail.one]! >>> 0,
        other: view[box + mail.other]! >>> 0,
        expanding: view[box + mail.expanding]! >>> 0,
      });
      this.reply(box, mail.answered, typeof answer === "number" ? answer : this.hand(hand, answer));
    } catch (thrown) {
      this.reply(box, mail.givenUp, 0);
      throw thrown;
    }
  }

  /** Puts rows where a worker finds them, and says how many there are. */
  private hand(hand: Hand, { words, stride }: FiredRows): number {
    const bytes = words.length * 4;
    if (hand.buffer.bytes < bytes) {
      if (hand.buffer.bytes > 0) this.memory.giveBack(hand.buffer.address, hand.buffer.bytes);
      hand.buffer = { address: this.memory.take(bytes * 2), bytes: bytes * 2 };
    }
    const view = this.memory.view();
    view.set(words, hand.buffer.address >>> 2);
    view[hand.box + mail.rows] = hand.buffer.address;
    view[hand.box + mail.stride] = stride;
    return words.length / stride;
  }

  private reply(box: number, state: number, answer: number): void {
    const view = this.memory.view();
    view[box + mail.one] = answer;
    Atomics.sub(view, (this.control >>> 2) + mailWords.requests, 1);
    Atomics.store(view, box + mail.state, state);
    Atomics.notify(view, box + mail.state);
  }

  /** Lets nobody wait for an answer that will not come. */
  private answerAll(hands: readonly Hand[]): void {
    for (const { box } of hands) {
      if (Atomics.load(this.memory.view(), box + mail.state) === mail.asked) this.reply(box, mail.givenUp, 0);
    }
  }
}
