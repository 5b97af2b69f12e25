import type { CheckOptions } from "../check-options.ts";
import { Diagnostic } from "../diagnostic.ts";
import type { StoreMode } from "../engine/engine.ts";
import type { Model } from "../model.ts";

/** What to keep of a state. @throws Diagnostic where a fingerprint would not do */
export function planStore<S>(
  model: Model<S>,
  { store = "exact", engine = "observed", checkpoint, resume }: CheckOptions,
  reported: readonly number[],
): StoreMode {
  if (store === "exact") return store;
  if (engine !== "observed") {
    throw refusal(`the ${engine} engine stores whole states`, "Use the observed engine, or --store=exact.");
  }
  if (checkpoint !== undefined || resume !== undefined) {
    throw refusal(
      "a checkpoint holds whole states, and `store: compact` keeps none",
      "Leave one of them out.",
    );
  }
  const eventually = model.properties.find(
    ({ kind }, index) => kind === "eventually" && reported.includes(index),
  );
  if (eventually !== undefined) {
    const what = `property "${eventually.name}": \`eventually\` looks at every state again, and they are not kept`;
    throw refusal(what, "Use --store=exact, or choose properties without `eventually`.");
  }
  return store;
}

/**
 * What a compact store adds to the assumptions: the probability that any two of the states share a fingerprint, at most
 * n (n - 1) / 2 pairs times 2^-64 (the birthday bound).
 */
export function storeAssumptions(store: StoreMode, states: number): readonly string[] {
  if (store === "exact") return [];
  const probability = Math.min(1, (states * (states - 1)) / 2 / 2 ** 64);
  return [
    `64-bit fingerprints stand for ${states} states: one was missed with a probability of at most ${probability.toExponential(1)}`,
  ];
}

function refusal(what: string, next: string): Diagnostic {
  return new Diagnostic({ kind: "usage", what, next });
}
