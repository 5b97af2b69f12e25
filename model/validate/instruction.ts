import type {
  Accesses,
  Clflush,
  Dc,
  Domain,
  Fence,
  Instruction,
  LoadOrder,
  Regime,
  Rmw,
  StoreOrder,
  Tlbi,
  TlbiStages,
} from "../program/instruction.ts";
import {
  flag,
  integer,
  isTrue,
  listOf,
  natural,
  oneOf,
  orNull,
  someOf,
  string,
  text,
  word,
} from "./checks.ts";
import { expression } from "./expression.ts";
import { programError, within, type Check } from "./place.ts";
import { isRecord, optional, variant, type Naming, type Optional, type ShapeOf } from "./record.ts";

export const loadOrder: Check = oneOf<LoadOrder>({ plain: true, acquire: true, acquirePC: true });
export const storeOrder: Check = oneOf<StoreOrder>({ plain: true, release: true });
export const regime: Check = oneOf<Regime>({ el1: true, el2: true });
/** The TTL hint of a TLBI. */
export const levelHint: Check = orNull(integer(0, 3));
const domain = oneOf<Domain>({ nsh: true, ish: true, osh: true, sy: true });
const accesses = oneOf<Accesses>({ ld: true, st: true, all: true });
const scope = oneOf<Tlbi["scope"]>({ nsh: true, ish: true, osh: true });
const stages = oneOf<TlbiStages>({ "stage 1": true, "stage 2": true, "stages 1 and 2": true });
const operation = oneOf<Rmw["operation"]>({
  swap: true,
  add: true,
  set: true,
  clear: true,
  xor: true,
  cas: true,
});

/** The size of an access to a W register. */
export const bits: Check = integer(32, 32);

/** How often a backward branch is taken. */
export const bound: Check = (value, place) => {
  if (typeof value === "string") oneOf({ closes: true })(value, place);
  else natural(value, place);
};

type Kind = Instruction["kind"];

/** What instructions of each kind have: an instruction added to the machine needs a row here. */
type Rows = {
  readonly [K in Kind]: ShapeOf<
    Omit<Extract<Instruction, { kind: K }>, "kind" | "kernel" | "source" | "label">
  > & {
    readonly label?: Check;
  };
};

const rows: Rows = {
  load: {
    register: text,
    address: expression,
    order: loadOrder,
    exclusive: optional(isTrue),
    bits: optional(bits),
  },
  store: { address: expression, value: expression, order: storeOrder, bits: optional(bits) },
  "store-exclusive": {
    status: text,
    address: expression,
    value: expression,
    order: storeOrder,
    bits: optional(bits),
  },
  rmw: {
    operation,
    register: orNull(text),
    address: expression,
    value: expression,
    compare: optional(expression),
    acquire: flag,
    release: flag,
    bits: optional(bits),
  },
  let: { register: text, value: expression },
  select: { register: text, condition: expression, yes: expression, no: expression },
  choose: { register: text, among: someOf(word) },
  branch: { condition: orNull(expression), to: text, bound: optional(bound) },
  dmb: { domain, accesses },
  dsb: { domain, accesses },
  isb: {},
  tlbi: { scope, regime, stages, va: orNull(expression), lastLevel: flag, level: levelHint },
  await: { address: expression, equals: word, order: loadOrder },
  lock: { lock: text, shared: optional(isTrue) },
  unlock: { lock: text, shared: optional(isTrue) },
  "send-ipi": { to: text },
  "take-ipi": {},
  svc: {},
  eret: {},
  speculate: { address: expression },
  dc: { operation: oneOf<Dc["operation"]>({ cvac: true, ivac: true, civac: true }), address: expression },
  clflush: {
    form: oneOf<Clflush["form"]>({ clflush: true, clflushopt: true, clwb: true }),
    address: expression,
  },
  wbinvd: {},
  fence: { type: oneOf<Fence["type"]>({ mfence: true, sfence: true, lfence: true }) },
  "iotlb-invalidate": { device: text, iova: orNull(expression), drains: flag, atc: flag },
  mark: { label: text, ends: optional(isTrue) },
};

const located: {
  readonly kind: Check;
  readonly kernel: Check;
  readonly source: Optional;
  readonly label: Optional;
} = {
  kind: text,
  kernel: text,
  source: optional(text),
  label: optional(string),
};

const shapes = Object.fromEntries(Object.entries(rows).map(([kind, row]) => [kind, { ...located, ...row }]));

const naming: Naming = ({ kernel }, field) => (typeof kernel === "string" ? `${field} ${kernel}` : field);

const anyInstruction = variant("an instruction", "kind", shapes, naming);

/** An instruction of a program. */
export const instruction: Check = (value, place) => {
  anyInstruction(value, place);
  if (!isRecord(value) || value["kind"] !== "rmw") return;
  const isCas = value["operation"] === "cas";
  if (isCas === (value["compare"] !== undefined)) return;
  throw programError(
    within(place.where, naming(value, place.field)),
    isCas ? "a cas has no compare" : "compare is given, but the operation is not cas",
    "cas, and only cas, compares the old value with another",
    isCas ? "add compare, or use cas()" : "leave compare out, or make the operation cas",
  );
};

/** The instructions of a program. */
export const instructions: Check = listOf(instruction);
