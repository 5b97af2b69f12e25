import { describe, expect, test } from "vitest";
import { dsb, iotlbInvalidate, mark, noStaleAfter, str, type Scenario } from "../../../model/index.ts";
import { check } from "../../../checker/check.ts";
import {
  data,
  Io,
  iopte,
  isAt,
  lastReads,
  modelFrom,
  none,
  P,
  SECRET,
  statesOf,
  type DmaTest,
} from "../pcie/dma-machine.ts";

const NEW = 0x2e3n;

const unmap = (ats: boolean, ...invalidations: readonly { readonly atc: boolean }[]): DmaTest => ({
  host: [
    str(none, iopte),
    ...invalidations.map(({ atc }) => iotlbInvalidate("GPU", P, { atc })),
    mark("unmapped"),
    str(NEW, data),
  ],
  dma: ats ? { ats: true } : {},
});
const readsAfter = (test: DmaTest) => lastReads(statesOf(test), "unmapped");

describe("a device with an ATC", () => {
  test("keeps an entry that only the IOTLB was told to invalidate", () => {
    expect(readsAfter(unmap(true, { atc: false }))).toContain(NEW);
    expect(readsAfter(unmap(true, { atc: true }))).toEqual([SECRET]);
    expect(readsAfter(unmap(true, { atc: false }, { atc: true }))).toEqual([SECRET]);
    expect(readsAfter(unmap(true, { atc: true }, { atc: false }))).toEqual([SECRET]);
  });

  test("and one without does not", () => {
    expect(readsAfter(unmap(false, { atc: false }))).toEqual([SECRET]);
  });

  test("keeps an old entry across two changes of the descriptor", () => {
    const host = [
      str(Io.other, iopte),
      iotlbInvalidate("GPU", P, { atc: false }),
      str(none, iopte),
      iotlbInvalidate("GPU", P, { atc: false }),
      mark("unmapped"),
      str(NEW, data),
    ];
    expect(readsAfter({ host, dma: { ats: true } })).toContain(NEW);
  });

  test("is known to properties by its name, with what it may use", async () => {
    const stale = async (atc: boolean) => {
      const mapping = { page: "P", word: Io.data };
      const point = { after: { pe: "host", mark: "unmapped" }, mapping };
      const properties: Scenario["properties"] = [
        (machine) => noStaleAfter(machine, { name: "no-stale", because: "" }, [point]),
      ];
      const found = await check(modelFrom({ ...unmap(true, { atc }), scenario: { properties } }));
      return [found.properties[0]?.verdict, found.properties[0]?.witness?.facts?.["pe"]];
    };
    expect(await stale(true)).toEqual(["PROVED", undefined]);
    expect(await stale(false)).toEqual(["REFUTED", "GPU"]);
  });
});

describe("an invalidation of the ATC of a device in reset", () => {
  const invalidate = (atc: boolean, ats = true): DmaTest => ({
    host: [dsb("sy"), iotlbInvalidate("GPU", null, { atc }), mark("done")],
    ...(ats ? { dma: { ats: true as const } } : {}),
  });
  const timesOut = (test: DmaTest) => {
    const explored = statesOf({ ...test, inReset: true });
    return explored.states
      .filter((state) => isAt(explored, state, "done"))
      .map(({ devices }) => devices[0]?.unanswered);
  };

  test("is not answered, and completes all the same", () => {
    expect(new Set(timesOut(invalidate(true)))).toEqual(new Set([1]));
  });

  test("there is none without the ATC", () => {
    expect(new Set(timesOut(invalidate(false)))).toEqual(new Set([0]));
    expect(new Set(timesOut(invalidate(true, false)))).toEqual(new Set([0]));
  });
});
