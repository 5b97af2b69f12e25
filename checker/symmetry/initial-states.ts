import type { PlainSemantics } from "../engine/plain-semantics.ts";
import { isAbandoned } from "../engine/ask.ts";
import type { Model } from "../model.ts";
import type { Group } from "./group.ts";
import { permute } from "./permutation.ts";
import { asymmetricInitial } from "./refusal.ts";

/** Checks that the image of every initial state, once it is at rest, is an initial state. */
export function verifyInitialStates<S>(
  model: Model<S>,
  semantics: PlainSemantics<S>,
  { generators, maps }: Group,
): void {
  const states = restingStates(model, semantics);
  const known = new Set(Array.from(states, ({ slots }) => slots.join()));
  const image = new Int32Array(model.schema.layout.slots.length);
  // A finite set that each generator maps into itself is mapped onto itself by every product of them.
  for (const generator of generators) {
    for (const { slots, index } of states) {
      permute(generator, maps, slots, image);
      if (!known.has(image.join())) throw asymmetricInitial(model, index, generator, slots, image);
    }
  }
}

function restingStates<S>(
  model: Model<S>,
  semantics: PlainSemantics<S>,
): readonly { readonly slots: Int32Array; readonly index: number }[] {
  const { schema } = model;
  return [...model.initial.keys()].flatMap((index) => {
    const { state } = semantics.initial(index);
    if (isAbandoned(model, state, `in initial state ${index}`)) return [];
    const slots = new Int32Array(schema.layout.slots.length);
    schema.encode(state, slots);
    return [{ slots, index }];
  });
}
