import { constant, type Accesses, type Domain, type Expression, type Tlbi } from "../../../../model/index.ts";
import { whatExists } from "../diagnostics.ts";
import type { OperandReader } from "./operand-reader.ts";
import type { Family, Operation, Translator } from "./operation.ts";
import { valueOf } from "./registers.ts";
import { compute } from "./words.ts";

/** DMB, DSB, ISB and TLBI. */
export const barriers: Family = (mnemonic) => translators[mnemonic] ?? null;

export const barrierMnemonics = (): readonly string[] => Object.keys(translators);

const DOMAINS: readonly (readonly [string, Domain])[] = [
  ["ISH", "ish"],
  ["OSH", "osh"],
  ["NSH", "nsh"],
];

const OPTIONS = ["SY", "ST", "LD", ...DOMAINS.flatMap(([name]) => [name, `${name}ST`, `${name}LD`])];

function option(operands: OperandReader): { readonly domain: Domain; readonly accesses: Accesses } {
  // DMB and DSB alone mean the full system.
  const name = operands.more() ? operands.symbol("a barrier option") : "SY";
  if (!OPTIONS.includes(name))
    throw operands.unsupported(`the barrier option ${name} is not supported`, whatExists(name, OPTIONS));
  const domain = DOMAINS.find(([prefix]) => name.startsWith(prefix))?.[1] ?? "sy";
  return { domain, accesses: name.endsWith("ST") ? "st" : name.endsWith("LD") ? "ld" : "all" };
}

const isb: Translator = (operands) => {
  if (operands.more() && operands.symbol("a barrier option") !== "SY")
    throw operands.unsupported("ISB has no other option than SY");
  return [{ kind: "isb" }];
};

/** Of the EL1&0 regime, stage 1. There is one ASID, so that all that is of it is all there is. */
const OPERATIONS: Readonly<Record<string, { readonly by: "address" | "all"; readonly lastLevel: boolean }>> =
  {
    VAE1: { by: "address", lastLevel: false },
    VAAE1: { by: "address", lastLevel: false },
    VALE1: { by: "address", lastLevel: true },
    VAALE1: { by: "address", lastLevel: true },
    VMALLE1: { by: "all", lastLevel: false },
    ASIDE1: { by: "all", lastLevel: false },
  };

const SCOPES: readonly (readonly [string, Tlbi["scope"]])[] = [
  ["IS", "ish"],
  ["OS", "osh"],
  ["", "nsh"],
];

const tlbi: Translator = (operands) => {
  const name = operands.symbol("a TLBI operation");
  for (const [suffix, scope] of SCOPES) {
    const operation = name.endsWith(suffix)
      ? OPERATIONS[name.slice(0, name.length - suffix.length)]
      : undefined;
    if (operation === undefined) continue;
    const operand = operands.more() ? valueOf(operands.register()) : null;
    if (operation.by === "address" && operand === null)
      throw operands.unsupported(
        `TLBI ${name} without a register`,
        "it takes the address shifted right by 12",
      );
    return [tlbiOf(scope, operation.by === "all" ? null : operand, operation.lastLevel)];
  }
  const exist = Object.keys(OPERATIONS).flatMap((base) => SCOPES.map(([suffix]) => `${base}${suffix}`));
  throw operands.unsupported(`TLBI ${name} is not supported`, whatExists(name, exist));
};

/** The operand is the address shifted right by 12; bits 63 to 48, ASID and TTL, are shifted out. */
const tlbiOf = (scope: Tlbi["scope"], operand: Expression | null, lastLevel: boolean): Operation => ({
  kind: "tlbi",
  scope,
  regime: "el1",
  stages: "stage 1",
  va: operand === null ? null : compute("shl", operand, constant(12n)),
  lastLevel,
  level: null,
});

const translators: Readonly<Record<string, Translator>> = {
  DMB: (operands) => [{ kind: "dmb", ...option(operands) }],
  DSB: (operands) => [{ kind: "dsb", ...option(operands) }],
  ISB: isb,
  TLBI: tlbi,
};
