import type { EagerMode, Engine } from "../../checker/engine/engine.ts";
import { flyweight } from "../../checker/engine/flyweight.ts";
import type { Property } from "../../checker/property.ts";
import {
  breakBeforeMake,
  canUse,
  noAccessInFlightAfter,
  noSpuriousFault,
  noStaleAfter,
  noWrongAddress,
} from "../../model/index.ts";
import { modelOf } from "../../model/compile.ts";
import { buildMachine } from "../../model/machine/build.ts";
import type { Machine } from "../../model/machine/machine.ts";
import type { MachineState } from "../../model/machine/state.ts";
import type { Features, Scenario } from "../../model/scenario.ts";
import { explore, keyOf, outcomesIn, scenarioOf, V, type Litmus, type Outcome } from "./litmus.ts";

/** How a random test is run. */
export interface Run {
  readonly walks?: Features["walks"];
  readonly eager?: EagerMode;
  readonly engine?: Engine;
  readonly judged?: Scenario["judged"];
  /** Descriptors of page x that the properties are about. */
  readonly mappings?: readonly bigint[];
}

/** What a run says: properties that some state breaks (or reaches), and how the programs can end. */
export interface Judged {
  readonly found: Readonly<Record<string, boolean>>;
  readonly outcomes: readonly string[];
  readonly states: number;
}

/** A random test with more states than this is left out: a few would take all the time. */
const limit = 20_000;

/**
 * Runs a random test, whose programs end in the mark `done`, and judges the properties of the library. Null when it is
 * too large.
 */
export function judge(
  test: Litmus,
  {
    walks = "may-be-cached",
    eager = "fold",
    engine = flyweight,
    judged = "every state",
    mappings = [V.x, V.y],
  }: Run,
): Judged | null {
  const scenario = scenarioOf({ ...test, features: { ...test.features, walks } });
  const machine = buildMachine({ ...scenario, judged, properties: [] });
  const properties = propertiesOf(machine, mappings);
  const model = { ...modelOf(machine), properties };
  const options = { eager, deadlock: "stuck" as const, judge: properties.map((_, i) => i) };
  const exploration = explore(model, options, engine, limit);
  if (exploration.size() > limit) return null;
  const found = properties.map(({ name }, i) => [name, exploration.found(i) !== null] as const);
  return {
    found: { ...Object.fromEntries(found), deadlock: exploration.deadlocked() !== null },
    outcomes: [...new Set(outcomesIn(machine, model, exploration).map(withoutEntries))].toSorted(),
    states: exploration.size(),
  };
}

/** What a PE may still use is a matter of properties here: with explicit walks a TLB holds any part of it. */
const withoutEntries = (outcome: Outcome): string =>
  keyOf(Object.fromEntries(Object.entries(outcome).filter(([name]) => !name.includes(" uses "))));

function propertiesOf(machine: Machine, words: readonly bigint[]): readonly Property<MachineState>[] {
  const mappings = words.map((word) => ({ page: "x", word }));
  const points = machine.pes.flatMap(({ name }) =>
    mappings.map((mapping) => ({ after: { pe: name, mark: "done" }, mapping })),
  );
  const accesses = machine.pes.flatMap((pe) =>
    pe.slots.flatMap(({ instruction: { label, kind } }) =>
      label === undefined || kind === "mark" ? [] : [{ pe: pe.name, label }],
    ),
  );
  const named = (name: string) => ({ name, because: "" });
  return [
    breakBeforeMake(machine, named("break-before-make")),
    noWrongAddress(machine, named("no-wrong-address")),
    noSpuriousFault(machine, named("no-spurious-fault"), accesses),
    ...points.flatMap((point, i) => [
      noStaleAfter(machine, named(`no-stale-after ${i}`), [point]),
      noAccessInFlightAfter(machine, named(`no-access-in-flight ${i}`), [point]),
    ]),
    ...machine.pes.flatMap((pe) =>
      mappings.map((m, i) => canUse(machine, named(`${pe.name} can use ${i}`), [pe.name], [m])),
    ),
  ];
}
