import { describe, expect, it } from "vitest";
import { ldr, stage2Descriptor, str, tlbi, type PeConfiguration, type Table } from "../../../model/index.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import { guestLitmus, S2, type GuestTest } from "../guest.ts";
import { pte, scenarioOf, V, x } from "../litmus.ts";
import { call, mistakeOf, scenarioMistake } from "./mistake.ts";

const mistakeOfGuest = (test: GuestTest): string =>
  mistakeOf(() => buildMachine(scenarioOf(guestLitmus(test))));

const host = { name: "P0", program: { instructions: [] }, table: "table", regime: "el1" };
const idle = { instructions: [] };
const stage2: Table = { name: "stage2", stage: 2, ptes: [{ page: "x", address: pte.x, initial: S2.x }] };
const stage1: Table = { name: "stage1", ptes: [{ page: "x", address: pte.y, initial: V.x }] };
const mistakeOfPes = (...pes: readonly (Partial<PeConfiguration> & { readonly name: string })[]): string =>
  scenarioMistake((s) => ({
    ...s,
    tables: [stage2, stage1],
    pes: pes.map((pe) => ({ program: idle, table: "stage2", regime: "el1", ...pe })),
  }));

describe("a scenario with stage 2 that cannot be", () => {
  it.each<[string, () => string, string]>([
    [
      "a stage that does not exist",
      () => scenarioMistake((s) => ({ ...s, tables: [{ ...stage2, stage: 3 }] })),
      "stage is 3",
    ],
    [
      "TLBI IPAS2 where no table is of stage 2",
      () => mistakeOf(() => buildMachine(scenarioOf({ pes: { P0: [tlbi("ipas2e1is", x)] } }))),
      "PE P0: tlbi ipas2e1is: it removes entries of stage 2, and no table is of stage 2",
    ],
    [
      "TLBI IPAS2 in a guest",
      () => mistakeOfGuest({ guests: { guest: [tlbi("ipas2e1is", x)] } }),
      "such a TLBI is UNDEFINED at EL1",
    ],
    [
      "TLBI VMALLS12 in a guest",
      () => mistakeOfGuest({ guests: { guest: [tlbi("vmalls12e1is")] } }),
      "such a TLBI is UNDEFINED at EL1",
    ],
    [
      "a guest that writes its stage 2",
      () => mistakeOfGuest({ guests: { guest: [str(0n, pte.x)] } }),
      "is that of pte(x) of stage2",
    ],
    [
      "a guest of another regime",
      () => mistakeOfPes({ name: "P0", regime: "el2" }),
      "runs a guest, and its regime is el2",
    ],
    ["an x86 guest", () => mistakeOfPes({ name: "P0", architecture: "x86" }), "its architecture is x86"],
    [
      "a guest with a handler",
      () => mistakeOfPes({ name: "P0", program: { instructions: [], handler: [] } }),
      "a stage-2 fault is taken to EL2",
    ],
    [
      "another table in the regime of a guest",
      () => mistakeOfPes({ name: "P0" }, { name: "P1", table: "stage1" }),
      "VMIDs are not modelled",
    ],
    [
      "a cluster of a guest and its host",
      () => mistakeOfPes({ name: "P0", cnp: "c" }, { name: "P1", cnp: "c", table: "stage1", regime: "el2" }),
      "CnP shares entries of one VMID",
    ],
    [
      "a stage 1 of what is no guest",
      () => mistakeOfPes({ name: "P0", table: "stage1", stage1: { x: "Normal-NC" } }),
      "the table stage1 is of stage 1",
    ],
    [
      "a stage 1 of a page that does not exist",
      () => mistakeOfPes({ name: "P0", stage1: { xx: "Normal-NC" } }),
      "did you mean x?",
    ],
    [
      "a type of x86 in a stage 1",
      () => scenarioMistake((s) => ({ ...s, pes: [{ ...host, stage1: { x: "WC" } }] })),
      'stage1.x is "WC"',
    ],
    [
      "a device",
      () =>
        scenarioMistake((s) => ({
          ...s,
          tables: [stage2, stage1],
          pes: [{ ...host, table: "stage1" }],
          devices: [
            {
              name: "NIC",
              registers: [],
              dma: { table: "stage2", reads: true, writes: [], noSnoop: "never" },
            },
          ],
        })),
      "device NIC: its table stage2 is said to be of stage 2",
    ],
    ["a MemAttr of five bits", () => mistakeOf(() => stage2Descriptor({ memAttr: 16 })), "memAttr is 16"],
    [
      "a field of stage 1",
      () => mistakeOf(() => call(stage2Descriptor, { attributes: 1 })),
      "there is no attributes",
    ],
  ])("%s", (_, mistake, message) => {
    expect(mistake()).toContain(message);
  });

  it("is accepted as it should be", () => {
    const test = guestLitmus({
      host: [str(S2.z, pte.x), tlbi("ipas2e1is", x)],
      guests: { one: [ldr("r1", x)], other: [] },
      guest: { cnp: "c", stage1: { x: "Device-nGnRE" } },
    });
    const { pes } = buildMachine(scenarioOf(test));
    expect(pes.map(({ stage }) => stage)).toEqual([1, 2, 2]);
    expect(pes[1]?.stage1).toEqual(["Device-nGnRE", "Normal-WB"]);
    expect(() => buildMachine(scenarioOf({ pes: { P0: [tlbi("alle1is")] } }))).not.toThrow();
  });
});
