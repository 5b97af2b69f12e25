import type { CheckResult, Trace } from "./result.ts";
import type { Schema } from "./schema/schema.ts";

/** A state of a trace as its schema shows it: what is left of a state once its type is hidden. */
export interface ShownState {
  /** One line per field, `path = value`. */
  readonly text: string;
  /** The same as JSON values. */
  readonly json: unknown;
}

/** The result with the states of its traces replaced by what the schema shows of them. */
export function showStates<S>(result: CheckResult<S>, schema: Schema<S>): CheckResult<ShownState> {
  const known = new Map<S, ShownState>();
  const show = (state: S): ShownState => {
    const shown = known.get(state) ?? shownState(state, schema);
    known.set(state, shown);
    return shown;
  };
  const properties = result.properties.map((property) => ({
    ...property,
    trace: property.trace === null ? null : mapStates(property.trace, show),
    others: property.others.map((other) => ({ ...other, trace: mapStates(other.trace, show) })),
  }));
  return { ...result, properties };
}

/** Put into words when somebody looks: a suite reads verdicts only. */
function shownState<S>(state: S, schema: Schema<S>): ShownState {
  let text: string | null = null;
  let json: { readonly value: unknown } | null = null;
  return {
    get text() {
      text ??= schema.print(state);
      return text;
    },
    get json() {
      json ??= { value: schema.toJson(state) };
      return json.value;
    },
  };
}

function mapStates<S>(trace: Trace<S>, show: (state: S) => ShownState): Trace<ShownState> {
  const steps = trace.steps.map((step) => ({ ...step, state: show(step.state) }));
  return { ...trace, initial: show(trace.initial), steps };
}
