import {
  idle,
  invalid,
  stage2Descriptor,
  type Instruction,
  type PeConfiguration,
} from "../../model/index.ts";
import { pte, V, type Litmus, type Page } from "./litmus.ts";

/*
 * A host at EL2 that changes the stage-2 table of guests. The pages of the guests are x and z; y is the host's, at the same
 * address for all, so that they can tell each other how far they are.
 */

const physical = { x: 0x10_0000n, y: 0x20_0000n, z: 0x30_0000n } as const;
const wordsOf = (given: Parameters<typeof stage2Descriptor>[0] = {}): Readonly<Record<Page, bigint>> => ({
  x: stage2Descriptor({ oa: physical.x, ...given }),
  y: stage2Descriptor({ oa: physical.y, ...given }),
  z: stage2Descriptor({ oa: physical.z, ...given }),
});

/** Stage-2 descriptors by the physical page they lead to. */
export const S2 = wordsOf();
export const S2Inv = { x: invalid(S2.x), y: invalid(S2.y), z: invalid(S2.z) } as const;
/** Of Normal-NC, as KVM maps a BAR for a guest that may combine writes. */
export const S2NC = wordsOf({ memAttr: 5 });
export const S2RO = wordsOf({ writable: false });
/** Write-only. */
export const S2WO = wordsOf({ readable: false });
/** Read-only, but hardware may make it writable. */
export const S2Clean = wordsOf({ writable: false, dbm: true });
export const S2AF0 = wordsOf({ accessFlag: false });

export interface GuestTest {
  readonly host?: readonly Instruction[];
  /** Another PE of the host. */
  readonly other?: readonly Instruction[];
  /** What each guest runs; one that is idle where not given. */
  readonly guests?: Readonly<Record<string, readonly Instruction[]>>;
  /** The pages there are: x, and y where not given. */
  readonly pages?: readonly Page[];
  /** The descriptor of x at first. */
  readonly initial?: bigint;
  readonly features?: NonNullable<Litmus["features"]>;
  /** What every guest has beyond its program. */
  readonly guest?: Partial<PeConfiguration>;
  readonly memory?: NonNullable<Litmus["memory"]>;
}

/** A test of a guest as a litmus test, to be run by what runs those. */
export function guestLitmus({
  host,
  other,
  guests = { guest: idle.instructions },
  initial = S2.x,
  pages = ["x", "y"],
  guest = {},
  ...rest
}: GuestTest): Litmus {
  const hosts = {
    ...(host === undefined ? {} : { host }),
    ...(other === undefined ? {} : { other }),
  };
  const has = ({ page }: { readonly page: string }): boolean => pages.some((name) => name === page);
  return {
    ...rest,
    pages,
    pes: { ...hosts, ...guests },
    pe: {
      ...Object.fromEntries(
        Object.keys(hosts).map((name) => [name, { table: "host", regime: "el2" }] as const),
      ),
      ...Object.fromEntries(
        Object.keys(guests).map((name) => [name, { table: "stage2", ...guest }] as const),
      ),
    },
    scenario: {
      tables: [
        {
          name: "stage2",
          stage: 2,
          ptes: [
            { page: "x", address: pte.x, initial },
            { page: "y", address: pte.y, initial: S2.y },
          ].filter(has),
        },
        { name: "host", ptes: [{ page: "y", address: pte.z, initial: V.y }].filter(has) },
      ],
      words: {
        "S2(x)": S2.x,
        "Inv(x)": S2Inv.x,
        "S2(z)": S2.z,
        "NC(x)": S2NC.x,
        "RO(x)": S2RO.x,
        "Clean(x)": S2Clean.x,
        "AF0(x)": S2AF0.x,
      },
    },
  };
}
