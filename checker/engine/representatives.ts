import type { Layout } from "../schema/layout.ts";
import type { Symmetry } from "../symmetry/symmetry.ts";

/** Which row is stored for a state: its own, or that of the representative of its orbit. */
export class Representatives {
  private readonly layout: Layout;
  private readonly symmetry: Symmetry | null;
  private readonly least: Int32Array;
  private readonly packed: Int32Array;

  constructor(layout: Layout, symmetry: Symmetry | null) {
    this.layout = layout;
    this.symmetry = symmetry;
    this.least = new Int32Array(layout.slots.length);
    this.packed = new Int32Array(layout.words);
  }

  /** The row to store for a state: valid until the next call. */
  row(slots: Int32Array, own: Int32Array): Int32Array {
    if (this.symmetry === null) return own;
    this.symmetry.canonicalise(slots, this.least);
    this.layout.pack(this.least, this.packed, 0);
    return this.packed;
  }

  /** Checks the symmetry of what a state that is about to be expanded leads to. */
  verify(slots: Int32Array, place: () => string): void {
    if (this.symmetry !== null && !this.symmetry.verified) this.symmetry.verify(slots, place);
  }
}
