import { hex, programError } from "./place.ts";

/** What two things of a scenario may not share, and how it is told. */
export interface Claim {
  /** The thing that has it: `physical page A`. */
  readonly owner: string;
  /** What it has: `the address 0x1000`. */
  readonly claimed: string;
}

/** The claim of a name. */
export const nameClaim =
  (what: string) =>
  ({ name }: { readonly name: string }, index: number): Claim => ({
    owner: `${what} ${index + 1}`,
    claimed: `the name ${name}`,
  });

/** The claim of an address. */
export const addressClaim = (owner: string, address: bigint): Claim => ({
  owner,
  claimed: `the address ${hex(address)}`,
});

/** Nothing is claimed twice. */
export function distinct(where: string, claims: readonly Claim[]): void {
  const owners = new Map<string, string>();
  for (const { owner, claimed } of claims) {
    const other = owners.get(claimed);
    if (other !== undefined)
      throw programError(
        where,
        `${other} and ${owner} both have ${claimed}`,
        "one of the two could not be told from the other",
        "give each its own, or leave one out",
      );
    owners.set(claimed, owner);
  }
}
