import type { StateVariables } from "../symmetry/state-variables.ts";
import { hasOther, noValue, valueBit } from "./values.ts";

/**
 * A set of states: every variable has the value that it has in one state, or one of some others, whatever the rest
 * have. It contains what it is said to contain and perhaps more, which makes a reduction smaller, and never wrong.
 */
export class Box {
  readonly variables: StateVariables;
  readonly state: Int32Array;
  /** By variable: the other values, as a set. */
  readonly others: Int32Array;

  constructor(variables: StateVariables, slots: number) {
    this.variables = variables;
    this.state = new Int32Array(slots);
    this.others = new Int32Array(variables.count);
  }

  /** Makes it one state. */
  shrink(state: Int32Array): void {
    this.state.set(state);
    this.others.fill(noValue);
  }

  copy({ state, others }: Box): void {
    this.state.set(state);
    this.others.set(others);
  }

  value(variable: number): number {
    return this.variables.value(variable, this.state);
  }

  /** Fixes a variable. */
  fix(variable: number, value: number): void {
    this.variables.set(variable, value, this.state);
    this.others[variable] = noValue;
  }

  isFixed(variable: number): boolean {
    return this.others[variable] === noValue;
  }

  /** Lets a variable have further values; whether that is new. */
  widen(variable: number, values: number): boolean {
    const value = this.value(variable);
    if (!hasOther(values, value)) return false;
    const before = this.others[variable]!;
    const after = before | values;
    this.others[variable] = after;
    return after !== before;
  }

  /** The next value of a variable after `value`, in a round that begins with the state's own; null at its end. */
  next(variable: number, value: number): number | null {
    const others = this.others[variable]!;
    if (others === noValue) return null;
    const own = this.value(variable);
    const size = this.variables.size[variable]!;
    for (let each = value === own ? 0 : value + 1; each < size; each++) {
      if (each !== own && (others & valueBit(each)) !== 0) return each;
    }
    return null;
  }
}
