import { Diagnostic } from "../diagnostic.ts";
import { array, int } from "../schema/constructors.ts";
import type { ArrayDomain, Domain, IntDomain, Scalarset } from "../schema/domain.ts";

const identifier = /^[A-Za-z_$][\w$]*$/;

/**
 * Declares `size` interchangeable things.
 *
 * @example
 * const page = scalarset("page", 2);
 * const domain = record({ pte: arrayBy(page, bool()), locked: option(elementOf(page)) });
 */
export function scalarset(name: string, size: number): Scalarset {
  if (!identifier.test(name)) throw mistake(name, "its name is not an identifier", 'page, as in "page0"');
  if (!Number.isInteger(size) || size < 1) throw mistake(name, `its size is ${size}`, "how many there are");
  return { kind: "scalarset", name, size };
}

/** One of the things, as a number 0 .. size-1. */
export function elementOf(sort: Scalarset): IntDomain {
  return { ...int(0, sort.size - 1), sort };
}

/** An element for each of the things. */
export function arrayBy<D extends Domain>(sort: Scalarset, of: D): ArrayDomain<D> {
  return { ...array(sort.size, of), index: sort };
}

/** What a message calls one of the things. */
export function elementName({ name }: Scalarset, element: number): string {
  return `${name}${element}`;
}

function mistake(name: string, what: string, wanted: string): Diagnostic {
  return new Diagnostic({ kind: "spec", where: `scalarset "${name}"`, what, next: `Give it ${wanted}.` });
}
