import type { Model } from "../../../checker/model.ts";
import type { Property } from "../../../checker/property.ts";
import type { Machine, MachineState } from "../../../model/index.ts";
import type { LitmusFile } from "../syntax.ts";
import type { Translation } from "../translate/translate.ts";
import { BBM_FLAG, mayNeedBreakBeforeMake, needsBreakBeforeMake } from "./break-before-make.ts";
import { isEnd } from "./ends.ts";
import { textOf } from "./findings.ts";
import { observedBy } from "./observed.ts";
import { Observer, type Reading } from "./observer.ts";
import { printer } from "./print.ts";
import { holds } from "./proposition.ts";

/** What is asked of every state of a test. */
export interface Questions {
  /** What a state contributes to the answer, see `Findings`; null for nothing. */
  readonly collect: Reading<string | null>;
  /** Reached by an end within the filter that satisfies the proposition, and by one that does not. */
  readonly witnesses: readonly Property<MachineState>[];
  /** Reached by a state that herd7 flags; none where no descriptor can be the cause. */
  readonly flagged: readonly Property<MachineState>[];
}

/**
 * The questions of a file.
 *
 * @throws Diagnostic for a proposition that makes no sense
 */
export function questionsOf(
  file: LitmusFile,
  translation: Translation,
  machine: Machine,
  model: Model<MachineState>,
): Questions {
  const observer = new Observer(machine, translation);
  const always = { kind: "constant", value: true } as const;
  const within = holds(file.filter ?? always, observer);
  const satisfies = holds(file.final?.proposition ?? always, observer);
  const show = printer(observedBy(file), observer);
  const ends = isEnd(machine, model);
  const cut = (state: Readonly<MachineState>): string | null => model.cut?.(state) ?? null;
  return {
    collect: (state) => {
      const loop = cut(state);
      if (loop !== null) return textOf({ kind: "cut", text: loop });
      if (!ends(state) || !within(state)) return null;
      return textOf({ kind: "end", satisfies: satisfies(state), text: show(state) });
    },
    flagged: mayNeedBreakBeforeMake(machine)
      ? [
          {
            ...reachable(BBM_FLAG, needsBreakBeforeMake(machine)),
            because: "an entry that conflicts with the one in memory may be in use",
          },
        ]
      : [],
    witnesses: [
      reachable(SATISFIED, (state) => ends(state) && within(state) && satisfies(state)),
      reachable(FAILED, (state) => ends(state) && within(state) && !satisfies(state)),
    ],
  };
}

const reachable = (name: string, isSuch: Reading<boolean>): Property<MachineState> => ({
  kind: "sometimes",
  name,
  because: "it shows how the test ends",
  reachedBy: (state) => (isSuch(state) ? { facts: {} } : null),
});

/** The names of the properties. */
export const SATISFIED = "an end that satisfies the proposition";
export const FAILED = "an end that does not satisfy the proposition";
