import * as fc from "fast-check";
import { dsb, isb, ldr, mark, speculate, str, tlbi, type Instruction } from "../../model/index.ts";
import { guestLitmus, S2, S2AF0, S2Clean, S2Inv, type GuestTest } from "./guest.ts";
import { pte, x, y, type Litmus } from "./litmus.ts";

const words = [S2.x, S2.z, S2Inv.x] as const;

const ofHost: fc.Arbitrary<Instruction> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...words).map((word) => str(word, pte.x)) },
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      tlbi("ipas2e1is", x),
      tlbi("ipas2e1is", x),
      tlbi("ipas2le1is", x, 2),
      tlbi("ipas2e1is", y),
      tlbi("vmalle1is"),
      tlbi("vmalle1is"),
      tlbi("vmalle1os"),
      tlbi("vale1is", x),
      tlbi("vmalls12e1is"),
    ),
  },
  { weight: 5, arbitrary: fc.constantFrom(dsb("ish"), dsb("ish"), dsb("ishst"), dsb("nsh"), dsb("sy")) },
);

const ofGuest: fc.Arbitrary<Instruction> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(ldr("r1", x, { label: "" })) },
  { weight: 1, arbitrary: fc.constant(str(2n, x)) },
  { weight: 1, arbitrary: fc.constant(speculate(x)) },
  { weight: 2, arbitrary: fc.constantFrom(isb(), dsb("ish"), dsb("nsh")) },
  { weight: 2, arbitrary: fc.constantFrom(tlbi("vmalle1"), tlbi("vae1is", x), tlbi("vmalle1is")) },
);

/** An unmapping of KVM, of which some steps may be missing. */
const unmapping: fc.Arbitrary<readonly Instruction[]> = fc
  .subarray([
    str(S2Inv.x, pte.x),
    dsb("ish"),
    tlbi("ipas2e1is", x),
    dsb("ish"),
    tlbi("vmalle1is"),
    dsb("ish"),
  ])
  .filter((code) => code.length > 2);

/** Labels for the loads, so that their faults show, and a mark at the end of each program. */
const labelled = (code: readonly Instruction[]): readonly Instruction[] => [
  ...code.map((i, k): Instruction => (i.kind === "load" && i.label === "" ? { ...i, label: `use${k}` } : i)),
  mark("done"),
];

const code = (
  instruction: fc.Arbitrary<Instruction>,
  longest: number,
): fc.Arbitrary<readonly Instruction[]> => fc.array(instruction, { minLength: 0, maxLength: longest });

/** What random programs of hosts and guests may consist of. */
export interface GuestIngredients {
  /** Instructions of the host. */
  readonly host: number;
  readonly guest: number;
  /** A second host, or a second guest. */
  readonly second?: "host" | "guest";
  /** VTCR.HA and HD, and descriptors for them. */
  readonly hardware?: boolean;
}

/** A random test of a host that changes the stage 2 of guests. */
export function randomGuest({
  host,
  guest,
  second,
  hardware = false,
}: GuestIngredients): fc.Arbitrary<Litmus> {
  const hosts = fc.oneof(unmapping, code(ofHost, host));
  return fc
    .record({
      host: hosts,
      other: code(ofHost, 3),
      guest: code(ofGuest, guest),
      another: code(ofGuest, 1),
      initial: hardware ? fc.constantFrom(S2.x, S2AF0.x, S2Clean.x) : fc.constantFrom(...words),
      shares: fc.boolean(),
      hd: fc.boolean(),
      features: fc.record({
        ets2: fc.boolean(),
        tlbiDrainsOldAccesses: fc.boolean(),
        ttl: fc.boolean(),
        amalgamation: fc.boolean(),
      }),
    })
    .map((given): Litmus => {
      const guests = {
        guest: labelled(given.guest),
        ...(second === "guest" ? { another: labelled(given.another) } : {}),
      };
      const writes = Object.values(guests).some((all) => all.some(({ kind }) => kind === "store"));
      const test: GuestTest = {
        host: labelled(given.host),
        ...(second === "host" ? { other: labelled(given.other) } : {}),
        guests,
        initial: given.initial,
        guest: {
          ...(given.shares ? { cnp: "c" } : {}),
          ...(hardware ? { ha: true, hd: given.hd } : {}),
        },
        // The words analysis does not follow what is stored at an amalgamated address.
        features: { ...given.features, amalgamation: given.features.amalgamation && !writes },
      };
      return guestLitmus({ ...test, pages: ["x"] });
    });
}
