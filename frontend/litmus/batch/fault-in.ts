import { InternalFault } from "../../../checker/internal-fault.ts";

/** What a test brought to light, as data that gets out of a thread. */
export interface Thrown {
  readonly message: string;
  readonly stack?: string | undefined;
}

/** A mistake of walkcheck, with the test that brings it about: only who has the test can look for it. */
export function faultIn(file: string, { message, stack }: Thrown): InternalFault {
  const fault = new InternalFault(`${file}: ${message.replace(/^internal fault: /, "")}`);
  if (stack !== undefined) fault.stack = stack;
  return fault;
}
