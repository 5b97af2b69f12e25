import type { Rule } from "../../checker/index.ts";
import { hardwareRules } from "./hardware.ts";
import type { Mode } from "./mode.ts";
import { programRules } from "./program.ts";
import type { Size } from "./sizes.ts";
import type { Sorts } from "./sorts.ts";
import type { State } from "./state.ts";

/** The rules of the other tools' models, with the same instances, so that every firing has its counterpart. */
export function rulesOf(size: Size, mode: Mode, sorts: Sorts): readonly Rule<State>[] {
  return [...programRules(size, mode, sorts), ...hardwareRules(size, sorts)];
}
