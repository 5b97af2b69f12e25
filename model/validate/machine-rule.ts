import { isSwitchable, switchableRules, whyFixed } from "../machine-rules/machine-rules.ts";
import { suggestion, wrongValue, type Check } from "./place.ts";

/** The name of a rule that a machine can be built without. */
export const switchableRule: Check = (value, place) => {
  const name = typeof value === "string" ? value : "";
  if (isSwitchable(name)) return;
  const fixed = whyFixed(name);
  const why =
    fixed === null
      ? `${place.field} is a rule that a machine can be built without`
      : `no machine can be built without it: ${fixed}`;
  throw wrongValue(value, place, why, suggestion(name, switchableRules));
};
