import type { WriteStream } from "node:tty";

/** Where text goes: results to standard output, everything about them to standard error. */
export class Output {
  private readonly stdout: Stream;
  private readonly stderr: Stream;
  private showing = false;

  constructor(stdout: Stream, stderr: Stream) {
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /** A part of the result. */
  print(text: string): void {
    this.clearStatus();
    if (this.stdout.writable) this.stdout.write(text);
  }

  /** Something about the run, not part of its result. */
  complain(text: string): void {
    this.clearStatus();
    if (this.stderr.writable) this.stderr.write(`${text}\n`);
  }

  /** Replaces the status line; nothing on a pipe. */
  status(text: (width: number) => string): void {
    if (this.stderr.isTTY !== true) return;
    this.stderr.write(`\r\u001b[2K${text(this.stderr.columns || 80)}`);
    this.showing = true;
  }

  /** Takes the status line away. */
  clearStatus(): void {
    if (!this.showing) return;
    this.stderr.write("\r\u001b[2K");
    this.showing = false;
  }
}

/** A standard stream: a terminal has more than a pipe. */
export type Stream = NodeJS.WritableStream & Partial<Pick<WriteStream, "isTTY" | "columns">>;
