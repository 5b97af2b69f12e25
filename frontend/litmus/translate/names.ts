import type { LitmusFile, Place, Proposition, Value } from "../syntax.ts";

/** The variables of a file, in the order in which it names them: each gets a page and a descriptor. */
export function variablesOf(file: LitmusFile): readonly string[] {
  const found = new Set<string>();
  for (const { place, value } of file.init) {
    inPlace(place, found);
    if (value !== null) inValue(value, found);
  }
  for (const observed of file.locations) {
    if (observed.kind === "place") inPlace(observed.place, found);
    else inProposition(observed, found);
  }
  if (file.filter !== null) inProposition(file.filter, found);
  if (file.final !== null) inProposition(file.final.proposition, found);
  return [...found];
}

function inPlace(place: Place, found: Set<string>): void {
  if (place.kind === "variable") found.add(place.name);
  else if (place.kind === "pte") found.add(place.of);
}

function inValue(value: Value, found: Set<string>): void {
  switch (value.kind) {
    case "address":
    case "pte-address":
    case "physical":
      found.add(value.of);
      break;
    case "descriptor":
      for (const { value: field } of value.fields)
        if ((field.kind === "physical" || field.kind === "pte-address") && field.of !== "")
          found.add(field.of);
      break;
    case "list":
      for (const element of value.values) inValue(element, found);
      break;
    case "number":
    case "label":
    case "instruction":
      break;
  }
}

function inProposition(proposition: Proposition, found: Set<string>): void {
  switch (proposition.kind) {
    case "constant":
      break;
    case "not":
      inProposition(proposition.of, found);
      break;
    case "and":
    case "or":
    case "implies":
      inProposition(proposition.left, found);
      inProposition(proposition.right, found);
      break;
    case "equals":
      inPlace(proposition.left, found);
      if (isPlace(proposition.right)) inPlace(proposition.right, found);
      else inValue(proposition.right, found);
      break;
    case "fault":
      if (proposition.location !== null) inPlace(proposition.location, found);
      break;
  }
}

/** Whether the right side of an atom is a place too. */
export const isPlace = (side: Place | Value): side is Place =>
  side.kind === "register" || side.kind === "variable" || side.kind === "pte";
