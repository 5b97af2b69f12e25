import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** Where the documents' reader has put the checkout. */
const readersCheckout = "/path/to/walkcheck";

/**
 * Somebody who follows a document: a directory outside of the checkout with `walkcheck` and `tsx` as commands and
 * walkcheck installed, and the exit code of the command before.
 */
export class Reader {
  readonly directory = mkdtempSync(join(tmpdir(), "walkcheck-docs-"));
  private readonly path: string;
  private lastCode = 0;

  constructor() {
    const bin = join(this.directory, "node_modules", ".bin");
    mkdirSync(bin, { recursive: true });
    symlinkSync(root, join(this.directory, "node_modules", "walkcheck"));
    writeCommand(join(bin, "walkcheck"), `"${process.execPath}" "${root}/bin/walkcheck.mjs"`);
    writeCommand(join(bin, "tsx"), `"${process.execPath}" "${root}/node_modules/tsx/dist/cli.mjs"`);
    writeCommand(join(bin, "tsc"), `"${process.execPath}" "${root}/node_modules/typescript/bin/tsc"`);
    this.path = [bin, process.env["PATH"] ?? ""].join(delimiter);
  }

  /** Writes a file of a document. */
  write(file: string, text: string): void {
    writeFileSync(join(this.directory, file), text.replaceAll(readersCheckout, root));
  }

  /** Runs a command in a shell; standard output and error as a terminal mixes them. */
  async run(command: string): Promise<string> {
    const { NO_COLOR: _no, FORCE_COLOR: _force, CI: _ci, ...env } = process.env;
    const words = ["-c", `(exit ${this.lastCode}); ${command.replaceAll(readersCheckout, root)}`];
    const child = spawn("/bin/sh", words, { cwd: this.directory, env: { ...env, PATH: this.path } });
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => output.push(text));
    }
    this.lastCode = await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve(code ?? 1));
    });
    return output.join("").replaceAll(root, readersCheckout);
  }

  leave(): void {
    rmSync(this.directory, { recursive: true });
  }
}

function writeCommand(path: string, start: string): void {
  writeFileSync(path, `#!/bin/sh\nexec ${start} "$@"\n`);
  chmodSync(path, 0o755);
}
