import * as fc from "fast-check";
import type { Model } from "../../../checker/model.ts";
import type { Property } from "../../../checker/property.ts";
import type { Rule } from "../../../checker/rule.ts";
import { at } from "../../../checker/schema/access.ts";
import { bool, int, option, queue, record, setOf } from "../../../checker/schema/constructors.ts";
import type { Infer } from "../../../checker/schema/domain.ts";
import { FiniteSet } from "../../../checker/schema/finite-set.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { arrayBy, elementOf, scalarset } from "../../../checker/symmetry/scalarset.ts";
import { step } from "../toys/step.ts";

export const pe = scalarset("PE", 3);
export const page = scalarset("page", 2);

/** Small, but with the interchangeable things in every kind of place. */
const domain = record({
  x: int(0, 2),
  pes: arrayBy(pe, record({ busy: bool(), page: option(elementOf(page)) })),
  table: arrayBy(page, option(elementOf(pe))),
  mail: queue(2, record({ to: elementOf(pe), urgent: bool() })),
  seen: setOf(elementOf(pe)),
  grant: option(record({ pe: elementOf(pe), page: option(elementOf(page)) })),
});
export type Symmetric = Infer<typeof domain>;
export const schema = schemaOf(domain);

type Ask = (state: Readonly<Symmetric>, pe: number, page: number) => boolean;
type Act = (state: Symmetric, pe: number, page: number) => void;

/** Questions about a PE and a page that treat all alike. */
const fairGuards: Readonly<Record<string, Ask>> = {
  "x=0": ({ x }) => x === 0,
  "x<2": ({ x }) => x < 2,
  busy: ({ pes }, p) => at(pes, p).busy,
  idle: ({ pes }, p) => !at(pes, p).busy,
  "on page": ({ pes }, p, v) => at(pes, p).page === v,
  "off page": ({ pes }, p) => at(pes, p).page === null,
  mapped: ({ table }, p, v) => at(table, v) === p,
  free: ({ table }, _, v) => at(table, v) === null,
  "has mail": ({ mail }, p) => mail.length > 0 && at(mail, 0).to === p,
  "mail has room": ({ mail }) => mail.length < 2,
  seen: ({ seen }, p) => seen.has(p),
  unseen: ({ seen }, p) => !seen.has(p),
  granted: ({ grant }, p) => grant !== null && grant.pe === p,
  ungranted: ({ grant }) => grant === null,
  "someone busy": ({ pes }) => pes.some(({ busy }) => busy),
  "all seen": ({ seen }) => seen.size === pe.size,
};

const fairActions: Readonly<Record<string, Act>> = {
  "x++": (state) => {
    state.x = (state.x + 1) % 3;
  },
  toggle: ({ pes }, p) => {
    at(pes, p).busy = !at(pes, p).busy;
  },
  "go to page": ({ pes }, p, v) => {
    at(pes, p).page = v;
  },
  "leave page": ({ pes }, p) => {
    at(pes, p).page = null;
  },
  map: ({ table }, p, v) => {
    table[v] = p;
  },
  "unmap all": ({ table }) => {
    for (let v = 0; v < page.size; v++) table[v] = null;
  },
  send: ({ mail, pes }, p) => {
    if (mail.length < 2) mail.push({ to: p, urgent: at(pes, p).busy });
  },
  receive: ({ mail }) => {
    mail.shift();
  },
  see: ({ seen }, p) => {
    seen.add(p);
  },
  forget: ({ seen }, p) => {
    seen.delete(p);
  },
  grant: (state, p, v) => {
    state.grant = { pe: p, page: v };
  },
  revoke: (state) => {
    state.grant = null;
  },
};

/** What tells one PE from another. */
const unfairGuards: Readonly<Record<string, Ask>> = {
  "is PE0": (_, p) => p === 0,
  "PE1 is busy": ({ pes }) => at(pes, 1).busy,
  "page0 is mapped": ({ table }) => at(table, 0) !== null,
};

const unfairActions: Readonly<Record<string, Act>> = {
  "x := PE": (state, p) => {
    state.x = p;
  },
  "see the first": ({ seen, pes }) => {
    seen.add(
      Math.max(
        0,
        pes.findIndex(({ busy }) => busy),
      ),
    );
  },
};

interface RuleSpec {
  readonly guards: readonly string[];
  readonly actions: readonly string[];
}

export interface SymmetricSpec {
  readonly rules: readonly RuleSpec[];
  readonly unfair: RuleSpec | null;
  /** An eager rule whose firings commute, or one whose firings take something from each other. */
  readonly eager: keyof typeof eagerRules | null;
  readonly bad: readonly string[];
  readonly wanted: readonly string[];
  readonly abandoned: readonly string[] | null;
  readonly final: string;
}

const eagerRules = {
  commuting: { guards: ["busy", "unseen"], actions: ["see"] },
  racing: { guards: ["busy", "free"], actions: ["map"] },
} as const;

const guards = { ...fairGuards, ...unfairGuards };
const actions = { ...fairActions, ...unfairActions };

const some = (names: readonly string[], most: number) =>
  fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: most });
const fairNames = Object.keys(fairGuards);
const ruleSpec = fc.record({ guards: some(fairNames, 2), actions: some(Object.keys(fairActions), 2) });
const unfairSpec = fc.oneof(
  fc.record({ guards: some(Object.keys(unfairGuards), 2), actions: some(Object.keys(fairActions), 2) }),
  fc.record({ guards: some(fairNames, 2), actions: some(Object.keys(unfairActions), 1) }),
);

export const symmetricSpec: fc.Arbitrary<SymmetricSpec> = fc.record({
  rules: fc.array(ruleSpec, { minLength: 1, maxLength: 4 }),
  unfair: fc.option(unfairSpec, { freq: 4 }),
  eager: fc.option(fc.constantFrom("commuting", "racing"), { freq: 2 }),
  bad: some(fairNames, 3),
  wanted: some(fairNames, 3),
  abandoned: fc.option(some(fairNames, 3), { freq: 3 }),
  final: fc.constantFrom(...fairNames),
});

function ruleOf({ guards: asked, actions: done }: RuleSpec, name: string): Rule<Symmetric> {
  return {
    name,
    instances: [0, 1, 2].flatMap((p) => [0, 1].map((v) => [p, v])),
    sorts: [pe, page],
    when: (state, p = 0, v = 0) => asked.every((guard) => guards[guard]?.(state, p, v)),
    then: (state, p = 0, v = 0) => {
      for (const action of done) actions[action]?.(state, p, v);
    },
    label: (_, p = 0, v = 0) => step(`${name} PE${p} page${v}`),
  };
}

/** Of nobody: what holds of every PE and page, or of none. */
const everywhere = (asked: readonly string[]) => (state: Readonly<Symmetric>) =>
  [0, 1, 2].every((p) =>
    asked.every((guard) => fairGuards[guard]?.(state, p, 0) && fairGuards[guard]?.(state, p, 1)),
  );

const about = (asked: readonly string[], p: number, v: number) => (state: Readonly<Symmetric>) =>
  asked.every((guard) => fairGuards[guard]?.(state, p, v)) ? { facts: { pe: p, page: v } } : null;

/** Properties about each pair, about one pair alone, and about none. */
function propertiesOf({ bad, wanted }: SymmetricSpec): readonly Property<Symmetric>[] {
  const because = "a random system";
  const pairs = [0, 1, 2].flatMap((p) => [0, 1].map((v) => [p, v] as const));
  return [
    ...pairs.map(([p, v]): Property<Symmetric> => {
      const goals = ["one wanted"];
      return { kind: "always", name: `bad ${p} ${v}`, because, goals, violatedBy: about(bad, p, v) };
    }),
    { kind: "sometimes", name: "one wanted", because, reachedBy: about(wanted, 1, 1) },
    {
      kind: "always",
      name: "lopsided",
      because,
      violatedBy: (state) => about(bad, 2, 0)(state) && about(wanted, 0, 1)(state),
    },
    {
      kind: "sometimes",
      name: "everywhere",
      because,
      reachedBy: (state) => (everywhere(wanted)(state) ? { facts: {} } : null),
    },
  ];
}

const start: Symmetric = {
  x: 0,
  pes: [0, 1, 2].map(() => ({ busy: false, page: null })),
  table: [null, null],
  mail: [],
  seen: FiniteSet.of(),
  grant: null,
};

export function symmetricSystem(spec: SymmetricSpec): Model<Symmetric> {
  const rules = spec.rules.map((rule, index) => ruleOf(rule, `rule ${index}`));
  const { abandoned } = spec;
  return {
    name: "random and symmetric",
    schema,
    initial: [start],
    rules: [
      ...rules,
      ...(spec.eager === null ? [] : [{ ...ruleOf(eagerRules[spec.eager], "eager"), eager: true as const }]),
      ...(spec.unfair === null ? [] : [ruleOf(spec.unfair, "unfair")]),
    ],
    properties: propertiesOf(spec),
    symmetries: [pe, page],
    end: (state) => (everywhere([spec.final])(state) ? "final" : "deadlock"),
    cut: (state) => (everywhere(["seen", spec.final])(state) ? `x = ${state.x}` : null),
    ...(abandoned === null ? {} : { abandoned: everywhere(["seen", ...abandoned]) }),
  };
}
