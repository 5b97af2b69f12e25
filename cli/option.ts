import { Diagnostic } from "../checker/diagnostic.ts";
import { unknownName } from "../specs/unknown-name.ts";

/** An option as data: parsing, validation and help all follow from it. */
export interface Option<T> {
  /** Without the dashes. */
  readonly name: string;
  readonly short?: string;
  /** What stands for its value in help; null for a switch. */
  readonly placeholder: string | null;
  readonly about: string;
  readonly repeatable: boolean;
  /** The value, from the texts given on the command line (none where it was left out). */
  readonly read: (texts: readonly string[]) => T;
}

type Details = Pick<Option<unknown>, "name" | "about"> & { readonly short?: string };

/** `--json`: there or not. */
export function toggle(details: Details): Option<boolean> {
  return { ...details, placeholder: null, repeatable: false, read: (texts) => texts.length > 0 };
}

/** `--depth N`: one value, or null where it is left out. */
export function valued<T>(
  details: Details,
  placeholder: string,
  read: (text: string) => T,
): Option<T | null> {
  return {
    ...details,
    placeholder,
    repeatable: false,
    read: ([text]) => (text === undefined ? null : read(text)),
  };
}

/** `--property P --property Q`: any number of values. */
export function repeated<T>(
  details: Details,
  placeholder: string,
  read: (text: string) => T,
): Option<readonly T[]> {
  return { ...details, placeholder, repeatable: true, read: (texts) => texts.map(read) };
}

/** `--trace lanes|diff|full|off`: one of a few names. */
export function chosen<N extends string>(details: Details, names: readonly N[]): Option<N | null> {
  return valued(details, names.join("|"), (text) => nameAmong(details.name, text, names));
}

/** The name that is meant, of those that an option knows. */
export function nameAmong<N extends string>(option: string, text: string, names: readonly N[]): N {
  const name = names.find((known) => known === text);
  if (name === undefined) {
    throw unknownName({ what: "value", name: text, among: names, of: `--${option}` });
  }
  return name;
}

/** The diagnostic for a value that cannot be read. */
export function badValue(option: string, text: string, wanted: string): Diagnostic {
  return new Diagnostic({ kind: "usage", what: `--${option} needs ${wanted}, not "${text}"` });
}
