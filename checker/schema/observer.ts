/**
 * Watches a recipe run on accessors: which bits of which slots it looked at, in order, and which it set. A recipe is a
 * pure function of the bits it looks at, so what it does is known for every state that has the same ones.
 */
export interface Observer {
  /** Told before `bits` of a slot are read: all of them (-1) for a scalar, single ones for a member of a set. */
  read(slot: number, bits: number): void;
  /** Told after `bits` of a slot were written, even with what they held before. */
  write(slot: number, bits: number): void;
}

/** All bits of a slot. */
export const wholeSlot = -1;
