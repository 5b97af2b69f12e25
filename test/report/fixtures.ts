import type { CheckResult, PropertyResult, Trace, TraceStep } from "../../checker/result.ts";
import type { Step } from "../../checker/rule.ts";
import { unbounded } from "../../checker/bounds.ts";
import type { Canvas } from "../../report/canvas.ts";
import { paintFor } from "../../report/paint.ts";
import { type RunReport, runReport } from "../../report/run-report.ts";
import type { Detail } from "../../report/shows.ts";
import { planRun } from "../../specs/plan.ts";
import { variantSetting } from "../../specs/setting.ts";
import type { ShownState } from "../../checker/shown-state.ts";
import { defineSpec } from "../../specs/validate.ts";

/** Results written by hand: what a report looks like must not depend on what any model does today. */

const file = "arch/arm64/kvm/hyp/nvhe/mm.c";

export const spec = defineSpec({
  name: "slot",
  about: "A fixmap slot in a shared table.",
  sources: ["a mail"],
  parameters: { ets2: { about: "FEAT_ETS2", values: ["no", "yes"] } },
  variants: {
    v4: { about: "as posted: dsb(nshst), tlbi vale2, dsb(nsh)" },
    merged: { about: "broadcast", setting: { ets2: "yes" } },
  },
  properties: {
    bbm: "A PE that may use two entries for one page may use an address that is in neither.",
    used: "The slot is used.",
    mapped: "A vCPU that faults gets its mapping.",
    locked: "Two users of a slot exclude each other.",
  },
  expected: {
    v4: {
      bbm: { verdict: "REFUTED", because: "the invalidation is local" },
      used: "PROVED",
      mapped: "PROVED",
      locked: { notApplicable: "one slot per CPU" },
    },
    merged: {
      bbm: "PROVED",
      used: "PROVED",
      mapped: "PROVED",
      locked: { pending: "no locks yet", until: "locks" },
    },
  },
  model: () => {
    throw new Error("nothing is run here");
  },
});

function program(lane: string, text: string, line?: number): Step {
  return { lane, actor: "program", text, ...(line === undefined ? {} : { source: `${file}:${line}` }) };
}

function shown(pte: string, cached: string): ShownState {
  return { text: `pte = ${pte}\npes[1].cached = ${cached}`, json: { pte, cached } };
}

function step(
  step: Step,
  state: ShownState,
  more: Partial<TraceStep<ShownState>> = {},
): TraceStep<ShownState> {
  return {
    step,
    kind: "rule",
    rule: "instruction",
    parameters: [0],
    folded: [],
    changes: [],
    state,
    ...more,
  };
}

const changePte = (before: string, after: string) => ({ changes: [{ path: "pte", before, after }] });

/** The mail's bug: PE1 keeps page A after PE0 has unmapped it. */
export const counterexample: Trace<ShownState> = {
  initial: shown("Inv", "{}"),
  initialFolded: [],
  loop: null,
  steps: [
    step(program("PE0", "str pte(slot0) := V(A)", 226), shown("V(A)", "{}"), changePte("Inv", "V(A)")),
    step(program("PE0", "dsb(nshst)", 227), shown("V(A)", "{}")),
    step(
      {
        lane: "PE1",
        actor: "hardware",
        text: "walk slot0, may cache V(A)",
        note: "any PE may walk a shared table at any time",
      },
      shown("V(A)", "{V(A)}"),
      {
        kind: "implied",
        rule: null,
        changes: [{ path: "pes[1].cached", before: "{}", after: "{V(A)}" }],
      },
    ),
    step(program("PE0", "str pte(slot0) := Inv", 237), shown("Inv", "{V(A)}"), changePte("V(A)", "Inv")),
    step(program("PE0", "dsb(nshst)", 238), shown("Inv", "{V(A)}")),
    step(program("PE0", "tlbi vale2, slot0", 239), shown("Inv", "{V(A)}")),
    step(program("PE0", "dsb(nsh)", 240), shown("Inv", "{V(A)}"), { folded: [program("PE0", "isb", 241)] }),
    step(program("PE0", "str pte(slot0) := V(B)", 226), shown("V(B)", "{V(A)}"), changePte("Inv", "V(B)")),
  ],
};

/** A fault that is retried for ever. */
export const lasso: Trace<ShownState> = {
  initial: shown("Inv", "{}"),
  initialFolded: [program("PE0", "isb")],
  loop: 1,
  steps: [
    step(program("PE2", "invalidate_start"), shown("Inv", "{}")),
    step(program("PE0", "fault: read mmu_seq"), shown("Inv", "{}")),
    step(program("PE10", "mmu_seq++"), shown("Inv", "{}")),
    step(program("PE0", "-EAGAIN"), shown("Inv", "{}")),
  ],
};

export const refuted: PropertyResult<ShownState> = {
  property: "bbm",
  kind: "always",
  because: "A PE that may use two entries for one page may use an address that is in neither.",
  verdict: "REFUTED",
  reason: { kind: "counterexample" },
  witness: { facts: { pe: "PE1", "may use": "V(A)", "the PTE holds": "V(B)" }, fields: ["pes[1].cached"] },
  trace: counterexample,
  others: [],
};

export const reached: PropertyResult<ShownState> = {
  property: "used",
  kind: "sometimes",
  because: "The slot is used.",
  verdict: "PROVED",
  reason: { kind: "reached" },
  witness: { facts: {} },
  trace: { ...counterexample, steps: counterexample.steps.slice(0, 2) },
  others: [],
};

export const livelock: PropertyResult<ShownState> = {
  property: "mapped",
  kind: "eventually",
  because: "A vCPU that faults gets its mapping.",
  verdict: "REFUTED",
  reason: { kind: "counterexample" },
  witness: null,
  trace: lasso,
  others: [],
};

/** A whole result around some properties. */
export function result(
  properties: readonly PropertyResult<ShownState>[],
  more: Partial<CheckResult<ShownState>> = {},
): CheckResult<ShownState> {
  return {
    model: "slot v4",
    engine: "flyweight",
    verdict: properties[0]?.verdict ?? "PROVED",
    properties,
    bounds: unbounded,
    keepGoing: 1,
    hit: null,
    exhausted: true,
    statistics: {
      states: 1234,
      rulesFired: 5678,
      depth: 17,
      seconds: 0.125,
      bytes: 3 * 2 ** 20,
      peakBytes: 96 * 2 ** 20,
      tries: null,
      levels: [1, 2, 3],
      frontier: 0,
      rules: [
        {
          rule: "instruction",
          instances: 12,
          fired: 5000,
          ledToNew: 1000,
          example: program("PE0", "dsb(nshst)", 227),
        },
        { rule: "write-back", instances: 2, fired: 0, ledToNew: 0, example: null },
      ],
      fields: [
        { path: "pte", distinct: 3 },
        { path: "pes[1].cached", distinct: 4 },
      ],
      fieldsOver: 1234,
    },
    collected: new Set(),
    reductions: { symmetry: null, partialOrder: "off" },
    simulation: null,
    assumptions: ["loop L runs at most 2 times"],
    ...more,
  };
}

/** A report of a variant. */
export function report(
  checked: CheckResult<ShownState>,
  variant: "v4" | "merged" = "v4",
  exitCode = 1,
): RunReport {
  const run = planRun(spec, variant, variantSetting(spec, variant));
  return runReport({ run, result: checked }, `walkcheck check slot --variant ${variant}`, exitCode);
}

export function canvas(width: number, colour = false): Canvas {
  return { width, paint: paintFor(colour) };
}

export function detail(more: Partial<Detail> = {}): Detail {
  return { trace: "lanes", stats: false, asked: false, everyTrace: false, ...more };
}
