import type { Scalarset } from "./schema/domain.ts";

/** One line of a trace: who did what, in the field's own words. */
export interface Step {
  /** The lane it is printed in: "PE0", "SMMU", "nic0". */
  readonly lane: string;
  /** Who took it: an instruction of a program, or hardware on its own (a walk, a write-back, a TLBI arriving). */
  readonly actor: "program" | "hardware";
  /** What happened: `str pte(slot0) := A`, `dsb(ishst)`. */
  readonly text: string;
  /** The line it stands for: `arch/arm64/kvm/hyp/nvhe/mm.c:264`. */
  readonly source?: string;
  /** Why it could happen, when that is not obvious. */
  readonly note?: string;
  /** Where its instruction stands in the program of its lane. */
  readonly position?: number;
  /**
   * How traces show it where it is folded into another step. "in program order": the moment at which it happens says nothing,
   * so that it is shown after the steps of its lane that stand before it. "with what follows": the same, and it is left out
   * where no other step of its lane stands after it. "in full": it could not have gone another way, and is shown only where
   * everything is.
   */
  readonly shown?: "in program order" | "with what follows" | "in full";
}

/**
 * A transition rule, written once in plain TypeScript and run by every engine. `when` and `then` must be pure
 * functions of the state and the parameters: no clock, no randomness, no memory of their own.
 *
 * @typeParam S the state, as inferred from the schema
 * @typeParam P the parameters of an instance
 */
export interface Rule<S, P extends readonly number[] = readonly number[]> {
  /** "translate", "dsb completes". Statistics are by this name. */
  readonly name: string;
  /** What automorphisms call it (`RuleInstance.rule`), where several rules have one name. Default: its name. */
  readonly id?: string;
  /** The finite parameter lists the rule is instantiated over; `[[]]` for a rule without parameters. */
  readonly instances: readonly P[];
  /** Of which interchangeable things each parameter is one, null for none; see `Model.symmetries`. Default: of none. */
  readonly sorts?: readonly (Scalarset | null)[];
  when(state: Readonly<S>, ...parameters: P): boolean;
  /** A recipe on a draft, in the manner of immer: it writes, and returns nothing. */
  then(state: S, ...parameters: P): void;
  label(state: Readonly<S>, ...parameters: P): Step;
  /** The architecture statement or kernel line it models. */
  readonly source?: string;
  /** "weak": an instance that stays enabled for ever is taken sometime. Only `eventually` asks for it. */
  readonly fairness?: "weak";
  /**
   * An eager rule fires as soon as it is enabled, as part of the step before it, and the state in between is not
   * kept. Exact only where it commutes with everything else and nothing observes the state in between: say so beside
   * each use. `CheckOptions.eager = "off"` treats it like any other (weakly fair) rule, for tests of exactly that
   * claim.
   */
  readonly eager?: true;
}
