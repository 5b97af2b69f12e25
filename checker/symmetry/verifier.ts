import { at } from "../schema/access.ts";
import { EagerWalk } from "./eager-walk.ts";
import type { Mismatch } from "./joint-run.ts";
import { PathMemo } from "./path-memo.ts";
import type { Permutation } from "./permutation.ts";
import type { Probe, QuestionName } from "./probe.ts";
import type { Unproved } from "./proofs.ts";
import type { Verification } from "./verification.ts";
import { asymmetricQuestion, asymmetricRule } from "./refusal.ts";

/**
 * Checks, in each state that is expanded, that what was not proved once and for all is symmetric there under the whole
 * group. By induction over the length of paths, the states reached from the image of a state are then the images of
 * those reached from the state: the search over representatives meets an image of every reachable state, and no other
 * (Ip and Dill 1996; Clarke, Enders, Filkorn and Jha 1996).
 *
 * A probe is run once per path through what it reads, not once per state.
 */
export class Verifier<S> {
  /** Nothing is left to check: every state is known to be symmetric. */
  readonly complete: boolean;
  private readonly with: Verification<S>;
  private readonly ordinary: readonly number[];
  private readonly eager: readonly number[];
  private readonly ofStored: readonly QuestionName[];
  private readonly asksAbandoned: boolean;
  private readonly memos = new Map<number | QuestionName, PathMemo>();
  private readonly walk: EagerWalk<S> | null;

  constructor(verification: Verification<S>, { firings, questions, rest }: Unproved) {
    this.with = verification;
    const { instances } = verification;
    this.ordinary = [...instances.ordinary].filter((firing) => firings.has(firing));
    this.eager = [...instances.eager].filter((firing) => firings.has(firing));
    this.ofStored = questions.filter((name) => name !== "abandoned");
    this.asksAbandoned = questions.includes("abandoned");
    const needsWalk = rest || this.asksAbandoned;
    this.walk = needsWalk ? new EagerWalk(verification) : null;
    this.complete = !needsWalk && this.ordinary.length === 0 && this.ofStored.length === 0;
  }

  /**
   * Throws a Diagnostic where the symmetry does not hold in a state or in what its steps pass through.
   *
   * @param place where the state is, for the message
   */
  verify(slots: Int32Array, place: () => string): void {
    if (this.complete) return;
    for (const firing of this.ordinary) this.verifyFiring(firing, slots, place);
    for (const question of this.ofStored) this.verifyQuestion(question, slots, place);
    this.walk?.fromState(slots, place, {
      between: (state) => {
        for (const firing of this.eager) this.verifyFiring(firing, state, place);
      },
      atRest: (state) => {
        if (this.asksAbandoned) this.verifyQuestion("abandoned", state, place);
      },
    });
  }

  private verifyFiring(firing: number, slots: Int32Array, place: () => string): void {
    const { model, instances, probes } = this.with;
    const found = this.mismatch(firing, slots, at(probes, firing), ({ firing: images }) =>
      at(probes, images[firing]!),
    );
    if (found === null) return;
    const { permutation, mismatch } = found;
    throw asymmetricRule(model, instances, firing, permutation, mismatch, place());
  }

  private verifyQuestion(name: QuestionName, slots: Int32Array, place: () => string): void {
    const probe = this.with.questions.get(name);
    if (probe === undefined) return;
    const found = this.mismatch(name, slots, probe, () => probe);
    if (found === null) return;
    throw asymmetricQuestion(this.with.model, name, found.permutation, found.mismatch, place());
  }

  private mismatch(
    what: number | QuestionName,
    slots: Int32Array,
    probe: Probe<S>,
    imageOf: (permutation: Permutation) => Probe<S>,
  ): { readonly permutation: Permutation; readonly mismatch: Mismatch } | null {
    const { joint, group } = this.with;
    const memo = this.memos.get(what) ?? new PathMemo(joint.variables);
    this.memos.set(what, memo);
    if (memo.knows(slots)) return null;
    joint.begin(slots, probe);
    for (const permutation of group.elements) {
      const mismatch = joint.against(permutation, imageOf(permutation));
      if (mismatch !== null) return { permutation, mismatch };
    }
    memo.learn(joint.reads, slots);
    return null;
  }
}
