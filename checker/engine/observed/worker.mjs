// One of the threads that expand a level together. It knows no model: it walks tries, looks up and stores rows in the
// shared memory, and asks the first thread for whatever needs the model's code. Plain JavaScript, so that a thread starts
// without a compiler. What is said here about the control block and the mailbox is in worker-protocol.mjs.
import { workerData } from "node:worker_threads";
import { mail, mailWords, requests } from "./worker-protocol.mjs";

/** @typedef {import("./worker-protocol.mjs").WorkerData} WorkerData */

/** Thrown to leave the core when the first thread gave up. */
class GivenUp extends Error {}

const { module, memory, own, names, control, mailbox, shared } = /** @type {WorkerData} */ (workerData);
const words = new Int32Array(memory.buffer);
const box = mailbox >>> 2;

const { exports } = new WebAssembly.Instance(module, {
  env: { memory },
  host: {
    missRules: request(requests.missRules),
    missWatcher: request(requests.missWatcher),
    missEnd: request(requests.missEnd),
    askUnobserved: request(requests.askUnobserved),
    askEnd: request(requests.askEnd),
    answered: request(requests.answered),
    restless: request(requests.restless),
    deadlocked: (/** @type {number} */ state) => {
      request(requests.deadlocked)(state);
      // One is enough.
      set("deadlockMode", 0);
    },
    fireUnobserved,
    // Only the first thread serves.
    serve: () => {},
    // Nobody else takes part where symmetry has to be checked, or with several memories.
    verify: () => {},
    travel: () => {},
  },
});

for (const [name, value] of Object.entries(own)) set(name, value);
Atomics.store(words, box + mail.ready, 1);
for (let task = 0; ;) {
  Atomics.wait(words, box + mail.task, task);
  task = Atomics.load(words, box + mail.task);
  if (task < 0) break;
  run();
}

function run() {
  names.forEach((name, index) => set(name, Atomics.load(words, (shared >>> 2) + index)));
  try {
    call("work", Atomics.load(words, box + mail.to));
  } catch (error) {
    if (!(error instanceof GivenUp)) throw error;
  }
  words[box + mail.unusedBegin] = call("unusedBegin");
  words[box + mail.unusedEnd] = call("unusedEnd");
  call("forgetReserved");
  Atomics.store(words, box + mail.state, mail.done);
  signal();
}

/**
 * Asks the first thread, and waits for its answer.
 *
 * @param {number} kind
 * @returns {(one?: number, other?: number) => number}
 */
function request(kind) {
  return (one = 0, other = 0) => {
    words[box + mail.kind] = kind;
    words[box + mail.one] = one;
    words[box + mail.other] = other;
    words[box + mail.expanding] = call("expanding");
    Atomics.store(words, box + mail.state, mail.asked);
    Atomics.add(words, (control >>> 2) + mailWords.requests, 1);
    signal();
    Atomics.wait(words, box + mail.state, mail.asked);
    if (Atomics.load(words, box + mail.state) === mail.givenUp) throw new GivenUp();
    return words[box + mail.one] ?? 0;
  };
}

/** @param {number} root */
function fireUnobserved(root) {
  const count = request(requests.fireUnobserved)(root, own.current);
  const stride = (words[box + mail.stride] ?? 0) * 4;
  const first = (words[box + mail.rows] ?? 0) >>> 0;
  // By the core: the memory may have grown, and this thread's view of it may not have heard.
  for (let index = 0; index < count; index++) call("emitFrom", first + index * stride);
}

function signal() {
  Atomics.add(words, (control >>> 2) + mailWords.signal, 1);
  Atomics.notify(words, (control >>> 2) + mailWords.signal);
}

/**
 * @param {string} name
 * @param {number[]} values
 */
function call(name, ...values) {
  const exported = exports[name];
  if (typeof exported !== "function") throw new Error(`the core exports no function ${name}`);
  return exported(...values) >>> 0;
}

/**
 * @param {string} name
 * @param {number} value
 */
function set(name, value) {
  const exported = exports[name];
  if (typeof exported !== "object") throw new Error(`the core exports no setting ${name}`);
  exported.value = value;
}
