import { describe, expect, test } from "vitest";
import { dsb, ldr, mark, str, type Instruction } from "../../../model/index.ts";
import { guestLitmus, S2, S2Clean, S2Inv, S2NC, S2RO, S2WO, type GuestTest } from "../guest.ts";
import { allows, outcomesOf, pte, x, y } from "../litmus.ts";

describe("stage-2 descriptors of a guest's pages", () => {
  const endsOf = (initial: bigint, code: readonly Instruction[], guest: GuestTest["guest"] = {}) =>
    outcomesOf(guestLitmus({ initial, guests: { guest: code }, guest }));
  const load = ldr("r1", x, { label: "use" });
  const store = str(2n, x, { label: "use" });
  const faults = (initial: bigint, access: Instruction, guest: GuestTest["guest"] = {}) =>
    endsOf(initial, [access], guest).map((outcome) => outcome["guest:use"]);

  test("S2AP says whether they are readable and writable", () => {
    expect(faults(S2.x, load)).toEqual([undefined]);
    expect(faults(S2.x, store)).toEqual([undefined]);
    expect(faults(S2RO.x, load)).toEqual([undefined]);
    expect(faults(S2RO.x, store)).toEqual(["permission"]);
    expect(faults(S2WO.x, load)).toEqual(["permission"]);
    expect(faults(S2WO.x, store)).toEqual([undefined]);
    expect(faults(S2Inv.x, load)).toEqual(["translation"]);
  });

  test("code at EL0 of the guest has what its EL1 has", () => {
    expect(faults(S2.x, load, { el: "el0" })).toEqual([undefined]);
  });

  test("VTCR.HD sets S2AP[1] where DBM is set", () => {
    expect(faults(S2Clean.x, store)).toEqual(["permission"]);
    const ends = endsOf(S2Clean.x, [store], { hd: true });
    expect(ends.map((end) => end["guest:use"])).toEqual([undefined]);
    expect(new Set(ends.map((end) => end["pte(x) of stage2"]))).toEqual(
      new Set([`0x${(S2Clean.x | (1n << 7n)).toString(16)}`]),
    );
  });

  test("a guest is translated by them, and the host by its own", () => {
    const given = guestLitmus({
      initial: S2.z,
      memory: { z: 5n, y: 6n },
      host: [ldr("r1", y)],
      guests: { guest: [load] },
    });
    expect(allows(given, { "guest:r1": 5, "host:r1": 6 })).toBe(true);
    expect(outcomesOf(given)).toHaveLength(1);
  });

  test("a change of MemAttr is one that needs break-before-make, and one of the unused bits of stage 1 is not", () => {
    const host = [str(S2NC.x, pte.x), dsb("ish"), mark("changed")];
    const usable = outcomesOf(guestLitmus({ host })).map((end) => end["guest uses x"]);
    expect(new Set(usable)).toEqual(new Set(["NC(x) S2(x)"]));
    const features = { amalgamation: true };
    const ends = outcomesOf(guestLitmus({ host, features, guests: { guest: [load] } }));
    expect(ends.some((end) => end["guest:use"] === "tlb-conflict")).toBe(true);
    const readOnly = [str(S2RO.x, pte.x), dsb("ish")];
    const exempt = outcomesOf(guestLitmus({ host: readOnly, features, guests: { guest: [load] } }));
    expect(exempt.some((end) => end["guest:use"] === "tlb-conflict")).toBe(false);
  });
});
