import type { Place } from "../syntax.ts";
import { wordText } from "../translate/word-text.ts";
import { matches, type ObservedFault } from "./faults.ts";
import type { ObservedThings } from "./observed.ts";
import type { Observer, Reading } from "./observer.ts";

/** An end state in herd7's notation: `1:X0=0; [x]=0; [PTE(x)]=(oa:PA(x), valid:0); Fault(P1:L1,x,D-MMU:AccessFlag);` */
export function printer(observed: ObservedThings, observer: Observer): Reading<string> {
  const items = observed.places.map((place) => itemOf(place, observer));
  const faults = observer.faults();
  return (state) => {
    const shown = observed.faults.length === 0 ? [] : faults(state);
    const texts = new Set(
      shown.filter((f) => observed.faults.some((atom) => matches(atom, f))).map(faultText),
    );
    return [...items.map((item) => item(state)), ...[...texts].toSorted()].join(" ");
  };
}

function itemOf(place: Place, observer: Observer): Reading<string> {
  const { layout, sizes, code } = observer.translation;
  const width = place.kind === "variable" ? (sizes.get(place.name) ?? 4) * 8 : 64;
  const elements = place.kind === "variable" && place.index === undefined ? observer.elements(place.name) : 1;
  if (elements > 1 && place.kind === "variable") {
    const each = Array.from({ length: elements }, (_, index) => observer.place({ ...place, index }));
    return (state) => `${place.name}={${each.map((e) => wordText(e(state), width, layout)).join(",")}};`;
  }
  const value = observer.place(place);
  if (place.kind === "register") {
    return (state) => {
      const word = value(state);
      const label = code.at(place.thread, word);
      const text = label === null ? wordText(word, width, layout) : `label:"P${place.thread}:${label}"`;
      return `${placeText(place)}=${text};`;
    };
  }
  return (state) => `${placeText(place)}=${wordText(value(state), width, layout)};`;
}

/** How herd7 writes a place in a final state. */
export function placeText(place: Place): string {
  switch (place.kind) {
    case "register":
      return `${place.thread}:${place.name}`;
    case "variable":
      return place.index === undefined ? `[${place.name}]` : `${place.name}[${place.index}]`;
    case "pte":
      return `[PTE(${place.of})]`;
  }
}

function faultText({ thread, labels, location, type }: ObservedFault): string {
  const where = labels[0] === undefined ? `P${thread}` : `P${thread}:${labels[0]}`;
  if (location === null) return `Fault(${where},${type});`;
  const what = location.kind === "pte" ? `PTE(${location.of})` : location.name;
  return `Fault(${where},${what},D-${type});`;
}
