import * as fc from "fast-check";
import type { Arbitrary } from "fast-check";
import type {
  AssemblyInstruction,
  Modifier,
  Operand,
  Register,
  Span,
} from "../../../frontend/litmus/syntax.ts";

/** Generated trees have no text, and comparisons look at none of these. */
export const nowhere: Span = { line: 0, column: 0, start: 0, end: 0 };

const register: Arbitrary<Register> = fc
  .oneof(
    fc
      .tuple(fc.constantFrom("X", "W"), fc.integer({ min: 0, max: 30 }))
      .map(([width, number]) => `${width}${number}`),
    fc.constantFrom("XZR", "WZR", "SP", "WSP"),
  )
  .map((name) => ({ name, bits: name.startsWith("W") ? 32 : 64, zero: name.endsWith("ZR") }));

const modifier: Arbitrary<Modifier> = fc.record({
  operator: fc.constantFrom(
    "LSL",
    "LSR",
    "ASR",
    "ROR",
    "UXTB",
    "UXTH",
    "UXTW",
    "UXTX",
    "SXTB",
    "SXTH",
    "SXTW",
    "SXTX",
  ),
  amount: fc.option(fc.nat({ max: 63 })),
});

const immediate = fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n });

const plain: Arbitrary<Operand> = fc.oneof(
  register.map((register): Operand => ({ kind: "register", register, at: nowhere })),
  immediate.map((value): Operand => ({ kind: "immediate", value, at: nowhere })),
  modifier.map((modifier): Operand => ({ kind: "modifier", modifier, at: nowhere })),
  fc
    .constantFrom(
      "ISH",
      "ish",
      "VAAE1IS",
      "EQ",
      "Lout",
      "L0",
      "ELR_EL1",
      "S3_0_C1_C2_3",
      "V0.4S",
      "V1.S[2]",
      "P0/M",
    )
    .map((name): Operand => ({ kind: "symbol", name, at: nowhere })),
);

const memory: Arbitrary<Operand> = fc.oneof(
  fc.record({
    kind: fc.constant("memory" as const),
    base: register,
    offset: fc.option(immediate),
    modifier: fc.constant(null),
    writeback: fc.constantFrom(null, "before" as const),
    at: fc.constant(nowhere),
  }),
  fc.record({
    kind: fc.constant("memory" as const),
    base: register,
    offset: register,
    modifier: fc.option(modifier),
    writeback: fc.constantFrom(null, "before" as const),
    at: fc.constant(nowhere),
  }),
  fc.record({
    kind: fc.constant("memory" as const),
    base: register,
    offset: fc.oneof(register, immediate),
    modifier: fc.constant(null),
    writeback: fc.constant("after" as const),
    at: fc.constant(nowhere),
  }),
);

/** Any mnemonic with any operands, as the grammar takes them; an address stands last. */
export const instruction: Arbitrary<AssemblyInstruction> = fc
  .record({
    mnemonic: fc.constantFrom("LDR", "STR", "B.EQ", "DSB", "TLBI", "NOP", "FMLAL2", "NOSUCH"),
    before: fc.array(plain, { maxLength: 4 }),
    last: fc.option(memory),
  })
  .map(({ mnemonic, before, last }) => {
    const operands = last === null ? before : [...before, last];
    const text = operands.length === 0 ? mnemonic : `${mnemonic} ${operands.map(printOperand).join(",")}`;
    return { mnemonic, operands, text, at: nowhere };
  });

function printOperand(operand: Operand): string {
  switch (operand.kind) {
    case "register":
      return operand.register.name;
    case "immediate":
      return `#${operand.value}`;
    case "modifier":
      return printModifier(operand.modifier);
    case "memory":
      return printMemory(operand);
    case "symbol":
      return operand.name;
  }
}

function printModifier({ operator, amount }: Modifier): string {
  return amount === null ? operator : `${operator} #${amount}`;
}

function printMemory({ base, offset, modifier, writeback }: Extract<Operand, { kind: "memory" }>): string {
  const by = offset === null ? "" : `,${typeof offset === "bigint" ? `#${offset}` : offset.name}`;
  if (writeback === "after") return `[${base.name}]${by}`;
  const how = modifier === null ? "" : `,${printModifier(modifier)}`;
  return `[${base.name}${by}${how}]${writeback === "before" ? "!" : ""}`;
}
