import { describe, expect, it } from "vitest";
import { rumurCounts, withConstants } from "../../bench/comparison/rumur.ts";
import { spinCounts, withExactCounts } from "../../bench/comparison/spin.ts";
import { tlcConfiguration, tlcCounts } from "../../bench/comparison/tlc.ts";
import { sizes } from "../../bench/fixmap/sizes.ts";

const rumur = `
==========================================================================

Status:

\tNo error found.

State Space Explored:

\t9244 states, 45424 rules fired in 0s.
`;

const spin = `
(Spin Version 6.5.2 -- 6 December 2019)
\t+ Breadth-First Search

State-vector 60 byte, depth reached 30, errors: 0
     9244 states, stored
\t    9244 nominal states (stored-atomic)
    36181 states, matched
    45425 transitions (= stored+matched)
        0 atomic steps
hash conflicts:      1180 (resolved)
`;

const tlc = `TLC2 Version 2.18 of Day Month 20??
Running breadth-first search Model-Checking with fp 12 and seed 1 with 1 worker on 2 cores.
Computing initial states...
Finished computing initial states: 1 distinct state generated at 2024-01-01 00:00:00.
Progress(17) at 2024-01-01 00:00:03: 21,000 states generated (21,000 s/min), 4,000 distinct states found (4,000 ds/min), 0 states left on queue.
Model checking completed. No error has been found.
  Estimates of the probability that TLC did not check all reachable states
  because two distinct states had the same fingerprint:
  calculated (optimistic):  val = 1.8E-11
45425 states generated, 9244 distinct states found, 0 states left on queue.
The depth of the complete state graph search is 31.
Finished in 01s at (2024-01-01 00:00:04)
`;

describe("what the other model checkers print", () => {
  it("is read alike, though SPIN and TLC count the initial state as a firing", () => {
    expect(rumurCounts(rumur)).toEqual(sizes.XS.expected);
    expect(spinCounts(spin)).toEqual(sizes.XS.expected);
    expect(tlcCounts(tlc)).toEqual(sizes.XS.expected);
  });

  it("is an error where it lacks a count", () => {
    expect(() => rumurCounts("Error: out of memory\n")).toThrow("Error: out of memory");
    expect(() => spinCounts(spin.replace("transitions", "steps"))).toThrow("how many transitions it took");
    expect(() => tlcCounts(tlc.replace(/^Finished computing.*$/m, ""))).toThrow("how many initial states");
  });

  it("is an error where SPIN rounds, and SPIN is made not to", () => {
    expect(() => spinCounts(spin.replace("45425", "1.9435835e+08"))).toThrow("how many transitions");
    expect(withExactCounts('printf("%9.8g transitions", x)')).toBe('printf("%9.0f transitions", x)');
  });

  it("is read from TLC with several initial states, and with commas", () => {
    const several = tlc
      .replace("1 distinct state generated", "3 states generated, with 2 of them distinct")
      .replace("45425 states", "45,427 states");
    expect(tlcCounts(several)).toEqual(sizes.XS.expected);
  });

  it("is no result where TLC found an error or stopped early", () => {
    const violated = tlc.replace(
      "Model checking completed. No error has been found.",
      "Error: Invariant BreakBeforeMake is violated.",
    );
    expect(() => tlcCounts(violated)).toThrow("Invariant BreakBeforeMake is violated");
    const stopped = tlc.replace(
      "found, 0 states left on queue.\nThe depth",
      "found, 7 states left on queue.\nThe depth",
    );
    expect(() => tlcCounts(stopped)).toThrow("how many distinct states it found");
  });
});

describe("the models of the other model checkers", () => {
  it("get the constants of the size", () => {
    const model = "const\n  N: 2; -- PEs\n  V: 2;\n  P: 2;\n  R: 1;\n  MODE: 2;\n";
    expect(withConstants(model, sizes["3321"])).toBe(
      "const\n  N: 3; -- PEs\n  V: 3;\n  P: 2;\n  R: 1;\n  MODE: 0;\n",
    );
    expect(() => withConstants("const\n  N: 2;\n", sizes.XS)).toThrow("fixmap.m has no constant V");
    expect(tlcConfiguration(sizes.L).split("\n")).toEqual([
      "CONSTANTS",
      "  N = 3",
      "  V = 2",
      "  P = 2",
      "  R = 4",
      "  Mode = 0",
      "SPECIFICATION Spec",
      "INVARIANTS NoUseAfterRevoke BreakBeforeMake",
      "CHECK_DEADLOCK FALSE",
      "",
    ]);
  });
});
