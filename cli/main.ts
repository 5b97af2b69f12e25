import { Diagnostic } from "../checker/diagnostic.ts";
import { unknownName } from "../specs/unknown-name.ts";
import { checkOperands, readArguments } from "./arguments.ts";
import type { Command } from "./command.ts";
import { check } from "./commands/check.ts";
import { list } from "./commands/list.ts";
import { litmus } from "./commands/litmus.ts";
import { suite } from "./commands/suite.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { faultText } from "./fault.ts";
import { commandHelp, globalHelp } from "./help.ts";
import { options } from "./options.ts";
import { processSession, type Session } from "./session.ts";
import { version } from "./version.ts";

const commands: readonly Command[] = [suite, check, litmus, list];

const session = processSession();
// Without this, Node would exit with 1, which means REFUTED.
process.on("uncaughtException", (error) => {
  session.output.complain(faultText(error, version(), isDebugging()));
  process.exit(exitCode.internalFault);
});
// Not process.exit: what was printed must reach its pipe first.
process.exitCode = await main(process.argv.slice(2), session);
session.output.clearStatus();

async function main(words: readonly string[], session: Session): Promise<ExitCode> {
  const [first] = words;
  const command = commands.find(({ name }) => name === first);
  try {
    return command === undefined ? general(words, session) : await run(command, words.slice(1), session);
  } catch (error) {
    if (!(error instanceof Diagnostic)) {
      session.output.complain(faultText(error, version(), isDebugging()));
      return exitCode.internalFault;
    }
    const hint = command === undefined ? "walkcheck --help" : `walkcheck ${command.name} --help`;
    session.output.complain(`walkcheck: ${error.message}`);
    if (error.details.kind === "usage") session.output.complain(`  see ${hint}`);
    return exitCode.badInput;
  }
}

async function run(command: Command, words: readonly string[], session: Session): Promise<ExitCode> {
  if (asksForHelp(words)) {
    session.output.print(commandHelp(command));
    return exitCode.ok;
  }
  const args = readArguments(words, { ...command, options: [...command.options, options.help] });
  checkOperands(args, command.operands);
  return command.run(args, session);
}

/** Help is given whatever else is wrong with the command line. */
function asksForHelp(words: readonly string[]): boolean {
  const options = words.includes("--") ? words.slice(0, words.indexOf("--")) : words;
  return options.includes("--help") || options.includes("-h");
}

/** A command line without a command: `--help`, `--version`, `help check`, or a mistake. */
function general(words: readonly string[], { output }: Session): ExitCode {
  const [first, second] = words;
  const about = first === "help" ? commands.find(({ name }) => name === second) : undefined;
  if (about !== undefined) {
    output.print(commandHelp(about));
    return exitCode.ok;
  }
  if (asksForHelp(words) || (first === "help" && second === undefined)) {
    output.print(globalHelp(commands));
    return exitCode.ok;
  }
  const name = first === "help" ? second : first;
  if (name !== undefined && !name.startsWith("-")) throw unknownCommand(name);
  const args = readArguments(words, { operands: null, options: [options.help, options.version] });
  if (args.get(options.version)) {
    output.print(`${version()}\n`);
    return exitCode.ok;
  }
  output.complain(globalHelp(commands).trimEnd());
  return exitCode.badInput;
}

function unknownCommand(name: string): Diagnostic {
  return unknownName({ what: "command", name, among: commands.map((command) => command.name) });
}

function isDebugging(): boolean {
  return process.env["WALKCHECK_DEBUG"] === "1";
}
