import { describeValue, programError, suggestion, wrongValue, type Check, type Place } from "./place.ts";

/** A string that is not empty. */
export const text: Check = (value, place) => {
  if (typeof value === "string" && value !== "") return;
  throw wrongValue(value, place, `${place.field} is a name or a text`, "write a string that is not empty");
};

/** A string, the empty one too. */
export const string: Check = (value, place) => {
  if (typeof value !== "string")
    throw wrongValue(value, place, `${place.field} is a string`, "write a string");
};

/** True or false. */
export const flag: Check = (value, place) => {
  if (typeof value === "boolean") return;
  throw wrongValue(value, place, `${place.field} is true or false`, "write true or false");
};

/** True; absent otherwise. */
export const isTrue: Check = (value, place) => {
  if (value === true) return;
  throw wrongValue(value, place, `${place.field} is true where it is given`, "write true, or leave it out");
};

/** A bigint of any size. */
export const bigint: Check = (value, place) => {
  if (typeof value === "bigint") return;
  const why = "addresses and words are bigints";
  if (typeof value === "number" && Number.isSafeInteger(value))
    throw programError(place.where, `${place.field} is ${value}, a number: write ${value}n`, why);
  throw wrongValue(value, place, why, "write a bigint, such as 0x1000n");
};

/** A bigint of 64 bits. */
export const word: Check = (value, place) => {
  bigint(value, place);
  if (typeof value === "bigint" && value === BigInt.asUintN(64, value)) return;
  throw wrongValue(
    value,
    place,
    `${place.field} is a 64-bit word: within 0n..0xffffffffffffffffn`,
    "BigInt.asUintN(64, ...) takes a value modulo 2^64",
  );
};

/** A number without fraction between two others. */
export const integer =
  (low: number, high: number): Check =>
  (value, place) => {
    if (typeof value === "number" && Number.isInteger(value) && value >= low && value <= high) return;
    const range = high === Number.MAX_SAFE_INTEGER ? `of ${low} or more` : `within ${low}..${high}`;
    const isBigint = typeof value === "bigint" && value >= BigInt(low) && value <= BigInt(high);
    throw wrongValue(
      value,
      place,
      `${place.field} is a whole number ${range}`,
      isBigint ? `a bigint: write ${value}` : `write a whole number ${range}`,
    );
  };

/** A number that counts: 0, 1, 2 ... */
export const natural: Check = integer(0, Number.MAX_SAFE_INTEGER);

/** One of some strings. They are the keys of a record, so that the compiler sees that none of the type is missing. */
export const oneOf = <T extends string>(allowed: Readonly<Record<T, true>>): Check =>
  among(Object.keys(allowed));

/** One of some strings or numbers. */
export const among =
  (allowed: readonly (string | number)[]): Check =>
  (value, place) => {
    if (allowed.some((each) => each === value)) return;
    const names = allowed.map(describeValue);
    const exist = allowed.map(String);
    throw wrongValue(
      value,
      place,
      `${place.field} is one of ${names.join(", ")}`,
      typeof value === "string" ? suggestion(value, exist) : `there is: ${exist.join(", ")}`,
    );
  };

/** Null, or what another check takes. */
export const orNull =
  (check: Check): Check =>
  (value, place) => {
    if (value !== null) check(value, place);
  };

/** A function. */
export const callable: Check = (value, place) => {
  if (typeof value === "function") return;
  throw wrongValue(value, place, `${place.field} is a function`, "write a function of the compiled machine");
};

/** An array of what another check takes. */
export const listOf =
  (check: Check): Check =>
  (value, place) => {
    if (!Array.isArray(value))
      throw wrongValue(value, place, `${place.field} is an array`, "write an array: [...]");
    const items: readonly unknown[] = value;
    for (const [index, item] of items.entries()) check(item, indexed(place, index));
  };

const indexed = (place: Place, index: number): Place => ({ ...place, field: `${place.field}[${index}]` });

/** An array that is not empty. */
export const someOf = (check: Check): Check => {
  const list = listOf(check);
  return (value, place) => {
    list(value, place);
    if (Array.isArray(value) && value.length > 0) return;
    throw wrongValue(value, place, `${place.field} is empty`, "write at least one element");
  };
};
