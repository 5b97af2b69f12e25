import type { Canvas } from "../report/canvas.ts";
import { wantsColour } from "../report/colour.ts";
import { paintFor } from "../report/paint.ts";
import { Output } from "./output.ts";

/** What a command has around it: streams, what they can show, and whether the user wants it to end. */
export interface Session {
  readonly output: Output;
  readonly canvas: Canvas;
  readonly signal: AbortSignal;
  /** Where files are looked for. */
  readonly directory: string;
}

/** Columns of output that nobody's terminal limits. */
const widthOfPipes = 100;
/** Lanes need some room; a terminal that has less breaks lines by itself. */
const narrowest = 40;

/** The session of this process. */
export function processSession(): Session {
  const { stdout, stderr } = process;
  const ending = new AbortController();
  const output = new Output(stdout, stderr);
  endGracefully(output, ending);
  for (const stream of [stdout, stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // The reader has gone, as `| head` does: nobody is left to work for.
      if (error.code !== "EPIPE") throw error;
      ending.abort();
    });
  }
  const colour = wantsColour({ isTerminal: stdout.isTTY === true, env: process.env });
  const width = widthOf(stdout);
  return {
    output,
    canvas: { width, paint: paintFor(colour) },
    signal: ending.signal,
    directory: process.cwd(),
  };
}

/** Some terminals, as those of build machines, claim to have no columns at all. */
function widthOf({ isTTY, columns }: NodeJS.WriteStream): number {
  return isTTY && columns > 0 ? Math.max(columns, narrowest) : widthOfPipes;
}

/** The first Ctrl-C ends the search with what is known, the second one the process. */
function endGracefully(output: Output, ending: AbortController): void {
  process.once("SIGINT", () => {
    ending.abort();
    output.complain("walkcheck: interrupted, ending with what is known (Ctrl-C again to kill)");
  });
}
