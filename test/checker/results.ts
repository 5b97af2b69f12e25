import type { CheckResult, PropertyResult } from "../../checker/result.ts";

export const engines = ["reference", "flyweight"] as const;

/** The result of a property, which must be there. */
export function resultOf<S>(result: CheckResult<S>, property: string): PropertyResult<S> {
  const found = result.properties.find((each) => each.property === property);
  if (found === undefined) throw new Error(`no result for "${property}"`);
  return found;
}

/** The labels of a trace, implied steps in brackets, `*` before the first step of the cycle. */
export function labels<S>({ trace }: PropertyResult<S>): readonly string[] {
  if (trace === null) return [];
  return trace.steps.map(({ step, kind }, index) => {
    const text = kind === "implied" ? `(${step.text})` : step.text;
    return trace.loop === index ? `*${text}` : text;
  });
}

/** The message of the error that a promise is rejected with. */
export async function messageOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return `${error.name}: ${error.message}`;
  }
  throw new Error("it was expected to fail");
}
