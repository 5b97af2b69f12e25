import { expect, test } from "vitest";
import { reference } from "../../../checker/engine/reference.ts";
import { observed } from "../../../checker/engine/observed/observed.ts";
import { clflushopt, dc, dsb, ldr, iotlbInvalidate, movStore, sfence, str } from "../../../model/index.ts";
import { A, B, C, F, Io, iopte, IOVA, statesOf, X, type System } from "./system.ts";

const systems: readonly (readonly [what: string, system: System])[] = [
  [
    "DMA without snooping of a line that is cleaned",
    {
      pes: { P0: [str(1n, X.wb), dc("cvac", X.wb), dsb("sy"), str(1n, A.dev)] },
      dma: { enabledBy: "A0", reads: true, writes: [5n], noSnoop: "always" },
    },
  ],
  [
    "a line that one PE invalidates and another writes past the caches",
    { pes: { P0: [str(1n, X.nc), str(1n, F)], P1: [ldr("r1", F), dc("ivac", X.wb), ldr("r2", X.wb)] } },
  ],
  [
    "requests on two paths, of which one is acknowledged at its PE, and a reset",
    {
      pes: {
        P0: [str(1n, A.nc), str(2n, A.nc), dsb("sy"), str(1n, C)],
        P1: [ldr("r1", B.dev), str(1n, B.dev)],
      },
      pathOfC: "q",
      acknowledges: { "Normal-NC": "PE" },
      registers: {
        A0: { readLeaves: 0n, resetsTo: 0n },
        C0: { commands: [{ value: 1n, does: "begin reset" }] },
      },
    },
  ],
  [
    "an invalidation that drains, and DMA to a peer",
    {
      pes: { P0: [str(Io.B, iopte), iotlbInvalidate("devA", IOVA, { drains: true, atc: false })] },
      dma: { writes: [5n] },
    },
  ],
  [
    "x86 stores of three types",
    {
      architecture: "x86",
      pes: { P0: [movStore(1n, X.wb), clflushopt(X.wb), movStore(1n, X.nc), sfence(), movStore(1n, A.dev)] },
      maps: [A.nc],
    },
  ],
];

test.each(systems)("%s: every engine finds the same states", (_, system) => {
  const count = statesOf(system).length;
  expect(count).toBeGreaterThan(5);
  expect(statesOf(system, observed)).toHaveLength(count);
  expect(statesOf(system, reference)).toHaveLength(count);
});
