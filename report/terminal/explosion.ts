import type { CheckResult, Statistics } from "../../checker/result.ts";
import { explosionOf, type Explosion, type Outlook, type RuleShare } from "../../checker/search/explosion.ts";
import type { Canvas } from "../canvas.ts";
import { bytes, count, counted } from "../text/quantity.ts";
import { labelled } from "./labelled.ts";

/** Named one by one; the others only as a sum. */
const mostRules = 5;
const mostFields = 6;
/** What memory is measured against where no bound was set. */
const aGigabyte = 2 ** 30;

/** Where the states come from, and what is left: for a search that a bound ended, or when statistics were asked for. */
export function explosionLines<S>(result: CheckResult<S>, canvas: Canvas): readonly string[] {
  const explosion = explosionOf(result);
  return [
    ...labelled("growth", growthWords(explosion), canvas),
    ...ruleLines(explosion, canvas),
    ...labelled("fields", fieldWords(explosion, result.statistics), canvas),
    ...labelled("memory", memoryWords(explosion, result), canvas),
  ];
}

function growthWords({ widths, growth, outlook }: Explosion): string {
  const last = `the last levels have ${widths.map(count).join(", ")} new states`;
  const factor = growth === null ? "" : ` (times ${growth.toFixed(2)} per level)`;
  return `${last}${factor}: ${outlookWords(outlook)}`;
}

function outlookWords(outlook: Outlook): string {
  switch (outlook.kind) {
    case "none":
      return "nothing is left";
    case "shrinking":
      return `about ${counted(outlook.states, "state")} left, as an estimate`;
    case "endless":
      return "as an estimate, no end is in sight";
    case "unknown":
      return "too few levels to estimate what is left";
  }
}

/** Rules of a kind share a name: a step of each says which CPU and instruction is meant. */
function ruleLines({ rules }: Explosion, canvas: Canvas): readonly string[] {
  const named = rules.slice(0, mostRules).map(ruleWords);
  const others = rules.slice(mostRules).reduce((sum, { ledToNew }) => sum + ledToNew, 0);
  const rest = rules.length - named.length;
  const last = rest === 0 ? [] : [`${counted(rest, "other rule")} led to ${count(others)} together`];
  const lines = rules.length === 0 ? ["no rule led to one"] : [...named, ...last];
  return lines.flatMap((line, index) => labelled(index === 0 ? "new states" : "", line, canvas));
}

function ruleWords({ rule, ledToNew, share, example }: RuleShare): string {
  const step = example === null ? "" : `, as in ${example.lane}: ${example.text}`;
  return `${count(ledToNew)} (${percent(share)}) by ${rule}${step}`;
}

function fieldWords({ fields, fieldsOver }: Explosion, { states }: Statistics): string {
  if (fieldsOver === 0) return "not counted";
  const over =
    fieldsOver < states ? `a sample of ${count(fieldsOver)} of ${count(states)} states` : "all states";
  if (fields.length === 0) return `none has two values in ${over}`;
  const named = fields.slice(0, mostFields).map(({ path, distinct }) => `${path} ${count(distinct)}`);
  return `${counted(fields.length, "field")} with more than one value in ${over}: ${named.join(", ")}${
    fields.length > named.length ? ", ..." : ""
  }`;
}

/** Fewer states than this are lost in what an engine takes for none at all. */
const tellingStates = 1000;

function memoryWords<S>({ bytesPerState, statesInMemory }: Explosion, result: CheckResult<S>): string {
  const { bounds, statistics } = result;
  const process = `the process took ${bytes(statistics.peakBytes)} at most`;
  if (statistics.states < tellingStates) return `too few states to say what each takes; ${process}`;
  const limit = bounds.memory ?? aGigabyte;
  const room = statesInMemory ?? (bytesPerState === 0 ? 0 : limit / bytesPerState);
  const holds = bounds.memory === null ? `${bytes(limit)} would hold` : `the bound of ${bytes(limit)} holds`;
  const each = `${bytes(bytesPerState)} per state, so ${holds} about ${counted(roughly(room), "state")}`;
  return `${each}; ${process}`;
}

function percent(share: number): string {
  const whole = Math.round(share * 100);
  return whole === 0 && share > 0 ? "<1%" : `${whole}%`;
}

/** Two digits: more would claim to be exact. */
function roughly(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
  return Math.floor(value / unit) * unit;
}
