/** What it takes to run something again. */
export interface Invocation {
  /** The name of a spec, or its file as it was given. */
  readonly spec: string;
  readonly variant: string | null;
  readonly parameters: Readonly<Record<string, string>>;
  readonly properties: readonly string[];
  /** Options that change the outcome, as name and value: `["depth", "20"]`. */
  readonly options: readonly (readonly [string, string])[];
}

/** The command that reproduces a run, ready to paste into a shell. */
export function reproduceCommand({ spec, variant, parameters, properties, options }: Invocation): string {
  const given: (readonly [string, string])[] = [
    ...(variant === null ? [] : [["variant", variant] as const]),
    ...Object.entries(parameters).map(([name, value]) => ["param", `${name}=${value}`] as const),
    ...properties.map((name) => ["property", name] as const),
    ...options,
  ];
  return ["walkcheck check", quoted(spec), ...optionWords(given)].join(" ");
}

/** The command that runs a litmus test again, and shows the way to what it allows. */
export function litmusCommand(file: string, options: readonly (readonly [string, string])[]): string {
  return ["walkcheck litmus", ...optionWords(options), "--witness", quoted(file)].join(" ");
}

function optionWords(options: readonly (readonly [string, string])[]): readonly string[] {
  return options.map(([name, value]) => `--${name} ${quoted(value)}`);
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
