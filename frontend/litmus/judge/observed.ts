import type { FaultAtom, LitmusFile, Place, Proposition } from "../syntax.ts";
import { isPlace } from "../translate/names.ts";
import { canonicalName } from "../translate/assembly/registers.ts";

/** What is printed of an end state. */
export interface ObservedThings {
  /** In the order in which they are printed: registers, variables, descriptors. */
  readonly places: readonly Place[];
  readonly faults: readonly FaultAtom[];
}

/** The places and faults of the proposition and of `locations`; the filter shows nothing. */
export function observedBy(file: LitmusFile): ObservedThings {
  const places = new Map<string, Place>();
  const faults: FaultAtom[] = [];
  const add = (place: Place): void => {
    const named = place.kind === "register" ? { ...place, name: canonicalName(place.name) } : place;
    places.set(orderOf(named), named);
  };
  for (const observed of file.locations) {
    if (observed.kind === "place") add(observed.place);
    else faults.push(observed);
  }
  if (file.final !== null) visit(file.final.proposition, add, faults);
  const sorted = [...places].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { places: sorted.map(([, place]) => place), faults };
}

function visit(proposition: Proposition, add: (place: Place) => void, faults: FaultAtom[]): void {
  switch (proposition.kind) {
    case "constant":
      break;
    case "not":
      visit(proposition.of, add, faults);
      break;
    case "and":
    case "or":
    case "implies":
      visit(proposition.left, add, faults);
      visit(proposition.right, add, faults);
      break;
    case "equals":
      add(proposition.left);
      if (isPlace(proposition.right)) add(proposition.right);
      break;
    case "fault":
      faults.push(proposition);
      break;
  }
}

/** A text that sorts as herd7 prints, and that names the place. */
function orderOf(place: Place): string {
  const padded = (n: number): string => String(n).padStart(6, "0");
  switch (place.kind) {
    case "register":
      return `0 ${padded(place.thread)} ${place.name.replace(/\d+/, (n) => padded(Number(n)))}`;
    case "variable":
      return `1 ${place.name} ${place.index === undefined ? "" : padded(place.index)}`;
    case "pte":
      return `2 ${place.of}`;
  }
}
