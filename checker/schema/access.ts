import { IndexError } from "./index-error.ts";
import { ListView } from "./list-view.ts";

/**
 * The element, which must exist. For recipes and guards: works on plain arrays, on drafts and on flyweights, where it
 * is much faster than `array[index]`.
 */
export function at<T>(array: readonly T[], index: number): T {
  if (index >>> 0 === index) {
    const element = Array.isArray(array) ? array[index] : array.at(index);
    if (element !== undefined) return element;
  }
  throw outside(array, index);
}

function outside(array: object & { readonly length: number }, index: number): IndexError {
  return new IndexError(array instanceof ListView ? array.place.path : null, index, array.length);
}
