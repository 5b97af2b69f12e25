import { Diagnostic } from "../../../checker/diagnostic.ts";
import { nearest } from "../../../checker/nearest.ts";
import type { Regime, Tlbi, TlbiStages } from "../instruction.ts";
import { checkArgument, checkOptions, checkText } from "../../validate/arguments.ts";
import { levelHint } from "../../validate/instruction.ts";
import { operand, type At, type Operand } from "./operand.ts";

/** What a TLBI is about, by its name without IS or OS. */
interface Operation {
  readonly regime: Regime;
  readonly stages: TlbiStages;
  /** Whether it takes an address: a virtual one, or the intermediate physical one of a guest's page. */
  readonly by: "VA" | "IPA" | "all";
  readonly lastLevel: boolean;
}

const el1 = { regime: "el1", stages: "stage 1", lastLevel: false } as const;
const el2 = { regime: "el2", stages: "stage 1", lastLevel: false } as const;

/**
 * TLB maintenance by VA, by IPA and by all (kernel-primitives 42 to 49, 53; Arm ARM D8.17, "TLB maintenance instructions").
 * ALLE1 is about both stages of all virtual machines, VMALLS12E1 of the current one.
 */
const operations: Readonly<Record<string, Operation>> = {
  vmalle1: { ...el1, by: "all" },
  vae1: { ...el1, by: "VA" },
  vale1: { ...el1, by: "VA", lastLevel: true },
  vaae1: { ...el1, by: "VA" },
  vaale1: { ...el1, by: "VA", lastLevel: true },
  alle1: { ...el1, by: "all", stages: "stages 1 and 2" },
  vae2: { ...el2, by: "VA" },
  vale2: { ...el2, by: "VA", lastLevel: true },
  alle2: { ...el2, by: "all" },
  vmalls12e1: { ...el1, by: "all", stages: "stages 1 and 2" },
  ipas2e1: { ...el1, by: "IPA", stages: "stage 2" },
  ipas2le1: { ...el1, by: "IPA", stages: "stage 2", lastLevel: true },
};

const scopes: readonly (readonly [string, Tlbi["scope"]])[] = [
  ["", "nsh"],
  ["is", "ish"],
  ["os", "osh"],
];

/**
 * A TLBI by its name: `tlbi("vale2is", va, 3)`, `tlbi("ipas2e1is", ipa)`. `address` is the address itself, null for operations
 * without one.
 */
export function tlbi(
  op: string,
  address: Operand | null = null,
  level: number | null = null,
  at: At = {},
): Tlbi {
  checkText("tlbi", "the operation", op);
  checkArgument("tlbi", "the level", level, levelHint);
  checkOptions("tlbi", at);
  const [base, scope] = operationOf(op);
  const { regime, stages, by, lastLevel } = base;
  if ((by === "all") !== (address === null)) throw wrongOperand(op, by);
  const va = address === null ? null : operand(address);
  return { kind: "tlbi", scope, regime, stages, va, lastLevel, level, kernel: `tlbi ${op}`, ...at };
}

function operationOf(op: string): readonly [Operation, Tlbi["scope"]] {
  for (const [suffix, scope] of scopes) {
    const name = op.endsWith(suffix) ? op.slice(0, op.length - suffix.length) : "";
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (operation !== undefined) return [operation, scope];
  }
  throw unknownTlbi(op);
}

/** The TLB maintenance operations that there are. */
export const tlbiOperations: readonly string[] = scopes.flatMap(([suffix]) =>
  Object.keys(operations).map((op) => `${op}${suffix}`),
);

function unknownTlbi(op: string): Diagnostic {
  const guess = nearest(op, tlbiOperations);
  return new Diagnostic({
    kind: "program",
    what: `there is no TLBI operation ${op}`,
    next: `${guess === null ? "" : `did you mean ${guess}? `}there is: ${tlbiOperations.join(", ")}`,
  });
}

function wrongOperand(op: string, by: Operation["by"]): Diagnostic {
  const kind = by === "IPA" ? "an intermediate physical address" : "an address";
  return new Diagnostic({
    kind: "program",
    what: by === "all" ? `tlbi ${op} takes no address` : `tlbi ${op} needs ${kind}`,
  });
}
