/** No address of this form is canonical, so that no page a program can access is in the way. */
const CODE = 0xc0de_0000_0000_0000n;

/**
 * The address of an instruction, of four bytes each: what ADR gives and ELR_EL1 holds. It is distinct within a program;
 * programs of different PEs share addresses, as they would where each has its own table.
 */
export const codeAddress = (origin: number): bigint => CODE + 4n * BigInt(origin);
