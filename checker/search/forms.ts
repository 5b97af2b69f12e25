import { isRecord } from "../describe-value.ts";
import { may, must, type Form } from "./shape.ts";

export const text = must("a text", (value) => typeof value === "string");
export const nonEmptyText = must(
  "a text that is not empty",
  (value) => typeof value === "string" && value !== "",
);
export const texts = must("an array of texts", (value) => isArrayOf(value, isString));
export const list = must("an array", (value) => Array.isArray(value));
export const callable = must("a function", (value) => typeof value === "function");
export const truth = must("true or false", (value) => typeof value === "boolean");
export const integerLists = must(
  "an array of arrays of integers, [[]] for a rule without parameters",
  (value) => isArrayOf(value, (parameters) => isArrayOf(parameters, Number.isInteger)),
);
export const schema = must("made by schemaOf, as in schemaOf(record({ ... }))", isSchema);

export const scalarsets = must("an array of scalarsets", (value) => isArrayOf(value, isScalarset));
export const parameterSorts = must("an array with a scalarset or null for each parameter", (value) =>
  isArrayOf(value, (sort) => sort === null || isScalarset(sort)),
);

export const optionalText: Form = may(text);
export const optionalTexts: Form = may(texts);
export const optionalFunction: Form = may(callable);

/** Whether every element holds, holes included. */
function isArrayOf(value: unknown, holds: (element: unknown) => boolean): boolean {
  return Array.isArray(value) && Array.from<unknown>(value).every((element) => holds(element));
}

function isString(value: unknown): boolean {
  return typeof value === "string";
}

function isScalarset(value: unknown): boolean {
  return isRecord(value) && value["kind"] === "scalarset";
}

function isSchema(value: unknown): boolean {
  if (!isRecord(value) || !isRecord(value["layout"])) return false;
  const methods = ["encode", "decode", "key", "diff", "print", "toJson", "flyweight"];
  return methods.every((method) => typeof value[method] === "function");
}
