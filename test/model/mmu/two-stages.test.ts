import { describe, expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import {
  accessInFlight,
  awaitValue,
  canUse,
  compile,
  dmb,
  dsb,
  endMark,
  isb,
  isFinished,
  ldr,
  mark,
  noAccessInFlightAfter,
  noStaleAfter,
  outcomeOf,
  slotState,
  str,
  tlbi,
  type Instruction,
  type Machine,
  type MachineState,
  type SwitchableRule,
} from "../../../model/index.ts";
import { at } from "../../../checker/schema/access.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import { initialState } from "../../../model/machine/blank.ts";
import { stateDomain } from "../../../model/machine/state.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { guestLitmus, S2, S2Inv, S2WO, type GuestTest } from "../guest.ts";
import { allows, outcomesOf, pte, scenarioOf, x, y } from "../litmus.ts";
import { lines, traceOf } from "../trace-of.ts";

const named = (name: string) => ({ name, because: "" });
const mapping = { page: "x", word: S2.x };
const after = { pe: "host", mark: "unmapped" };

const unmap = str(S2Inv.x, pte.x, { kernel: "stage2_unmap_put_pte()" });
const ipas2 = tlbi("ipas2e1is", x);
const vmalle1 = tlbi("vmalle1is");

/** `__kvm_tlb_flush_vmid_ipa()` of arch/arm64/kvm/hyp/vhe/tlb.c, after the PTE is cleared. */
const flush = [ipas2, dsb("ish"), vmalle1, dsb("ish"), isb()];
const unmapped = (...flushed: readonly Instruction[]): readonly Instruction[] => [
  unmap,
  dsb("ish"),
  ...flushed,
  mark("unmapped"),
];

const verdictsOf = async (given: GuestTest, without: readonly SwitchableRule[] = []) => {
  const scenario = {
    ...scenarioOf(guestLitmus(given)),
    without,
    properties: [
      (m: Parameters<typeof noStaleAfter>[0]) => noStaleAfter(m, named("no-stale"), [{ after, mapping }]),
      (m: Parameters<typeof noStaleAfter>[0]) =>
        noAccessInFlightAfter(m, named("no-access-in-flight"), [{ after, mapping }]),
      (m: Parameters<typeof noStaleAfter>[0]) => accessInFlight(m, named("in-flight"), "host", [mapping]),
      (m: Parameters<typeof noStaleAfter>[0]) => canUse(m, named("used"), ["guest"], [mapping]),
    ],
  };
  const { properties } = await check(compile(scenario), {});
  return Object.fromEntries(properties.map(({ property, verdict }) => [property, verdict]));
};

const guests = { guest: [ldr("r1", x, { label: "use" }), str(2n, x, { label: "write" })], other: [] };

describe("unmapping a page of a guest", () => {
  test("after IPAS2, DSB, VMALLE1 and DSB no PE can use the mapping, and no access by it is left", async () => {
    expect(await verdictsOf({ host: unmapped(...flush), guests })).toEqual({
      "no-stale": "PROVED",
      "no-access-in-flight": "PROVED",
      "in-flight": "PROVED",
      "no-deadlock": "PROVED",
      used: "PROVED",
    });
  });

  test("so they do with IPAS2 of the last level, with VMALLS12 alone, and with VAE1 in the place of VMALLE1", async () => {
    for (const sequence of [
      [tlbi("ipas2le1is", x, 3), dsb("ish"), vmalle1, dsb("ish")],
      [tlbi("vmalls12e1is"), dsb("ish")],
      [tlbi("alle1is"), dsb("ish")],
      [ipas2, dsb("ish"), tlbi("vale1is", x), dsb("ish")],
      [tlbi("ipas2e1os", x), dsb("osh"), tlbi("vmalle1os"), dsb("osh")],
    ])
      expect(await verdictsOf({ host: unmapped(...sequence), guests })).toMatchObject({
        "no-stale": "PROVED",
        "no-access-in-flight": "PROVED",
      });
  });

  const broken: Readonly<Record<string, readonly Instruction[]>> = {
    "no IPAS2": [vmalle1, dsb("ish"), isb()],
    "VMALLE1 before IPAS2": [vmalle1, dsb("ish"), ipas2, dsb("ish"), isb()],
    "no VMALLE1": [ipas2, dsb("ish"), isb()],
    "no DSB after VMALLE1": [ipas2, dsb("ish"), vmalle1, isb()],
    "no DSB between the two": [ipas2, vmalle1, dsb("ish"), isb()],
    "IPAS2 of another page": [tlbi("ipas2e1is", y), dsb("ish"), vmalle1, dsb("ish")],
    "IPAS2 with a hint of another level": [tlbi("ipas2e1is", x, 2), dsb("ish"), vmalle1, dsb("ish")],
    "TLBIs of the PE alone": [tlbi("ipas2e1", x), dsb("nsh"), tlbi("vmalle1"), dsb("nsh")],
    "TLBIs of the host's regime": [tlbi("alle2is"), dsb("ish")],
  };
  for (const [name, sequence] of Object.entries(broken))
    test(`${name}: the mapping can still be used, and is`, async () => {
      expect(await verdictsOf({ host: unmapped(...sequence), guests })).toMatchObject({
        "no-stale": "REFUTED",
        "no-access-in-flight": "REFUTED",
      });
    });

  test("IPAS2 with a hint of another level works without FEAT_TTL", async () => {
    const sequence = [tlbi("ipas2e1is", x, 2), dsb("ish"), vmalle1, dsb("ish")];
    const verdicts = await verdictsOf({ host: unmapped(...sequence), guests, features: { ttl: false } });
    expect(verdicts["no-stale"]).toBe("PROVED");
  });

  test("with CVE-2025-10263 the mapping is gone, and an access by it is left", async () => {
    const given = { host: unmapped(...flush), guests, features: { tlbiDrainsOldAccesses: false } };
    expect(await verdictsOf(given)).toMatchObject({ "no-stale": "PROVED", "no-access-in-flight": "REFUTED" });
    const again = { ...given, host: unmapped(...flush, vmalle1, dsb("ish")) };
    expect(await verdictsOf(again)).toMatchObject({ "no-access-in-flight": "PROVED" });
  });

  test("what the guest stores by a removed entry is there when the unmapping is done", () => {
    const host = [unmap, dsb("ish"), ...flush, str(1n, y)];
    const watcher = [ldr("r1", y), dmb("ish"), ldr("r2", x, { label: "late" })];
    const given = guestLitmus({ host, guests: { guest: [str(2n, x, { label: "write" })], watcher } });
    expect(allows(given, { "watcher:r1": 1, "watcher:late": "translation" })).toBe(true);
    expect(outcomesOf(given).some((o) => o["watcher:r1"] === 1n && o["watcher:r2"] !== undefined)).toBe(
      false,
    );
  });
});

describe("an access that used an entry before a TLBI", () => {
  // The store waits until the load is translated, and the host for the store.
  const guest = [ldr("r1", x, { label: "use" }), str(1n, y)];
  const inFlight = async (...sequence: readonly Instruction[]) => {
    const host = [unmap, dsb("ish"), awaitValue(y, 1n), ...sequence, mark("unmapped")];
    return (await verdictsOf({ host, guests: { guest } }))["no-access-in-flight"];
  };

  test("the DSB after a TLBI that removes the entry waits for it, even if the entry can be made again", async () => {
    expect(await inFlight(vmalle1, dsb("ish"))).toBe("PROVED");
    expect(await inFlight(tlbi("vmalls12e1is"), dsb("ish"))).toBe("PROVED");
  });

  test("that after IPAS2 does not: what it used combines both stages", async () => {
    expect(await inFlight(ipas2, dsb("ish"))).toBe("REFUTED");
    expect(await inFlight(ipas2, dsb("ish"), vmalle1, dsb("ish"))).toBe("PROVED");
  });

  test("nor does it with CVE-2025-10263, but for what an earlier DSB did not wait for", async () => {
    const host = [
      unmap,
      dsb("ish"),
      awaitValue(y, 1n),
      vmalle1,
      dsb("ish"),
      ipas2,
      dsb("ish"),
      mark("unmapped"),
    ];
    const features = { tlbiDrainsOldAccesses: false };
    expect(await verdictsOf({ host, guests: { guest }, features })).toMatchObject({
      "no-access-in-flight": "PROVED",
    });
    // Of what IPAS2 leaves nothing is on the account of the next DSB.
    const twice = [
      unmap,
      dsb("ish"),
      awaitValue(y, 1n),
      ipas2,
      dsb("ish"),
      ipas2,
      dsb("ish"),
      mark("unmapped"),
    ];
    const once = [...twice, vmalle1];
    expect(await verdictsOf({ host: once, guests: { guest }, features })).toMatchObject({
      "no-access-in-flight": "REFUTED",
    });
  });
});

describe("a machine without a rule", () => {
  const stale = async (sequence: readonly Instruction[], ...without: readonly SwitchableRule[]) =>
    (await verdictsOf({ host: unmapped(...sequence), guests }, without))["no-stale"];

  test("stage-1-tlbi-spares-stage-2: VMALLE1 is enough", async () => {
    const sequence = [vmalle1, dsb("ish")];
    expect(await stale(sequence)).toBe("REFUTED");
    expect(await stale(sequence, "stage-1-tlbi-spares-stage-2")).toBe("PROVED");
    expect(await stale(sequence, "ipas2-spares-combined")).toBe("REFUTED");
  });

  test("ipas2-spares-combined: IPAS2 is enough", async () => {
    const sequence = [ipas2, dsb("ish")];
    expect(await stale(sequence)).toBe("REFUTED");
    expect(await stale(sequence, "ipas2-spares-combined")).toBe("PROVED");
    expect(await stale(sequence, "stage-1-tlbi-spares-stage-2")).toBe("REFUTED");
  });

  test("read-permission: a write-only page is read", () => {
    const test = guestLitmus({ initial: S2WO.x, guests: { guest: [ldr("r1", x, { label: "use" })] } });
    const ends = (...without: readonly SwitchableRule[]) =>
      outcomesOf({ ...test, scenario: { ...test.scenario, without } }).map((end) => end["guest:use"]);
    expect(ends()).toEqual(["permission"]);
    expect(ends("read-permission")).toEqual([undefined]);
  });
});

describe("conflicting entries", () => {
  test("that can be made again amalgamate after VMALLE1 too: its DSB does not wait for such an access", async () => {
    const guest = [ldr("r1", x), str(1n, y)];
    const inFlight = async (...sequence: readonly Instruction[]) => {
      const host = [str(S2.z, pte.x), dsb("ish"), ...sequence, awaitValue(y, 1n), dsb("ish"), mark("done")];
      const scenario = {
        ...scenarioOf(guestLitmus({ host, guests: { guest }, features: { amalgamation: true } })),
        properties: [
          (machine: Machine) => ({
            kind: "sometimes" as const,
            ...named("it"),
            reachedBy: (state: Readonly<MachineState>) => {
              const done = machine
                .labelled("host", "done")
                .every((slot) => slotState(state, slot).done === 1);
              const load = at(machine.pe("guest").slots, 0);
              const amalgamated = outcomeOf(state, load)?.result.kind === "amalgamation";
              return done && amalgamated && !isFinished(state, load) ? { facts: {} } : null;
            },
          }),
        ],
      };
      const { properties } = await check(compile(scenario), {});
      return properties[0]?.verdict;
    };
    expect(await inFlight(vmalle1)).toBe("PROVED");
    expect(await inFlight(tlbi("vmalls12e1is"))).toBe("REFUTED");
  });
});

describe("a guest's own TLB maintenance", () => {
  test("removes no entry of stage 2 alone", async () => {
    const guest = [vmalle1, dsb("ish"), isb()];
    expect(await verdictsOf({ host: unmapped(ipas2, dsb("ish")), guests: { guest } })).toMatchObject({
      "no-stale": "REFUTED",
    });
  });
});

describe("the traces of what is left out", () => {
  const storyOf = async (...sequence: readonly Instruction[]): Promise<readonly string[]> =>
    lines(
      await traceOf(guestLitmus({ host: unmapped(...sequence) }), (m) =>
        noStaleAfter(m, named("it"), [{ after, mapping }]),
      ),
    );
  const start = "host: stage2_unmap_put_pte()";
  const end = "(guest: a speculative access of x may still use S2(x))";
  const combinedWalk = "(guest: speculative walk of x: caches S2(x) in a combined (VA to PA) entry)";
  const stage2Walk = "(guest: speculative walk of x: caches S2(x) in a stage-2 (IPA to PA) entry)";
  const combination =
    "(guest: makes a combined (VA to PA) entry of x of the stage-2 entry S2(x) that it cached before)";

  test("no IPAS2: a combined entry is made of one of stage 2 when VMALLE1 is done", async () => {
    expect(await storyOf(vmalle1, dsb("ish"))).toEqual([
      stage2Walk,
      start,
      "host: tlbi vmalle1is",
      "host: dsb(ish)",
      combination,
      end,
    ]);
  });

  test("VMALLE1 before IPAS2: a combined entry is made between the two", async () => {
    expect(await storyOf(vmalle1, dsb("ish"), ipas2, dsb("ish"))).toEqual([
      stage2Walk,
      start,
      "host: tlbi vmalle1is",
      "host: dsb(ish)",
      combination,
      "host: tlbi ipas2e1is",
      "host: dsb(ish)",
      end,
    ]);
  });

  test("no DSB between the two: it is made before IPAS2 has arrived", async () => {
    expect(await storyOf(ipas2, vmalle1, dsb("ish"))).toEqual([
      stage2Walk,
      start,
      "host: tlbi ipas2e1is",
      "host: tlbi vmalle1is",
      combination,
      "host: dsb(ish)",
      end,
    ]);
  });

  test("no VMALLE1, or no DSB after it: the combined entry was there all along", async () => {
    expect(await storyOf(ipas2, dsb("ish"))).toEqual([
      combinedWalk,
      start,
      "host: tlbi ipas2e1is",
      "host: dsb(ish)",
      end,
    ]);
    expect(await storyOf(ipas2, dsb("ish"), vmalle1)).toEqual([
      combinedWalk,
      start,
      "host: tlbi ipas2e1is",
      "host: dsb(ish)",
      end,
    ]);
  });
});

describe("what the state has", () => {
  const stage2Of = (host: readonly Instruction[], walks: "may-be-cached" | "explicit" = "may-be-cached") => {
    const machine = buildMachine(scenarioOf(guestLitmus({ host, features: { walks } })));
    return initialState(machine).pes.map((pe) => pe.stage2.length);
  };
  const bitsOf = (host: readonly Instruction[]): number =>
    schemaOf(stateDomain(buildMachine(scenarioOf(guestLitmus({ host }))))).layout.slots.reduce(
      (sum, slot) => sum + slot.bits,
      0,
    );

  test("entries of stage 2 alone are told apart where a TLBI does, of guests only", () => {
    expect(stage2Of(unmapped(...flush))).toEqual([0, 1]);
    expect(stage2Of(unmapped(tlbi("vmalls12e1is"), dsb("ish")))).toEqual([0, 0]);
    expect(stage2Of(unmapped(ipas2, dsb("ish")))).toEqual([0, 0]);
    expect(stage2Of(unmapped(ipas2, dsb("ish")), "explicit")).toEqual([0, 2]);
  });

  test("where they are not told apart they take no bits", () => {
    const all = bitsOf([unmap, dsb("ish"), tlbi("vmalls12e1is"), dsb("ish"), endMark("end")]);
    const stage1 = bitsOf([unmap, dsb("ish"), tlbi("vmalle1is"), dsb("ish"), endMark("end")]);
    // The second notes an entry of stage 2; all else is the same.
    expect(stage1 - all).toBe(1);
  });
});
