import type { Command } from "./command.ts";
import type { Option } from "./option.ts";
import { options } from "./options.ts";

const exitCodes = [
  "exit codes: 0 PROVED (suite: all as expected), 1 REFUTED (suite: a verdict is unexpected), 2 bad input,",
  "            3 UNDECIDED, 4 VACUOUS, 70 internal fault. The worst property decides.",
];

/** `walkcheck --help`. */
export function globalHelp(commands: readonly Command[]): string {
  const usages = commands.map((command) => [usageOf(command), command.about] as const);
  return text([
    "walkcheck: a model checker for page-table, TLB, cache and DMA protocols",
    "",
    ...aligned(usages.map(([usage, about]) => [`walkcheck ${usage}`, about])),
    "",
    ...optionLines([options.help, options.version]),
    "",
    ...exitCodes,
    "",
    "walkcheck COMMAND --help says more about a command.",
  ]);
}

/** `walkcheck check --help`. */
export function commandHelp(command: Command): string {
  const { operands } = command;
  return text([
    `walkcheck ${usageOf(command)} [OPTION]...`,
    "",
    `  ${command.about}`,
    "",
    ...(operands === null ? [] : [...aligned([[`  ${operands.placeholder}`, operands.about]]), ""]),
    ...optionLines([...command.options, options.help]),
    "",
    "examples:",
    ...command.examples.map((example) => `  ${example}`),
    "",
    ...(command.exitCodes ?? exitCodes),
  ]);
}

function usageOf({ name, operands }: Command): string {
  if (operands === null) return name;
  const many = operands.most > 1 ? `${operands.placeholder}...` : operands.placeholder;
  return `${name} ${operands.least === 0 ? `[${many}]` : many}`;
}

function optionLines(listed: readonly Option<unknown>[]): readonly string[] {
  return aligned(
    listed.map(({ name, short, placeholder, about }) => {
      const dashes = short === undefined ? `--${name}` : `-${short}, --${name}`;
      return [`  ${dashes}${placeholder === null ? "" : ` ${placeholder}`}`, about];
    }),
  );
}

function aligned(pairs: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(0, ...pairs.map(([left]) => left.length)) + 2;
  return pairs.map(([left, right]) => `${left.padEnd(width)}${right}`);
}

function text(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
