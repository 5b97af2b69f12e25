import { expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import type { Property } from "../../../checker/property.ts";
import { compile, dc, dsb, ldr, str, type Machine, type MachineState } from "../../../model/index.ts";
import { slotState } from "../../../model/machine/queries.ts";
import { lines } from "../trace-of.ts";
import { lineScenario, nc, wb, type LineTest } from "./lines.ts";

/** The trace to the load that is labelled "read" having read a value. */
async function traceTo(value: bigint, test: LineTest): Promise<readonly string[]> {
  const it = (machine: Machine): Property<MachineState> => ({
    kind: "sometimes",
    name: "it",
    because: "",
    reachedBy: (state) =>
      machine.labelled("P0", "read").some((slot) => {
        const own = slotState(state, slot);
        return own.read === 1 && own.value === value;
      })
        ? { facts: {} }
        : null,
  });
  const { properties } = await check(compile({ ...lineScenario(test), properties: [it] }), {});
  const trace = properties[0]?.trace ?? null;
  if (trace === null) throw new Error("there is no trace");
  return lines(trace);
}

test("says what is dirty, and that it is written back", async () => {
  const P0 = [str(1n, wb), dsb("sy"), ldr("r1", nc, { label: "read" })];
  const trace = await traceTo(1n, { pes: { P0 } });
  expect(trace).toContain("cache: P: dirty 1 is written back");
  expect(trace.at(-1)).toBe("P0: ldr r1 = 1");
});

test("says what a read past the caches does not see", async () => {
  const P0 = [str(1n, wb), dsb("sy"), ldr("r1", nc, { label: "read" })];
  expect((await traceTo(0n, { pes: { P0 } })).at(-1)).toBe(
    "P0: ldr r1 = 0, from memory: a cache has dirty 1",
  );
});

test("says that a copy is stale", async () => {
  const P0 = [str(1n, nc), dsb("sy"), ldr("r1", wb, { label: "read" })];
  expect((await traceTo(0n, { pes: { P0 } })).at(-1)).toBe("P0: ldr r1 = 0, a stale copy in the cache");
});

test("says what maintenance does, and whose cache writes back", async () => {
  const P0 = [str(1n, wb), dc("ivac", wb), dsb("sy"), ldr("r1", wb, { label: "read" })];
  const own = { P0: { cache: "of P0" }, P1: { cache: "of P1" } };
  expect(await traceTo(0n, { pes: { P0, P1: [] }, pe: own })).toContain("P0: dc ivac: P");
  const written = [str(1n, wb), dsb("sy"), ldr("r1", nc, { label: "read" })];
  expect(await traceTo(1n, { pes: { P0: written, P1: [] }, pe: own })).toContain(
    "cache of P0: P: dirty 1 is written back",
  );
});
