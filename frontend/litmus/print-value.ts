import type { DescriptorField, FaultAtom, Place, Value } from "./syntax.ts";

/** A place as it is written in initial values: `0:X1`, `x`, `a[2]`, `PTE(x)`. */
export function printPlace(place: Place): string {
  switch (place.kind) {
    case "register":
      return `${place.thread}:${place.name}`;
    case "variable":
      return place.index === undefined ? place.name : `${place.name}[${place.index}]`;
    case "pte":
      return `PTE(${place.of})`;
  }
}

/** `fault(P1:L0,x,MMU:Translation)`. */
export function printFault({ thread, label, location, type }: FaultAtom): string {
  const instruction = `P${thread}${label === null ? "" : `:${label}`}`;
  const rest = [...(location === null ? [] : [printPlace(location)]), ...(type === null ? [] : [type])];
  return `fault(${[instruction, ...rest].join(",")})`;
}

/** A value as it is written in initial values and propositions. */
export function printValue(value: Value): string {
  switch (value.kind) {
    case "number":
      return `${value.value}`;
    case "address":
      return value.of;
    case "pte-address":
      return `PTE(${value.of})`;
    case "physical":
      return `PA(${value.of})`;
    case "descriptor":
      return `(${value.fields.map(printField).join(", ")})`;
    case "list":
      return `{${value.values.map(printValue).join(",")}}`;
    case "label":
      return `label:"P${value.thread}:${value.label}"`;
    case "instruction":
      return `instr:"${value.text}"`;
  }
}

function printField({ key, value }: DescriptorField): string {
  return `${key}:${value.kind === "words" ? `(${value.words.join(",")})` : printValue(value)}`;
}
