import * as fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { modes } from "../../../bench/fixmap/mode.ts";
import { fixmapModel } from "../../../bench/fixmap/model.ts";
import { sizes } from "../../../bench/fixmap/sizes.ts";
import { WorkerPool } from "../../../checker/engine/observed/worker-pool.ts";
import { outlineOf } from "./essence.ts";
import { gridSpec, gridSystem } from "./grid.ts";

/** How often a level, or a part of it, was expanded by several threads. */
function watchPool() {
  return vi.spyOn(WorkerPool.prototype, "expand");
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("any number of threads gives the same verdicts, counts and trace lengths", () => {
  test.each(modes)("of the benchmark's protocol, %s", async (mode) => {
    const pool = watchPool();
    // The last has millions of states at size S.
    for (const size of mode === "no-dsb-before-tlbi" ? [sizes.XS] : [sizes.XS, sizes.S]) {
      const model = fixmapModel(size, mode);
      const alone = await outlineOf(model, { engine: "observed", workers: 1 });
      for (const workers of [2, 3, 4]) {
        expect(await outlineOf(model, { engine: "observed", workers })).toEqual(alone);
      }
    }
    if (mode !== "no-dsb-before-tlbi") expect(pool).toHaveBeenCalled();
  });

  const grids = fc.sample(gridSpec, { seed: 7, numRuns: 4 });
  test.each(grids)("of random grid %#", async (spec) => {
    const pool = watchPool();
    const model = gridSystem(spec);
    for (const deadlock of ["stuck", "stuttering"] as const) {
      const flyweight = await outlineOf(model, { engine: "flyweight", deadlock });
      for (const workers of [1, 2, 3, 4]) {
        expect(await outlineOf(model, { engine: "observed", workers, deadlock })).toEqual(flyweight);
      }
    }
    expect(pool).toHaveBeenCalled();
  });
});
