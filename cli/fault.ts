/** What to say about a mistake of walkcheck itself: no stack trace unless it was asked for. */
export function faultText(error: unknown, version: string, debug: boolean): string {
  const message = error instanceof Error ? error.message : String(error);
  const told = message.startsWith("internal fault") ? message : `internal fault: ${message}`;
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return [
    `walkcheck: ${told}`,
    "  This is a bug in walkcheck, not in what you gave it. Please report it, with the command line and",
    `  the spec or test; this is walkcheck ${version} on Node ${process.version}.`,
    debug ? stack : "  WALKCHECK_DEBUG=1 shows where it happened.",
  ].join("\n");
}
