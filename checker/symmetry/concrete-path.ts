import type { PlainSemantics } from "../engine/plain-semantics.ts";
import { InternalFault } from "../internal-fault.ts";
import type { Model } from "../model.ts";
import { at } from "../schema/access.ts";
import { compose, permute, type Permutation } from "./permutation.ts";
import type { Symmetry } from "./symmetry.ts";

/** A path through representatives: firing i leads from `states[i]` to a state that `states[i + 1]` represents. */
export interface RepresentedPath<S> {
  readonly states: readonly S[];
  readonly firings: readonly number[];
}

/**
 * A path of the model itself that goes through the orbits of a path of representatives, and ends in a state that is
 * wanted.
 *
 * Built backwards. Where the path arrives at g(r), r a representative, and its last step leads from the representative
 * q to t with c(t) = r, the path comes from g(c(q)), and the image of the step under the same g after c leads on to
 * g(c(t)) = g(r). At its beginning is the image of an initial state, which is one, too.
 */
export function concretePath<S>(
  model: Model<S>,
  semantics: PlainSemantics<S>,
  symmetry: Symmetry,
  path: RepresentedPath<S>,
  isWanted: (state: S) => boolean,
): RepresentedPath<S> {
  const rows = path.states.map((state) => encoded(model, state));
  const { maps } = symmetry.group;
  let permutation = permutationTo(model, symmetry, at(rows, rows.length - 1), isWanted);
  const states = [image(model, symmetry, permutation, at(rows, rows.length - 1))];
  const firings: number[] = [];
  for (let index = path.firings.length - 1; index >= 0; index--) {
    const firing = at(path.firings, index);
    const { state } = semantics.step(at(path.states, index), firing, "while a trace is put together");
    const slots = encoded(model, state);
    const element = symmetry.canonicalise(slots, new Int32Array(slots.length));
    permutation = compose(permutation, at(symmetry.group.elements, element), maps, "");
    firings.push(permutation.firing[firing]!);
    states.push(image(model, symmetry, permutation, at(rows, index)));
  }
  return { states: states.toReversed(), firings: firings.toReversed() };
}

/** The images of a state, itself first. */
export function* orbitOf<S>(model: Model<S>, symmetry: Symmetry, state: S): Generator<S> {
  const slots = encoded(model, state);
  for (const element of symmetry.group.elements) yield image(model, symmetry, element, slots);
}

function permutationTo<S>(
  model: Model<S>,
  symmetry: Symmetry,
  slots: Int32Array,
  isWanted: (state: S) => boolean,
): Permutation {
  const { elements } = symmetry.group;
  const found = elements.find((element) => isWanted(image(model, symmetry, element, slots)));
  if (found === undefined)
    throw new InternalFault("no image of the last state of a path is what it was found for");
  return found;
}

function image<S>({ schema }: Model<S>, { group }: Symmetry, permutation: Permutation, slots: Int32Array): S {
  const permuted = new Int32Array(slots.length);
  permute(permutation, group.maps, slots, permuted);
  return schema.decode(permuted);
}

function encoded<S>({ schema }: Model<S>, state: S): Int32Array {
  const slots = new Int32Array(schema.layout.slots.length);
  schema.encode(state, slots);
  return slots;
}
