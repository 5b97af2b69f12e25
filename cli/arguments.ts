import { parseArgs } from "node:util";
import { Diagnostic } from "../checker/diagnostic.ts";
import { unknownName } from "../specs/unknown-name.ts";
import type { Operands } from "./command.ts";
import type { Option } from "./option.ts";

/** A command line, read and found to be right. */
export interface Arguments {
  readonly operands: readonly string[];
  /** The value of an option. */
  readonly get: <T>(option: Option<T>) => T;
  /** What was given for an option, as it was typed. */
  readonly texts: (option: Option<unknown>) => readonly string[];
}

/** What a command line may contain. */
export interface Grammar {
  readonly operands: Operands | null;
  readonly options: readonly Option<unknown>[];
}

/** Reads a command line. Every mistake is a diagnostic that says what exists. */
export function readArguments(words: readonly string[], grammar: Grammar): Arguments {
  const texts = new Map<string, string[]>();
  const operands: string[] = [];
  for (const token of tokensOf(words, grammar)) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional") operands.push(token.value);
    else note(texts, token, grammar.options);
  }
  const given = (option: Option<unknown>): readonly string[] => texts.get(option.name) ?? [];
  // Every option is read once here, so that a bad value is found before any work starts.
  for (const option of grammar.options) option.read(given(option));
  return { operands, texts: given, get: (option) => option.read(given(option)) };
}

/** Says so when there are too few or too many operands. */
export function checkOperands({ operands }: Arguments, wanted: Operands | null): void {
  const least = wanted?.least ?? 0;
  const most = wanted?.most ?? 0;
  if (operands.length < least) {
    throw usage(`it needs ${wanted?.placeholder ?? ""}: ${wanted?.about ?? ""}`);
  }
  if (operands.length > most) {
    const extra = operands.slice(most).join(" ");
    throw usage(
      most === 0
        ? `it takes no "${extra}"`
        : `it takes one ${wanted?.placeholder ?? ""}, not also "${extra}"`,
    );
  }
}

type Tokens = NonNullable<ReturnType<typeof parseTokens>["tokens"]>;
type OptionToken = Extract<Tokens[number], { readonly kind: "option" }>;

function tokensOf(words: readonly string[], { options }: Grammar): Tokens {
  return parseTokens(words, options).tokens;
}

/** Not strict: unknown options and missing values get our own messages, which suggest the nearest name. */
function parseTokens(words: readonly string[], options: readonly Option<unknown>[]) {
  const config = options.map(({ name, short, placeholder }) => {
    const type = placeholder === null ? ("boolean" as const) : ("string" as const);
    return [name, { type, multiple: true, ...(short === undefined ? {} : { short }) }] as const;
  });
  return parseArgs({
    args: [...words],
    options: Object.fromEntries(config),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
}

function note(texts: Map<string, string[]>, token: OptionToken, options: readonly Option<unknown>[]): void {
  const option = options.find(({ name }) => name === token.name);
  if (option === undefined) throw unknownOption(token, options);
  const already = texts.get(option.name) ?? [];
  if (already.length > 0 && !option.repeatable) throw usage(`--${option.name} is given twice`);
  texts.set(option.name, [...already, valueOf(token, option)]);
}

function valueOf({ value, inlineValue }: OptionToken, { name, placeholder }: Option<unknown>): string {
  if (placeholder === null) {
    if (value !== undefined) throw usage(`--${name} takes no value, but is given "${value}"`);
    return "";
  }
  // In `--variant --json` the second word is an option, not the name of a variant.
  const missing = value === undefined || value === "" || (inlineValue === false && value.startsWith("--"));
  if (missing) throw usage(`--${name} needs a value: --${name} ${placeholder}`);
  return value;
}

function unknownOption({ rawName }: OptionToken, options: readonly Option<unknown>[]): Diagnostic {
  const among = options.map(({ name }) => `--${name}`);
  return unknownName({ what: "option", name: rawName, among });
}

function usage(what: string): Diagnostic {
  return new Diagnostic({ kind: "usage", what });
}
