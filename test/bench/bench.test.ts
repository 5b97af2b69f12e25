import { describe, expect, it } from "vitest";
import { median } from "../../bench/median.ts";
import { optionTypes } from "../../bench/options.ts";
import { ways } from "../../bench/ways.ts";
import { bench } from "./run-bench.ts";

const number: unknown = expect.any(Number);

describe("the benchmark", () => {
  it("explains every option that it takes, and names every engine", () => {
    const { stdout, status } = bench("--help");
    expect(status).toBe(0);
    for (const name of Object.keys(optionTypes)) expect(stdout).toContain(`--${name} `);
    for (const { name } of ways) expect(stdout).toContain(`walkcheck-${name}`);
    for (const peer of ["rumur", "rumur-symmetry", "spin-dfs", "spin-bfs", "spin-collapse", "tlc"]) {
      expect(stdout).toContain(peer);
    }
  });

  it("prints a row per engine for a variant, and they agree on what they visited", () => {
    const only = "pkvm-fixmap/v4-as-posted";
    const { stdout, stderr, status } = bench(
      "--specs",
      "--json",
      "--runs",
      "1",
      "--largest",
      "30",
      "--only",
      only,
    );
    expect([status, stderr]).toEqual([0, ""]);
    const { search, firstVerdict }: { search: unknown[]; firstVerdict: unknown[] } = JSON.parse(stdout);
    const [first] = search;
    const took = { seconds: number, peakMiB: number };
    expect(first).toMatchObject({ workload: only, searches: 1, states: number, rulesFired: number, ...took });
    expect(search).toEqual(
      ways
        .filter(({ space }) => space === "whole")
        .map(({ name }) => ({
          ...Object(first),
          ...took,
          engine: `walkcheck-${name}`,
          fromTries: expect.toSatisfy((value) => value === null || typeof value === "number"),
        })),
    );
    expect(firstVerdict).toEqual([]);
  });

  it("prints what a whole spec takes, and how long a user waits for a verdict", () => {
    const whole = bench(
      "--runs",
      "1",
      "--largest",
      "1",
      "--only",
      "walkcheck-flyweight calibration (all of it)",
    );
    expect(whole.status).toBe(0);
    expect(whole.stdout).toMatch(/^workload +engine +searches +states +rules fired +time +states\/s +peak/);
    expect(whole.stdout).toMatch(/\ncalibration \(all of it\) +walkcheck-flyweight +\d+ +\d+ /);
    const wait = bench("--runs", "1", "--largest", "1", "--only", "check pkvm-fixmap --variant merged");
    expect(wait.stdout).toMatch(/^walkcheck \.\.\. +engine +wall +CPU +peak\n/);
    expect(wait.stdout).toMatch(/\ncheck pkvm-fixmap \S+ merged\S+ +walkcheck-flyweight +\d+\.\d+ s/);
    expect(wait.stdout).toMatch(/ +bin\/walkcheck\.mjs +\d+\.\d+ s/);
  });

  it("refuses what it does not know, with a message and without a stack", () => {
    const refused = (...words: readonly string[]): string => {
      const { stdout, stderr, status } = bench(...words);
      expect([stdout, status]).toEqual(["", 2]);
      expect(stderr).not.toContain("    at ");
      return stderr;
    };
    expect(refused("--engine", "quantum")).toContain("npm run bench -- --help");
    expect(refused("--size", "XXL")).toContain("sizes: XS, S, M, L, 3321");
    expect(refused("--size", "XS", "--only", "quantum")).toContain("engines: walkcheck-");
    expect(refused("--size", "XS", "--runs", "none")).toContain("--runs none: not a number from 1 on");
    expect(refused("--peers", "somewhere")).toContain("--peers: only with --size");
    expect(refused("--specs", "--size", "XS")).toContain("--specs: not with --size");
    expect(refused("--update-docs", "--json")).toContain("--json: not with --update-docs");
    expect(refused("--update-docs", "--only", "rumur")).toContain("--only: not with --update-docs");
    expect(refused("--only", "quantum", "--runs", "1", "--largest", "1")).toContain("--only quantum");
  });

  it("takes the middle of its runs", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2);
  });
});
