/**
 * A litmus test on one virtual page x and a flag, as data: the published names spell out just these lists. Dropping a
 * step of a list is the mutation that shows what the step is for.
 */
export interface LitmusTest {
  /** What pte(x) holds at the start: V(old), or nothing. The tests named `.inv` start invalid. */
  readonly initially: "valid" | "invalid";
  /** P0: changes pte(x). */
  readonly writer: readonly LitmusStep[];
  /** P1; empty in the tests of one thread. */
  readonly reader: readonly LitmusStep[];
  /** What `use` must have done for the final state to be the published one. */
  readonly outcome: LitmusOutcome;
}

export type LitmusStep =
  /** Stores to pte(x). */
  | "map"
  | "unmap"
  /** Barriers, of the full system as in the published tests. */
  | "dmb"
  | "dsb"
  | "isb"
  /** Of x: on this PE only, and broadcast. */
  | "tlbi"
  | "tlbiis"
  /** The message. */
  | "send"
  | "receive"
  /** The load of x, plain or with an address that depends on the message. */
  | "use"
  | "use-addr";

/** `faults`: the walk found pte(x) invalid. `uses-old`: the load was translated by V(old). */
export type LitmusOutcome = "faults" | "uses-old";
