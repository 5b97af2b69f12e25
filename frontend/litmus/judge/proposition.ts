import type { Place, Proposition, Value } from "../syntax.ts";
import { isPlace } from "../translate/names.ts";
import type { Receiver } from "../translate/words.ts";
import { matches } from "./faults.ts";
import type { Observer, Reading } from "./observer.ts";

type Equality = Extract<Proposition, { kind: "equals" }>;

/** A proposition as a question about an end state. */
export function holds(proposition: Proposition, observer: Observer): Reading<boolean> {
  switch (proposition.kind) {
    case "constant":
      return () => proposition.value;
    case "not": {
      const of = holds(proposition.of, observer);
      return (state) => !of(state);
    }
    case "and":
    case "or":
    case "implies": {
      const left = holds(proposition.left, observer);
      const right = holds(proposition.right, observer);
      if (proposition.kind === "and") return (state) => left(state) && right(state);
      if (proposition.kind === "or") return (state) => left(state) || right(state);
      return (state) => !left(state) || right(state);
    }
    case "equals":
      return equals(proposition, observer);
    case "fault": {
      const faults = observer.faults();
      return (state) => faults(state).some((fault) => matches(proposition, fault));
    }
  }
}

function equals({ left, right, negated, at }: Equality, observer: Observer): Reading<boolean> {
  const one = observer.place(left);
  if (isPlace(right)) {
    const other = observer.place(right);
    return (state) => (one(state) === other(state)) !== negated;
  }
  const word = fitted(observer.translation.words.word(right, receiverOf(left), at), left, right, observer);
  return (state) => (one(state) === word) !== negated;
}

function receiverOf(place: Place): Receiver {
  switch (place.kind) {
    case "register":
      return { kind: "register" };
    case "variable":
      return { kind: "data" };
    case "pte":
      return { kind: "pte", of: place.of };
  }
}

/** A number as the place would hold it: -1 is 32 ones in a variable of 4 bytes and in a W register. */
function fitted(word: bigint, place: Place, value: Value, { translation }: Observer): bigint {
  if (value.kind !== "number") return word;
  if (place.kind === "variable") return BigInt.asUintN((translation.sizes.get(place.name) ?? 4) * 8, word);
  const isHalf = place.kind === "register" && place.name.startsWith("W") && value.value < 0n;
  return isHalf ? BigInt.asUintN(32, word) : word;
}
