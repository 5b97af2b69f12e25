import { describe, expect, test } from "vitest";
import { dsb, isb, str, tlbi, type BarrierOption, type PeConfiguration } from "../../../model/index.ts";
import { allows, outcomesOf, pte, V, Inv, x, type Litmus } from "../litmus.ts";

/** P0 takes V(x) away; can P1 still use it in the end? */
function keeps(
  operation: ReturnType<typeof tlbi>,
  option: BarrierOption,
  peer: Partial<PeConfiguration> = {},
  more: Partial<Litmus> = {},
): boolean {
  return allows(
    {
      pes: { P0: [str(Inv.x, pte.x), dsb("sy"), operation, dsb(option)], P1: [] },
      pe: { P1: peer },
      ...more,
    },
    { "P1 uses x": "V(x)" },
  );
}

describe("which entries a TLBI removes", () => {
  test("a PE that executes nothing has a TLB as well", () => {
    expect(keeps(tlbi("vae1", x), "ish")).toBe(true);
    expect(keeps(tlbi("vae1is", x), "ish")).toBe(false);
  });

  test("an inner shareable TLBI stops at the domain, an outer shareable one does not", () => {
    const other = { domain: "other" };
    expect(keeps(tlbi("vae1is", x), "sy", other)).toBe(true);
    expect(keeps(tlbi("vae1os", x), "sy", other)).toBe(false);
    expect(keeps(tlbi("vae1os", x), "osh", other)).toBe(false);
  });

  test("an outer shareable TLBI is completed in the own domain by dsb(ish), beyond it by dsb(osh)", () => {
    expect(keeps(tlbi("vae1os", x), "ish")).toBe(false);
    expect(keeps(tlbi("vae1os", x), "ish", { domain: "other" })).toBe(true);
    expect(keeps(tlbi("vae1os", x), "nsh")).toBe(true);
  });

  test("an nsh barrier leaves the entries of other PEs", () => {
    expect(keeps(tlbi("vae1is", x), "nsh")).toBe(true);
  });

  test("a TLBI is about one regime", () => {
    expect(keeps(tlbi("vae2is", x), "ish")).toBe(true);
    expect(keeps(tlbi("alle2is"), "ish")).toBe(true);
    expect(keeps(tlbi("vae2is", x), "ish", { regime: "el2" })).toBe(false);
    expect(keeps(tlbi("vmalle1is"), "ish")).toBe(false);
    expect(keeps(tlbi("alle1is"), "ish")).toBe(false);
  });

  test("a level hint must be right where the hardware has FEAT_TTL", () => {
    expect(keeps(tlbi("vale1is", x, 3), "ish")).toBe(false);
    expect(keeps(tlbi("vale1is", x, 2), "ish")).toBe(true);
    expect(keeps(tlbi("vale1is", x, null), "ish")).toBe(false);
    expect(keeps(tlbi("vale1is", x, 2), "ish", {}, { features: { ttl: false } })).toBe(false);
  });

  test("an address anywhere in the page names it", () => {
    expect(keeps(tlbi("vae1is", x + 8n), "ish")).toBe(false);
    expect(keeps(tlbi("vae1is", x + 0x1000n), "ish")).toBe(true);
  });
});

const own = (address: bigint, name: string) => ({
  name,
  ptes: [{ page: "x", address, initial: V.x }],
});

describe("tables of one's own, and CnP", () => {
  const sample = (cnp: boolean, operation: ReturnType<typeof tlbi>): Litmus => ({
    pes: { P0: [str(Inv.x, pte.x), dsb("ish"), operation, dsb("ish"), isb()], P1: [] },
    scenario: { tables: [own(pte.x, "first"), own(pte.y, "second")] },
    pe: {
      P0: { table: "first", ...(cnp ? { cnp: "cluster" } : {}) },
      P1: { table: "second", ...(cnp ? { cnp: "cluster" } : {}) },
    },
  });

  test("without CnP a PE only uses what its own table gives", () => {
    const distinct: Litmus = {
      ...sample(false, tlbi("vae1", x)),
      scenario: {
        tables: [
          own(pte.x, "first"),
          { ...own(pte.y, "second"), ptes: [{ page: "x", address: pte.y, initial: V.y }] },
        ],
      },
    };
    expect(outcomesOf(distinct).map((o) => o["P1 uses x"])).toEqual(["V(y)"]);
    expect(outcomesOf(distinct).every((o) => o["P0 uses x"] === "")).toBe(true);
  });

  test("with CnP the entries of a cluster are pooled", () => {
    const distinct: Litmus = {
      ...sample(true, tlbi("vae1", x)),
      scenario: {
        tables: [
          own(pte.x, "first"),
          { ...own(pte.y, "second"), ptes: [{ page: "x", address: pte.y, initial: V.y }] },
        ],
      },
    };
    // P1's walker keeps filling V(y) for both; the local TLBI takes V(x) from the issuer only.
    expect(outcomesOf(distinct).some((o) => o["P1 uses x"] === "V(x) V(y)")).toBe(true);
    expect(outcomesOf(distinct).every((o) => o["P0 uses x"] === "V(y)")).toBe(true);
  });

  test("with CnP a broadcast TLBI removes the pooled entry everywhere", () => {
    const distinct: Litmus = {
      ...sample(true, tlbi("vae1is", x)),
      scenario: {
        tables: [
          own(pte.x, "first"),
          { ...own(pte.y, "second"), ptes: [{ page: "x", address: pte.y, initial: V.y }] },
        ],
      },
    };
    expect(outcomesOf(distinct).every((o) => o["P1 uses x"] === "V(y)")).toBe(true);
  });
});
