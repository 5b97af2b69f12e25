// How the first thread and the others talk while they expand a level: through words of the shared memory. There is no
// event loop to rely on, since all of them are busy inside the core.

/**
 * What a worker is started with.
 *
 * @typedef {object} WorkerData
 * @property {import("./web-assembly.ts").WasmModule} module
 * @property {import("./web-assembly.ts").WasmMemory} memory
 * @property {{ readonly current: number, readonly [setting: string]: number }} own settings that are this worker's alone
 * @property {readonly string[]} names of the settings that are everybody's
 * @property {number} shared address of their values
 * @property {number} control address of the control block
 * @property {number} mailbox address of this worker's mailbox
 */

/** Words of the control block. */
export const mailWords = {
  /** Changed whenever a worker asks or is done; the first thread waits for it. */
  signal: 0,
  /** Workers that wait for an answer. */
  requests: 1,
  /** The next state to expand. */
  cursor: 2,
  size: 4,
};

/** Words of a worker's mailbox, and the values of its `state`. */
export const mail = {
  /** 1 when the worker may be given tasks. */
  ready: 0,
  /** The number of the task; the worker waits for it to change. Negative: no more tasks. */
  task: 1,
  /** The state to expand up to. */
  to: 2,
  state: 3,
  /** A request, its arguments, and the state that is expanded; the answer replaces the first argument. */
  kind: 4,
  one: 5,
  other: 6,
  expanding: 7,
  /** Successors that the first thread fired: their address, and words from one to the next: an instance, then its row. */
  rows: 8,
  stride: 9,
  /** Numbers of states reserved in vain. */
  unusedBegin: 10,
  unusedEnd: 11,
  size: 12,

  busy: 0,
  asked: 1,
  answered: 2,
  givenUp: 3,
  done: 4,
};

/** Kinds of requests: what a host must do for its core. */
export const requests = {
  missRules: 0,
  missWatcher: 1,
  missEnd: 2,
  askUnobserved: 3,
  answered: 4,
  deadlocked: 5,
  restless: 6,
  fireUnobserved: 7,
  askEnd: 8,
};
