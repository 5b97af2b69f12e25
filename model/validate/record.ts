import { programError, suggestion, within, wrongValue, type Check } from "./place.ts";

/** An object of which nothing more is known. */
export type Unknown = Readonly<Record<string, unknown>>;

/** A field that may be absent. */
export interface Optional {
  readonly optional: Check;
}

/** What each field of a record must be. */
export type Shape = Readonly<Record<string, Check | Optional>>;

/** The shape of a type: the compiler sees that no field is missing, and that optional ones are marked. */
export type ShapeOf<T> = {
  readonly [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? Optional : Check;
};

/** How a record is called in a message: by its name, or by the field it stands in. */
export type Naming = (value: Unknown, field: string) => string;

/** A field that may be absent. */
export const optional = (check: Check): Optional => ({ optional: check });

/** True for objects with fields: no null, no array, and no Map or Date, whose contents are no fields. */
export const isRecord = (value: unknown): value is Unknown =>
  Object.prototype.toString.call(value) === "[object Object]";

/** An object that has the fields of a shape and no others. */
export const record =
  (what: string, shape: Shape, naming: Naming = (_, field) => field): Check =>
  (value, place) => {
    if (!isRecord(value)) throw wrongValue(value, place, `${place.field} is ${what}`, describeShape(shape));
    checkFields(value, shape, within(place.where, naming(value, place.field)));
  };

/** An object whose shape depends on one of its fields. */
export const variant =
  (what: string, tag: string, shapes: Readonly<Record<string, Shape>>, naming: Naming): Check =>
  (value, place) => {
    const kinds = Object.keys(shapes);
    if (!isRecord(value))
      throw wrongValue(
        value,
        place,
        `${place.field} is ${what}`,
        `an object with ${tag}: ${kinds.join(", ")}`,
      );
    const where = within(place.where, naming(value, place.field));
    const kind = value[tag];
    const shape = typeof kind === "string" && Object.hasOwn(shapes, kind) ? shapes[kind] : undefined;
    if (shape === undefined) {
      const next = typeof kind === "string" ? suggestion(kind, kinds) : `there is: ${kinds.join(", ")}`;
      throw wrongValue(kind, { where, field: tag }, `${tag} says which of several ${what} is`, next);
    }
    checkFields(value, shape, where);
  };

/** An object with any keys, all of whose values are of one kind. */
export const dictionary =
  (check: Check): Check =>
  (value, place) => {
    if (!isRecord(value))
      throw wrongValue(value, place, `${place.field} is an object`, "write an object: { name: value }");
    for (const [key, each] of Object.entries(value))
      check(each, { ...place, field: `${place.field}.${key}` });
  };

/** Checks the fields of an object that is a record. */
export function checkFields(value: Unknown, shape: Shape, where: string): void {
  const known = Object.keys(shape);
  for (const key of Object.keys(value)) {
    if (Object.hasOwn(shape, key)) continue;
    throw programError(
      where,
      `there is no ${key}`,
      "what is not known would be ignored",
      suggestion(key, known),
    );
  }
  for (const [key, field] of Object.entries(shape)) {
    const each = value[key];
    if (typeof field === "function") field(each, { where, field: key });
    else if (each !== undefined) field.optional(each, { where, field: key });
  }
}

const describeShape = (shape: Shape): string => `an object with: ${Object.keys(shape).join(", ")}`;
