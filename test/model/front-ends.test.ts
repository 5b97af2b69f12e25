import { describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import {
  compile,
  dsb,
  isb,
  ldr,
  mark,
  str,
  tlbi,
  type Instruction,
  type Scenario,
} from "../../model/index.ts";
import { binary, constant, register } from "../../model/program/expression.ts";
import { parameters, type FixmapSetting } from "../../specs/pkvm-fixmap/parameters.ts";
import { fixmapScenario } from "../../specs/pkvm-fixmap/scenario.ts";
import { compute } from "./instructions.ts";
import { allows, outcomesOf, pte, V, x, z } from "./litmus.ts";

/*
 * Litmus files and lifted C end in the same programs as hand-written specs. One of each, encoded by hand.
 */

describe("a litmus test of Arm's VMSA catalogue: MP+shoot+addr", () => {
  const X9 = binary("shr", register("X3"), constant(12));
  // STR X1,[X2]; DSB ISH; LSR X9,X3,#12; TLBI VAAE1IS,X9; DSB ISH; MOV W7,#1; STR W7,[X8]
  const P0: readonly Instruction[] = [
    str("X1", "X2", { kernel: "STR X1,[X2]" }),
    dsb("ish", { kernel: "DSB ISH" }),
    tlbi("vaae1is", binary("shl", X9, constant(12)), null, { kernel: "TLBI VAAE1IS,X9" }),
    dsb("ish", { kernel: "DSB ISH" }),
    str(1n, "X8", { kernel: "STR W7,[X8]" }),
  ];
  // LDR W7,[X8]; EOR W9,W7,W7; LDR W4,[X3,W9,SXTW]
  const P1 = (address: "W9" | "X3"): readonly Instruction[] => [
    ldr("W7", "X8", { kernel: "LDR W7,[X8]" }),
    compute("W9", binary("xor", register("W7"), register("W7"))),
    ldr("W4", address === "X3" ? "X3" : binary("add", register("X3"), register("W9"))),
  ];
  const registers = { X1: V.y, X2: pte.x, X3: x, X8: z };
  const given = (address: "W9" | "X3") => ({
    memory: { y: 1n },
    pes: { P0, P1: P1(address) },
    pe: { P0: { registers }, P1: { registers } },
  });
  const exists = { "P1:W7": 1, "P1:W4": 0 };

  test("is forbidden, as published", () => {
    expect(allows(given("W9"), exists)).toBe(false);
    expect(allows({ ...given("W9"), features: { ets2: true } }, exists)).toBe(false);
  });

  test("is allowed without the dependency", () => {
    expect(allows(given("X3"), exists)).toBe(true);
  });
});

/** kvm_phys_to_pte() with 4K pages, and what KVM_PHYS_INVALID is to it: arch/arm64/include/asm/kvm_pgtable.h. */
const ADDRESS_MASK = 0x0000_ffff_ffff_f000n;
const KVM_PHYS_INVALID = (1n << 64n) - 1n;
const KVM_PTE_VALID = 1n;

const PTEP = 0xffff_0000_0000_1000n;
const SLOT = 0xffff_8000_0000_0000n;
const pageA = 0x1000_0000n;
const pageB = 0x2000_0000n;
/** The attributes that hyp_create_fixmap() leaves in the slot's descriptor: all but an address and the valid bit. */
const attributes = 0x702n;

const toPte = (phys: string) => binary("and", register(phys), constant(ADDRESS_MASK));
const at = (line: number) => ({ source: `mm.c:${line} (v4)` });

/** hyp_fixmap_map(phys) of v4, statement by statement. */
const map = (phys: string): readonly Instruction[] => [
  ldr("pte", "ptep", { kernel: "pte = *ptep", ...at(226) }),
  str(
    binary(
      "or",
      binary("andnot", register("pte"), constant(KVM_PHYS_INVALID & ADDRESS_MASK)),
      binary("or", toPte(phys), constant(KVM_PTE_VALID)),
    ),
    "ptep",
    {
      kernel:
        "WRITE_ONCE(*ptep, pte & ~kvm_phys_to_pte(KVM_PHYS_INVALID) | kvm_phys_to_pte(phys) | KVM_PTE_VALID)",
      ...at(230),
    },
  ),
  dsb("nshst", at(231)),
];

/** fixmap_clear_slot(slot) of v4. */
const clear: readonly Instruction[] = [
  ldr("old", "ptep", { kernel: "*ptep", ...at(241) }),
  str(binary("andnot", register("old"), constant(KVM_PTE_VALID)), "ptep", {
    kernel: "WRITE_ONCE(*ptep, *ptep & ~KVM_PTE_VALID)",
    ...at(241),
  }),
  dsb("nshst", at(242)),
  tlbi("vale2", "addr", 3, { kernel: "__tlbi_level(vale2, __TLBI_VADDR(addr, 0), 3)", ...at(243) }),
  dsb("nsh", at(244)),
  isb(at(245)),
];

const use = (letter: string): Instruction =>
  ldr("x0", "addr", { label: `use ${letter}`, kernel: "ldr [slot0]" });

const lifted: readonly Instruction[] = ["A", "B"].flatMap((page) => [
  ...map(`phys${page}`),
  mark(`map ${page} has returned`),
  use(page),
  ...clear,
  mark(`unmap ${page} has returned`),
]);

describe("a function lifted from C: hyp_fixmap_map() and fixmap_clear_slot() of v4", () => {
  const registers = { ptep: PTEP, addr: SLOT, physA: pageA, physB: pageB };

  test("the arithmetic leaves the descriptors that the C does", () => {
    const test = {
      pes: { PE0: [...map("physA"), ...map("physB"), ldr("mapped", "ptep"), ...clear] },
      pe: { PE0: { registers: { ...registers, ptep: pte.x, addr: x } } },
      ptes: { x: attributes | (KVM_PHYS_INVALID & ADDRESS_MASK) },
    };
    const outcomes = outcomesOf(test);
    expect(new Set(outcomes.map((o) => o["PE0:mapped"]))).toEqual(new Set([attributes | pageB | 1n]));
    expect(new Set(outcomes.map((o) => o["pte(x)"]))).toEqual(
      new Set([`0x${(attributes | pageB).toString(16)}`]),
    );
  });

  /** The hand-written scenario with the lifted program; the slot starts as hyp_create_fixmap() leaves it. */
  const withLifted = (written: Scenario): Scenario => ({
    ...written,
    pes: written.pes.map((pe) =>
      pe.name === "PE0" ? { ...pe, program: { instructions: lifted }, registers } : pe,
    ),
    tables: written.tables.map((table) => ({
      ...table,
      ptes: table.ptes.map((entry) => ({
        ...entry,
        initial: attributes | (KVM_PHYS_INVALID & ADDRESS_MASK),
      })),
    })),
  });

  for (const ets2 of ["no", "yes"] as const)
    test(`it has the verdicts of the hand-written spec (ETS2: ${ets2})`, async () => {
      const written = fixmapScenario("v4-as-posted", { ...defaultSetting(), ets2 });
      const fromC = await verdicts(withLifted(written));
      expect(fromC).toEqual(await verdicts(written));
      expect(fromC["break-before-make"]).toBe("REFUTED");
      expect(fromC["owner-fresh"]).toBe("PROVED");
    });

  test("traces show the lines of the C", async () => {
    const scenario = withLifted(fixmapScenario("v4-as-posted", defaultSetting()));
    const { properties } = await check(compile(scenario), { properties: ["break-before-make"] });
    const sources = properties[0]?.trace?.steps.flatMap(({ step }) => step.source ?? []);
    expect(sources).toEqual(expect.arrayContaining(["mm.c:230 (v4)", "mm.c:243 (v4)"]));
  });
});

type Values = Readonly<Record<string, string>>;

const isSetting = (values: Values): values is FixmapSetting =>
  Object.entries(parameters).every(([name, { values: allowed }]) => allowed.some((v) => v === values[name]));

function defaultSetting(): FixmapSetting {
  const values: Values = Object.fromEntries(
    Object.entries(parameters).map(([name, p]) => [name, p.values[0]]),
  );
  if (!isSetting(values)) throw new Error("the defaults are no setting");
  return values;
}

async function verdicts(scenario: Scenario): Promise<Values> {
  const { properties } = await check(compile(scenario));
  return Object.fromEntries(properties.map(({ property, verdict }) => [property, verdict]));
}
