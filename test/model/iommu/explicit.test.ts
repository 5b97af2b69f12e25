import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dsb, iotlbInvalidate, str, type Instruction } from "../../../model/index.ts";
import type { MachineState } from "../../../model/machine/state.ts";
import { data, Io, iopte, none, P, statesOf, type DmaTest } from "../pcie/dma-machine.ts";

/** What can be told of a state, but for what is cached: how far the host is, memory, and the device. */
const visible = ({ memory, pes, devices }: MachineState): string =>
  JSON.stringify(
    [
      memory,
      pes.map(({ slots }) =>
        slots.map(({ done, sent, entry, read, written }) => [done, sent, entry, read, written]),
      ),
      devices.map(({ lastRead, inFlight, unanswered }) => [lastRead, inFlight, unanswered]),
    ],
    (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value),
  );

const visibleIn = (test: DmaTest, walks: "may-be-cached" | "explicit"): readonly string[] =>
  [...new Set(statesOf({ ...test, features: { walks } }).states.map(visible))].toSorted();

const step: fc.Arbitrary<Instruction> = fc.oneof(
  fc.constantFrom(none, Io.data, Io.other, Io.readOnly).map((word) => str(word, iopte)),
  fc.constant(str(1n, data)),
  fc.constant(dsb("sy")),
  fc
    .record({ drains: fc.boolean(), atc: fc.boolean(), all: fc.boolean() })
    .map(({ drains, atc, all }) => iotlbInvalidate("GPU", all ? null : P, { drains, atc })),
);

const anyTest = (ats: boolean): fc.Arbitrary<DmaTest> =>
  fc.record({
    host: fc.array(step, { minLength: 1, maxLength: 5 }),
    initial: fc.constantFrom(Io.data, Io.other, none),
    dma: fc
      .record({ reads: fc.boolean(), writes: fc.constantFrom([], [7n]) })
      .map((dma) => (ats ? { ...dma, ats: true as const } : dma)),
  });

describe("what the IOMMU and the device may have cached", () => {
  test.each([false, true])("agrees with entries that are fetched and evicted by steps, ATS %s", (ats) => {
    let stale = 0;
    fc.assert(
      fc.property(anyTest(ats), (given) => {
        const reduced = visibleIn(given, "may-be-cached");
        expect(visibleIn(given, "explicit")).toEqual(reduced);
        stale += reduced.length;
      }),
      { numRuns: 80 },
    );
    expect(stale).toBeGreaterThan(0);
  });
});
