import { Diagnostic } from "../../../checker/diagnostic.ts";
import { nearest } from "../../../checker/nearest.ts";
import type { Regime, Tlbi } from "../instruction.ts";
import { checkArgument, checkOptions, checkText } from "../../validate/arguments.ts";
import { levelHint } from "../../validate/instruction.ts";
import { operand, type At, type Operand } from "./operand.ts";

/** A TLBI by its name: `tlbi("vale2is", va, 3)`. `va` is the address itself, null for operations without one. */
export function tlbi(op: string, va: Operand | null = null, level: number | null = null, at: At = {}): Tlbi {
  checkText("tlbi", "the operation", op);
  checkArgument("tlbi", "the level", level, levelHint);
  checkOptions("tlbi", at);
  const match = /^(vmall|all|vaa?(l?))e([12])(is|os)?$/.exec(op);
  const by = match?.[1];
  if (match === null || by === undefined || !tlbiOperations.includes(op)) throw unknownTlbi(op);
  const regime: Regime = match[3] === "2" ? "el2" : "el1";
  const scope = match[4] === "is" ? "ish" : match[4] === "os" ? "osh" : "nsh";
  const byAddress = by.startsWith("va");
  if (byAddress !== (va !== null)) throw wrongOperand(op, byAddress);
  const operandOf = va === null ? null : operand(va);
  return {
    kind: "tlbi",
    scope,
    regime,
    va: operandOf,
    lastLevel: match[2] === "l",
    level,
    kernel: `tlbi ${op}`,
    ...at,
  };
}

/** The stage-1 TLB maintenance operations by VA and by all (kernel-primitives 42 to 49, 53). */
export const tlbiOperations: readonly string[] = ["", "is", "os"].flatMap((scope) =>
  ["vmalle1", "vae1", "vale1", "vaae1", "vaale1", "alle1", "vae2", "vale2", "alle2"].map(
    (op) => `${op}${scope}`,
  ),
);

function unknownTlbi(op: string): Diagnostic {
  const guess = nearest(op, tlbiOperations);
  return new Diagnostic({
    kind: "program",
    what: `there is no TLBI operation ${op}`,
    next: `${guess === null ? "" : `did you mean ${guess}? `}there is: ${tlbiOperations.join(", ")}`,
  });
}

function wrongOperand(op: string, byAddress: boolean): Diagnostic {
  return new Diagnostic({
    kind: "program",
    what: byAddress ? `tlbi ${op} needs an address` : `tlbi ${op} takes no address`,
  });
}
