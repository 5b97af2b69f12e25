import { descriptor } from "../../../model/index.ts";
import type { DescriptorField, Span, Value } from "../syntax.ts";
import type { CodeLabels } from "./code-labels.ts";
import { whatExists, type Complaints } from "./diagnostics.ts";
import { attributeWords, USUAL, type Attributes } from "./memory-attributes.ts";
import { NOWHERE, type Layout } from "./layout.ts";

/** Where a value goes, or what it is compared with: a descriptor may mean other things there. */
export type Receiver =
  | { readonly kind: "register" }
  | { readonly kind: "data" }
  /** The descriptor of a variable: an output address that is not given is that variable's. */
  | { readonly kind: "pte"; readonly of: string };

/** Values of a litmus file as 64-bit words. */
export class WordReader {
  readonly #layout: Layout;
  readonly #code: CodeLabels;
  readonly #complaints: Complaints;

  constructor(layout: Layout, code: CodeLabels, complaints: Complaints) {
    this.#layout = layout;
    this.#code = code;
    this.#complaints = complaints;
  }

  /** The word of a value. */
  word(value: Value, receiver: Receiver, at: Span): bigint {
    switch (value.kind) {
      case "number":
        return BigInt.asUintN(64, value.value);
      case "address":
        return this.#layout.virtual(value.of);
      case "pte-address":
        return this.#layout.pte(value.of);
      case "physical":
        // `[PTE(x)]=PA(y)` is short for the default descriptor of that page (litmus-format 2).
        return receiver.kind === "pte"
          ? this.#layout.defaultDescriptor(value.of)
          : this.#layout.physical(value.of);
      case "descriptor":
        return this.#descriptor(value.fields, receiver);
      case "list":
        throw this.#complaints.mistake(
          at,
          "a list of values stands where one is meant",
          "only an array has a list",
        );
      case "label": {
        const address = this.#code.addressOf(value.thread, value.label);
        if (address !== null) return address;
        throw this.#complaints.mistake(at, `the label ${value.label} does not exist in P${value.thread}`);
      }
      case "instruction":
        throw this.#complaints.unsupported(
          at,
          `instr:"${value.text}" is not supported: code is not memory here`,
        );
    }
  }

  /** Fields that are not given have their defaults, whatever the cell held (litmus-format 3). */
  #descriptor(fields: readonly DescriptorField[], receiver: Receiver): bigint {
    const oa = fields.find(({ key }) => key === "oa");
    const attributes = this.#attributes(fields.findLast(({ key }) => key === "attrs"));
    for (const field of fields) this.#checkField(field);
    return descriptor({
      oa: oa === undefined ? this.#missingAddress(receiver) : this.#outputAddress(oa),
      valid: this.#flag(fields, "valid", true),
      accessFlag: this.#flag(fields, "af", true),
      writable: this.#flag(fields, "db", true),
      dbm: this.#flag(fields, "dbm", false),
      el0: this.#flag(fields, "el0", true),
      attributes: attributes.index,
      shareability: attributes.shareability,
      executeNever: !this.#flag(fields, "x", true),
    });
  }

  #missingAddress(receiver: Receiver): bigint {
    return receiver.kind === "pte" ? this.#layout.physical(receiver.of) : NOWHERE;
  }

  #outputAddress({ value, at }: DescriptorField): bigint {
    if (value.kind === "physical") return value.of === "" ? NOWHERE : this.#layout.physical(value.of);
    if (value.kind === "pte-address")
      throw this.#complaints.unsupported(
        at,
        `oa:PTE(${value.of}) is not supported: no page holds descriptors here`,
        "an output address is that of a variable, oa:PA(x)",
      );
    throw this.#complaints.mistake(at, "oa is an address", "write oa:PA(x)");
  }

  #flag(fields: readonly DescriptorField[], key: string, otherwise: boolean): boolean {
    // The last one counts, as in herd7.
    const field = fields.findLast((f) => f.key === key);
    if (field === undefined) return otherwise;
    if (field.value.kind === "number" && (field.value.value === 0n || field.value.value === 1n))
      return field.value.value === 1n;
    throw this.#complaints.mistake(field.at, `${key} is 0 or 1`);
  }

  #checkField({ key, at }: DescriptorField): void {
    if (!FIELDS.includes(key))
      throw this.#complaints.unsupported(at, `descriptors have no field ${key}`, whatExists(key, FIELDS));
  }

  #attributes(field: DescriptorField | undefined): Attributes {
    if (field === undefined) return USUAL;
    const { value, at } = field;
    const words = value.kind === "words" ? value.words : null;
    if (words === null)
      throw this.#complaints.mistake(at, "attrs is a list of words", "write attrs:(Normal,NC)");
    const other = words.find((word) => !attributeWords.includes(word));
    if (other !== undefined)
      throw this.#complaints.unsupported(
        at,
        `the memory attribute ${other} is not supported`,
        whatExists(other, attributeWords),
      );
    const attributes = this.#layout.attributes.of(words);
    if (attributes !== null) return attributes;
    throw this.#complaints.unsupported(at, "more than eight memory types: MAIR has no place for this one");
  }
}

const FIELDS = ["oa", "valid", "af", "db", "dbm", "el0", "x", "attrs"];
