import type { Mark } from "../instruction.ts";
import { checkText, checkUnlabelledOptions } from "../../validate/arguments.ts";
import type { At } from "./operand.ts";

/** A ghost event, see `Mark`. */
export const mark = (label: string, at: Omit<At, "label"> = {}): Mark => {
  checkText("mark", "label", label);
  checkUnlabelledOptions("mark", at);
  return { kind: "mark", label, kernel: label, ...at };
};

/** A ghost event that ends a region or an interval, see `Mark.ends`. */
export const endMark = (label: string, at: Omit<At, "label"> = {}): Mark => ({
  ...mark(label, at),
  ends: true,
});
