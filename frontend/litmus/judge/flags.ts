import { check } from "../../../checker/check.ts";
import type { CheckOptions } from "../../../checker/check-options.ts";
import type { Machine } from "../../../model/index.ts";
import { modelOf } from "../../../model/compile.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import { BBM_FLAG, mayNeedBreakBeforeMake, needsBreakBeforeMake } from "./break-before-make.ts";

/** What herd7 flags of a test; null where a bound came before that was known. */
export interface Flags {
  readonly flags: readonly string[] | null;
  /** States that the search for them visited. */
  readonly states: number;
}

/**
 * The flags of a test. They are about states in the middle, which a search for final states passes over: a test whose
 * descriptors may hold values that conflict is searched again, up to the first state that is to be flagged.
 */
export async function flagsOf(machine: Machine, options: CheckOptions): Promise<Flags> {
  if (!mayNeedBreakBeforeMake(machine)) return { flags: [], states: 0 };
  const whole = buildMachine({ ...machine.scenario, judged: "every state" });
  const isFlagged = needsBreakBeforeMake(whole);
  const conflict = {
    kind: "sometimes",
    name: BBM_FLAG,
    because: "an entry that conflicts with the one in memory may be in use",
    reachedBy: (state: Parameters<typeof isFlagged>[0]) => (isFlagged(state) ? { facts: {} } : null),
  } as const;
  const result = await check({ ...modelOf(whole), properties: [conflict] }, options);
  const { states } = result.statistics;
  if (result.properties[0]?.reason.kind === "reached") return { flags: [BBM_FLAG], states };
  return { flags: result.exhausted ? [] : null, states };
}
