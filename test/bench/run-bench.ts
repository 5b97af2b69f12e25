import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs the benchmark as `npm run bench` does, on a machine where nobody said where the peers' models are. */
export function bench(...words: readonly string[]) {
  const { WALKCHECK_PEERS: _, ...env } = process.env;
  const build = spawnSync(process.execPath, ["scripts/build.mjs", "--if-stale"], {
    cwd: root,
    encoding: "utf8",
  });
  if (build.status !== 0) throw new Error(build.stderr);
  return spawnSync(process.execPath, ["dist/bench/main.js", ...words], { cwd: root, env, encoding: "utf8" });
}
