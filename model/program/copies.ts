import { at } from "../../checker/schema/access.ts";
import type { LinkedInstruction, UnrolledInstruction } from "./unroll.ts";

/**
 * An instruction with how often a path to it has taken each backward branch that it may still come to. Those that it
 * cannot come to any more do not tell copies apart.
 */
interface Copy {
  readonly index: number;
  /** By backward branch, in the order of their indices; null: it does not matter any more. */
  readonly counts: readonly (number | null)[];
}

/** Copies the instructions of loops, once per count of the rounds taken so far, so that all control goes forward. */
export function copiesOf(code: readonly LinkedInstruction[]): readonly UnrolledInstruction[] {
  return new Copies(code).unrolled();
}

class Copies {
  readonly #code: readonly LinkedInstruction[];
  /** The bounded backward branches. */
  readonly #loops: readonly number[];
  /** By instruction: what it may come to, itself included. */
  readonly #reaches: readonly ReadonlySet<number>[];
  readonly #copies = new Map<string, Copy>();

  constructor(code: readonly LinkedInstruction[]) {
    this.#code = code;
    this.#loops = [...code.keys()].filter((i) => isBackward(code, i) && !closes(at(code, i)));
    this.#reaches = code.map((_, i) => reachableFrom(code, i));
  }

  unrolled(): readonly UnrolledInstruction[] {
    // Also where nothing leads: a fault may resume there, and a property may name it.
    for (const index of this.#code.keys())
      this.#collect(
        this.#copy(
          index,
          this.#loops.map(() => 0),
        ),
      );
    const ordered = this.#ordered();
    const position = new Map(ordered.map((copy, i) => [keyOf(copy), i]));
    const place = (copy: Copy): number => position.get(keyOf(copy)) ?? ordered.length;
    return ordered.map((copy) => {
      const { instruction, origin } = at(this.#code, copy.index);
      const taken = this.#taken(copy);
      return {
        instruction,
        origin,
        taken: taken === null ? null : place(taken),
        next: place(this.#next(copy)),
      };
    });
  }

  #copy(index: number, counts: readonly (number | null)[]): Copy {
    const matters = this.#reaches[index];
    return {
      index,
      counts: this.#loops.map((loop, k) => (matters?.has(loop) === true ? (counts[k] ?? 0) : null)),
    };
  }

  #next({ index, counts }: Copy): Copy {
    return this.#copy(index + 1, counts);
  }

  /** Where a branch goes when taken; null for another instruction, and where its bound cuts the path. */
  #taken({ index, counts }: Copy): Copy | null {
    const linked = at(this.#code, index);
    const { taken } = linked;
    if (taken === null || taken > index) return taken === null ? null : this.#copy(taken, counts);
    if (closes(linked)) {
      // The next iteration forgets this one, and the rounds of the loops inside it.
      const again = counts.map((count, k) =>
        at(this.#loops, k) >= taken && at(this.#loops, k) < index ? 0 : count,
      );
      return this.#copy(taken, again);
    }
    const own = this.#loops.indexOf(index);
    const count = (counts[own] ?? 0) + 1;
    const { instruction } = linked;
    const bound =
      instruction.kind === "branch" && typeof instruction.bound === "number" ? instruction.bound : 0;
    return count > bound ? null : this.#copy(taken, counts.with(own, count));
  }

  #collect(from: Copy): void {
    const pending = [from];
    for (let copy = pending.pop(); copy !== undefined; copy = pending.pop()) {
      if (copy.index >= this.#code.length || this.#copies.has(keyOf(copy))) continue;
      this.#copies.set(keyOf(copy), copy);
      pending.push(...this.#successors(copy));
    }
  }

  #successors(copy: Copy): readonly Copy[] {
    const taken = this.#taken(copy);
    const next = isUnconditional(at(this.#code, copy.index)) ? [] : [this.#next(copy)];
    return taken === null ? next : [...next, taken];
  }

  /** So that all goes forward but what closes a loop; of what may come next, what stands first in the program. */
  #ordered(): readonly Copy[] {
    const left = new Map<string, number>([...this.#copies.keys()].map((key) => [key, 0]));
    const forward = (copy: Copy): readonly string[] =>
      this.#successors(copy)
        .filter(({ index }) => index > copy.index || !this.#closesAt(copy))
        .map(keyOf);
    for (const copy of this.#copies.values())
      for (const key of forward(copy)) if (left.has(key)) left.set(key, (left.get(key) ?? 0) + 1);
    const ready = [...this.#copies.values()].filter((copy) => left.get(keyOf(copy)) === 0);
    const ordered: Copy[] = [];
    while (ready.length > 0) {
      const first = ready.reduce((best, copy, i) => (copy.index < at(ready, best).index ? i : best), 0);
      const [copy] = ready.splice(first, 1);
      if (copy === undefined) break;
      ordered.push(copy);
      for (const key of forward(copy)) {
        const successor = this.#copies.get(key);
        if (successor === undefined) continue;
        left.set(key, (left.get(key) ?? 0) - 1);
        if (left.get(key) === 0) ready.push(successor);
      }
    }
    return ordered;
  }

  #closesAt({ index }: Copy): boolean {
    return isBackward(this.#code, index) && closes(at(this.#code, index));
  }
}

const keyOf = ({ index, counts }: Copy): string =>
  `${index}:${counts.map((count) => count ?? "-").join(",")}`;

function isBackward(code: readonly LinkedInstruction[], index: number): boolean {
  const taken = code[index]?.taken ?? null;
  return taken !== null && taken <= index;
}

const closes = ({ instruction }: LinkedInstruction): boolean =>
  instruction.kind === "branch" && instruction.bound === "closes";

const isUnconditional = ({ instruction }: LinkedInstruction): boolean =>
  instruction.kind === "branch" && instruction.condition === null;

function reachableFrom(code: readonly LinkedInstruction[], start: number): ReadonlySet<number> {
  const found = new Set<number>();
  const pending = [start];
  for (let i = pending.pop(); i !== undefined; i = pending.pop()) {
    const linked = code[i];
    if (linked === undefined || found.has(i)) continue;
    found.add(i);
    if (!isUnconditional(linked)) pending.push(i + 1);
    // A loop that closes forgets the rounds of those inside it.
    if (linked.taken !== null && !(linked.taken <= i && closes(linked))) pending.push(linked.taken);
  }
  return found;
}
