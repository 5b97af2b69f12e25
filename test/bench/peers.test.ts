import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { comparison } from "../../bench/comparison/main.ts";
import { absence, peers, type PeerFiles } from "../../bench/comparison/peers.ts";
import { tlc } from "../../bench/comparison/tlc.ts";
import { sizes } from "../../bench/fixmap/sizes.ts";
import { bench } from "./run-bench.ts";

const { PATH: path, WALKCHECK_PEERS: given } = process.env;
const models = given || null;
const nothing: PeerFiles = { models: null, jar: null };

/** What each peer lacks, with these files, where these programs are all that is installed. */
function absences(
  files: PeerFiles,
  ...installed: readonly string[]
): Readonly<Record<string, string | null>> {
  for (const program of installed) writeFileSync(join(directory, program), "", { mode: 0o755 });
  process.env["PATH"] = directory;
  return Object.fromEntries(peers.map((peer) => [peer.engine, absence(peer, files)]));
}

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "walkcheck-test-"));
});
afterEach(() => {
  process.env["PATH"] = path;
  rmSync(directory, { recursive: true });
});

describe("another model checker", () => {
  it("is left out where it is not installed, and it is said how to install it", () => {
    expect(absences(nothing)).toEqual({
      rumur: "not installed; on Debian: apt-get install rumur gcc",
      "rumur-symmetry": "not installed; on Debian: apt-get install rumur gcc",
      "spin-dfs": "not installed; on Debian: apt-get install spin gcc",
      "spin-bfs": "not installed; on Debian: apt-get install spin gcc",
      "spin-collapse": "not installed; on Debian: apt-get install spin gcc",
      tlc: "not installed; on Debian: apt-get install default-jre-headless gcc",
    });
  });

  it("is left out where its model is not given, or is not there", () => {
    const needed = ["rumur", "spin", "java", "gcc"];
    const without = absences(nothing, ...needed);
    expect(without["rumur"]).toContain("its model fixmap.m is not part of walkcheck: --peers DIR");
    expect(without["spin-bfs"]).toContain("WALKCHECK_PEERS in the environment");
    expect(without["tlc"]).toContain(
      "its tla2tools.jar, of the releases of tlaplus, is not given: --tlc JAR",
    );
    writeFileSync(join(directory, "fixmap.m"), "");
    const some = absences({ models: directory, jar: join(directory, "no.jar") }, ...needed);
    expect(some["rumur"]).toBeNull();
    expect(some["spin-dfs"]).toContain(`there is no fixmap.pml in ${directory}`);
    expect(some["tlc"]).toContain("no.jar: --tlc JAR says where");
  });

  it("is named on standard error when it is left out, and the others are compared", () => {
    const { stdout, stderr, status } = bench("--size", "XS", "--json", "--runs", "1", "--only", "rumur");
    expect([JSON.parse(stdout), status]).toEqual([[], 0]);
    expect(stderr).toMatch(/^rumur: (its model fixmap\.m is not part of walkcheck|not installed)/);
  });

  it("is run as its documentation says, when it is TLC", async () => {
    writeFileSync(join(directory, "fixmap.tla"), "");
    const site = { models: directory, size: sizes.XS, directory, jar: join(directory, "tla2tools.jar") };
    // Copying the model onto itself is an error.
    const command = await tlc.prepare({ ...site, directory: mkdtempSync(join(directory, "tlc-")) });
    expect(command.program).toBe("java");
    expect(command.words).toEqual([
      "-XX:+UseParallelGC",
      "-Dtlc2.tool.fp.FPSet.impl=tlc2.tool.fp.OffHeapDiskFPSet",
      "-cp",
      site.jar,
      "tlc2.TLC",
      ..."-workers 1 -config fixmap.cfg -metadir states fixmap.tla".split(" "),
    ]);
  });

  const lacking = peers
    .filter((peer) => peer.needsJar !== true)
    .map((peer) => absence(peer, { models, jar: null }));
  const because = lacking.find((reason) => reason !== null);
  if (because !== undefined) console.warn(`not tested with the other model checkers: ${because}`);
  it.skipIf(because !== undefined)(
    "counts what walkcheck counts, in each of SPIN's ways to search",
    async () => {
      const { compared } = await comparison({
        sizes: ["XS"],
        space: "whole",
        files: { models, jar: null },
        runs: 1,
        only: "spin",
        progress: () => undefined,
      });
      // Another count would have been an error.
      expect(compared.map(({ engine }) => engine)).toEqual(["spin-dfs", "spin-bfs", "spin-collapse"]);
    },
  );
});
