import { describe, expect, it } from "vitest";
import { choose, ldr, sendIpi, type Scenario } from "../../../model/index.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import { scenarioOf, V, x, y } from "../litmus.ts";
import { mistakeOf, scenarioMistake } from "./mistake.ts";

const mistakeWith = (fields: Partial<Scenario>): string => scenarioMistake((s) => ({ ...s, ...fields }));

const idlePe = { name: "P0", program: { instructions: [] }, table: "table", regime: "el1" } as const;

const pteOfX = { page: "x", address: 0x9000_0000n, initial: V.x };

describe("a scenario that contradicts itself", () => {
  it.each<[string, Partial<Scenario>, string]>([
    [
      "two physical pages of one name",
      {
        physical: [
          { name: "p", pa: 0n },
          { name: "p", pa: 0x1000n },
        ],
      },
      "physical page 1 and physical page 2 both have the name p",
    ],
    [
      "two physical pages at one address",
      {
        physical: [
          { name: "p", pa: 0n },
          { name: "q", pa: 0n },
        ],
      },
      "physical page p and physical page q both have the address 0x0",
    ],
    ["an unaligned physical page", { physical: [{ name: "p", pa: 0x1008n }] }, "pa is 0x1008, which is not"],
    [
      "an unaligned cell",
      { physical: [{ name: "p", pa: 0n, cells: [{ offset: 6, value: 0n }] }] },
      "mixed-size accesses are not modelled",
    ],
    [
      "a cell beyond its page",
      { physical: [{ name: "p", pa: 0n, cells: [{ offset: 4096, value: 0n }] }] },
      "offset is 4096",
    ],
    [
      "two cells at one offset",
      {
        physical: [
          {
            name: "p",
            pa: 0n,
            cells: [
              { offset: 8, value: 0n },
              { offset: 8, value: 1n },
            ],
          },
        ],
      },
      "cells[0] and cells[1] both have the offset 0x8",
    ],
    [
      "two virtual pages of one name",
      {
        virtual: [
          { name: "v", va: x },
          { name: "v", va: y },
        ],
      },
      "both have the name v",
    ],
    [
      "two virtual pages at one address",
      {
        virtual: [
          { name: "v", va: x },
          { name: "w", va: x },
        ],
      },
      "virtual page v and virtual page w both have the address 0x80000000",
    ],
    ["an unaligned virtual page", { virtual: [{ name: "v", va: 8n }] }, "va is 0x8, which is not"],
    [
      "two tables of one name",
      {
        tables: [
          { name: "t", ptes: [] },
          { name: "t", ptes: [] },
        ],
      },
      "the name t",
    ],
    [
      "a table that maps a page twice",
      { tables: [{ name: "t", ptes: [pteOfX, { ...pteOfX, address: 0x9000_0008n }] }] },
      "table t: ptes[0] and ptes[1] both have the virtual page x",
    ],
    [
      "an unaligned PTE",
      { tables: [{ name: "t", ptes: [{ ...pteOfX, address: 0x9000_0004n }] }] },
      "table t, the PTE of x: address is 0x90000004",
    ],
    [
      "two PTEs at one address in different tables",
      {
        tables: [
          { name: "t", ptes: [pteOfX] },
          { name: "u", ptes: [pteOfX] },
        ],
      },
      "the PTE of x in table t and the PTE of x in table u both have the address 0x90000000",
    ],
    ["two PEs of one name", { pes: [idlePe, idlePe] }, "PE 1 and PE 2 both have the name P0"],
    [
      "an IPI for a PE that does not exist",
      { pes: [{ ...idlePe, program: { instructions: [sendIpi("P9")] } }] },
      "there is no PE P9\n  did you mean P0?",
    ],
  ])("%s: an error that names both or the place", (_, fields, message) => {
    expect(mistakeWith(fields)).toContain(message);
  });
});

describe("unaligned accesses", () => {
  it("one to a 32-bit word that its physical page declares is none", () => {
    const scenario = scenarioOf({ pes: { P0: [ldr("r", x + 4n)] } });
    const [page, ...others] = scenario.physical;
    if (page === undefined) throw new Error("a physical page");
    const cells = [0, 4].map((offset) => ({ offset, value: 0n }));
    expect(() => buildMachine({ ...scenario, physical: [{ ...page, cells }, ...others] })).not.toThrow();
  });

  it("one that can only be unaligned is an error", () => {
    const message = mistakeOf(() => buildMachine(scenarioOf({ pes: { P0: [ldr("r", x + 4n)] } })));
    expect(message).toContain("P0: ldr r: the address 0x80000004 is not a multiple of 8");
    expect(message).toContain("mixed-size accesses are not modelled");
  });

  it("one that may be aligned passes", () => {
    const code = [choose("a", [x, x + 4n]), ldr("r", "a")];
    expect(() => buildMachine(scenarioOf({ pes: { P0: code } }))).not.toThrow();
  });
});
