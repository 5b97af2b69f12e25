import { Diagnostic } from "../../../checker/diagnostic.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import { scenarioOf, type Litmus } from "../litmus.ts";

/** The message of the Diagnostic that an action ends in; any other error is not one. */
export function mistakeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof Diagnostic && error.details.kind === "program") return error.message;
    throw error;
  }
  throw new Error("nothing was wrong");
}

/** What is wrong with a scenario that is right but for what a test makes of it, as an untyped spec might. */
export const scenarioMistake = (spoil: (scenario: object) => unknown, test: Litmus = { pes: {} }): string => {
  // The way a spec gets here: nothing has checked its types.
  const machineOf: (scenario: never) => unknown = buildMachine;
  return mistakeOf(() => call(machineOf, spoil(scenarioOf(test))));
};

/** Calls a function the way an unchecked spec does, with anything. */
export const call = (f: (...given: never[]) => unknown, ...given: readonly unknown[]): unknown =>
  Reflect.apply(f, undefined, given);
