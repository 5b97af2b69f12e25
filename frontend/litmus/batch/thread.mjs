// A thread that judges litmus tests, one file per message. Plain JavaScript, as a thread starts without the transpiler
// that reads the rest of walkcheck's sources; from dist/ it needs none.
import { parentPort, workerData } from "node:worker_threads";

/** @typedef {import("./thread-protocol.ts").Judge} Judge */
/** @typedef {import("./thread-protocol.ts").ThreadAnswer} ThreadAnswer */
/** @typedef {import("./thread-protocol.ts").ThreadData} ThreadData */

const { judge, options } = /** @type {ThreadData} */ (workerData);
if (judge.endsWith(".ts")) {
  const { register } = await import("tsx/esm/api");
  register({ tsconfig: false });
}
const { judgeFile } = /** @type {Judge} */ (await import(judge));

parentPort?.on("message", async (/** @type {string} */ file) => {
  parentPort?.postMessage(await answer(file));
});

/**
 * @param {string} file
 * @returns {Promise<ThreadAnswer>}
 */
async function answer(file) {
  try {
    return { kind: "outcome", outcome: await judgeFile(file, options) };
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { kind: "fault", thrown: { message, stack } };
  }
}
