import type { Cell } from "./cell.ts";
import { DomainError } from "./domain-error.ts";
import type { RecordPlace } from "./place.ts";
import { fieldPath, fieldsText } from "./structure.ts";

/**
 * The accessors of a record. The fields are own and enumerable, so that `{ ...pe, pc: 1 }` and `Object.keys` see them;
 * what is ours has names that no field can have.
 */
export class RecordView {
  declare readonly "#cells": readonly Cell[];
  declare readonly "#place": RecordPlace;

  constructor(place: RecordPlace, cells: readonly Cell[]) {
    Object.defineProperty(this, "#cells", { value: cells });
    Object.defineProperty(this, "#place", { value: place });
    Object.defineProperties(this, accessorsOf(place.names));
  }
}

/** Records with the same names share their accessors, and with them their hidden class. */
const accessorsByNames = new Map<string, PropertyDescriptorMap>();

function accessorsOf(names: readonly string[]): PropertyDescriptorMap {
  const key = names.join();
  let accessors = accessorsByNames.get(key);
  if (accessors === undefined) {
    accessors = Object.fromEntries(names.map((name, index) => [name, accessor(index)]));
    accessorsByNames.set(key, accessors);
  }
  return accessors;
}

function accessor(index: number): PropertyDescriptor {
  return {
    enumerable: true,
    get(this: RecordView): unknown {
      return this["#cells"][index]?.get();
    },
    set(this: RecordView, value: unknown): void {
      this["#cells"][index]?.set(value);
    },
  };
}

// A name that is no field is not found on the way up and ends here; names that are fields never come this far, so the
// proxy costs them nothing.
Object.setPrototypeOf(
  RecordView.prototype,
  new Proxy(Object.prototype, {
    set(_target, name, value, view): never {
      const place = view instanceof RecordView ? view["#place"] : null;
      if (place === null) throw new DomainError(String(name), value, "the fields of the record");
      throw new DomainError(fieldPath(place, String(name)), value, fieldsText(place));
    },
  }),
);
