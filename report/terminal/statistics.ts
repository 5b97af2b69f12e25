import type { TrieStatistics } from "../../checker/engine/engine.ts";
import type { CheckResult } from "../../checker/result.ts";
import { count } from "../text/quantity.ts";
import { type Column, table } from "../text/table.ts";

const ruleColumns: readonly Column[] = [
  { title: "rule" },
  { title: "instances", align: "right" },
  { title: "fired", align: "right" },
  { title: "led to new", align: "right" },
];
const levelColumns: readonly Column[] = [
  { title: "depth", align: "right" },
  { title: "new states", align: "right" },
];
const fieldColumns: readonly Column[] = [{ title: "field" }, { title: "distinct values", align: "right" }];

/** Per rule, field and level: where the states come from. Rules that never fired are named apart. */
export function statisticsTables<S>({ statistics, exhausted }: CheckResult<S>): readonly string[] {
  const { rules, levels, fields, fieldsOver, states, tries } = statistics;
  const never = rules.filter(({ fired }) => fired === 0).map(({ rule }) => rule);
  return [
    ...table(
      ruleColumns,
      rules.map(({ rule, instances, fired, ledToNew }) => [
        rule,
        count(instances),
        count(fired),
        count(ledToNew),
      ]),
    ),
    "",
    ...neverFired(never, exhausted),
    ...(tries === null ? [] : [triesWords(tries, statistics.rulesFired)]),
    ...(levels.length === 0 ? [] : ["", ...levelTable(levels)]),
    ...(fields.length === 0 ? [] : ["", ...fieldTable(fields), ...sampleWords(fieldsOver, states)]),
  ];
}

/** How much of the work was done without running a rule. */
function triesWords(tries: TrieStatistics, rulesFired: number): string {
  const share = rulesFired === 0 ? "no firings" : `${percent(tries.firings / rulesFired)} of the firings`;
  const known = `${count(tries.leaves)} cases in ${count(tries.tries)} tries of the rules: ${share}`;
  return tries.unobserved === 0
    ? known
    : `${known}; ${count(tries.unobserved)} instances tell too many apart for a trie`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function neverFired(rules: readonly string[], exhausted: boolean): readonly string[] {
  // A search that ended early proves nothing about rules: they might have fired later.
  const when = exhausted ? "" : " in what was visited";
  if (rules.length === 0) return [`every rule fired${when}`];
  return [`rules that never fired${when}:`, ...rules.map((rule) => `  ${rule}`)];
}

function levelTable(levels: readonly number[]): readonly string[] {
  return table(
    levelColumns,
    levels.map((states, depth) => [count(depth), count(states)]),
  );
}

/** The fields with most values first: they are what the states differ in. */
function fieldTable(fields: CheckResult<never>["statistics"]["fields"]): readonly string[] {
  const sorted = fields.toSorted((a, b) => b.distinct - a.distinct);
  return table(
    fieldColumns,
    sorted.map(({ path, distinct }) => [path, count(distinct)]),
  );
}

function sampleWords(fieldsOver: number, states: number): readonly string[] {
  if (fieldsOver >= states) return [];
  return [`(counted in a sample of ${count(fieldsOver)} of ${count(states)} states)`];
}
