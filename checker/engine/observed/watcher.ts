import type { Model } from "../../model.ts";
import { at } from "../../schema/access.ts";
import type { BoundInstance } from "../bound-instance.ts";

/**
 * Something that is asked about a successor, but only when the step wrote a bit that it has ever read: otherwise it says
 * what it said about the state before.
 */
export type Watcher =
  /** An eager instance: it fires, or it does not. */
  | { readonly kind: "eager"; readonly instance: BoundInstance }
  /** Whether the state belongs to a wrong guess. */
  | { readonly kind: "abandoned" }
  /** Whether the state breaks an `always` or reaches a `sometimes`. */
  | { readonly kind: "property"; readonly property: number }
  /** Whether a loop bound cut the path of the state. */
  | { readonly kind: "cut" }
  /** What is to be collected about the state: it is told where it is asked, and answers nothing. */
  | { readonly kind: "collect" };

/** The watchers of a model, in the order that the core relies on. */
export function watchersOf<S>(
  model: Model<S>,
  eager: readonly BoundInstance[],
  judged: readonly number[],
  collects = false,
): readonly Watcher[] {
  const asked = judged.filter((index) => at(model.properties, index).kind !== "eventually");
  return [
    ...eager.map((instance) => ({ kind: "eager", instance }) as const),
    ...(model.abandoned === undefined ? [] : [{ kind: "abandoned" } as const]),
    ...asked.map((property) => ({ kind: "property", property }) as const),
    ...(model.cut === undefined ? [] : [{ kind: "cut" } as const]),
    ...(collects ? [{ kind: "collect" } as const] : []),
  ];
}
