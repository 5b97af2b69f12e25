import { expect } from "vitest";
import { disagreements, type Subject } from "./disagreements.ts";
import type { Setting, Test } from "./shared.ts";

/** Collects what disagrees, and sets it against the record of what is known to. */
export class Agreement {
  readonly #subject: Subject;
  readonly #setting: Setting;
  readonly #found = new Map<string, readonly string[]>();
  readonly #compared = new Set<string>();

  constructor(subject: Subject, setting: Setting) {
    this.#subject = subject;
    this.#setting = setting;
  }

  /** @param differences how walkcheck and herd7 or Arm differ on a test; empty where they agree */
  add({ id }: Test, differences: readonly string[]): void {
    this.#compared.add(id);
    if (differences.length > 0) this.#found.set(id, differences);
  }

  /** How many tests there was something to compare with. */
  get compared(): number {
    return this.#compared.size;
  }

  /** Fails by name of the tests: those that disagree and are not in the record, and those in the record that agree. */
  expectRecord(): void {
    const known = disagreements
      .filter(({ setting, subject }) => setting === this.#setting && subject === this.#subject)
      .map(({ test }) => test)
      .filter((test) => this.#compared.has(test));
    const unknown = [...this.#found].filter(([id]) => !known.includes(id));
    expect(Object.fromEntries(unknown), `${this.#subject} that disagree (${this.#setting})`).toEqual({});
    const settled = known.filter((test) => !this.#found.has(test));
    expect(settled, `agree again: remove from disagreements.ts (${this.#setting})`).toEqual([]);
  }
}
