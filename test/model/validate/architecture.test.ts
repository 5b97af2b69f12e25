import { describe, expect, test } from "vitest";
import {
  awaitValue,
  cas,
  clflush,
  clflushopt,
  clwb,
  dc,
  dmb,
  dsb,
  eret,
  isb,
  ldr,
  ldxr,
  lfence,
  mfence,
  rmw,
  sfence,
  str,
  stxr,
  svc,
  tlbi,
  wbinvd,
  type Instruction,
  type PeConfiguration,
} from "../../../model/index.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import { scenarioOf, withLine, x } from "../litmus.ts";
import { mistakeOf } from "./mistake.ts";

const build = (pe: Partial<PeConfiguration>, ...instructions: readonly Instruction[]) =>
  buildMachine(withLine(scenarioOf({ pes: { P0: instructions }, pe: { P0: pe } })));

const refusal = (pe: Partial<PeConfiguration>, ...instructions: readonly Instruction[]): string =>
  mistakeOf(() => build(pe, ...instructions));

const onX86: readonly (readonly [Instruction, what: string, instead: string])[] = [
  [dmb("ish"), "DMB", "mfence()"],
  [dsb("sy"), "DSB", "mfence()"],
  [isb(), "ISB", "serialise"],
  [dc("civac", x), "DC", "clflush()"],
  [tlbi("vmalle1is"), "TLBI", "INVLPG"],
  [svc(), "SVC", "SYSCALL"],
  [eret(), "ERET", "IRET"],
  [ldxr("r1", x), "load-exclusive", "lockCmpxchg()"],
  [stxr("r1", 1n, x), "store-exclusive", "lockCmpxchg()"],
  [ldr("r1", x, { order: "acquire" }), "load-acquire", "plain load"],
  [ldr("r1", x, { order: "acquirePC" }), "load-acquire", "plain load"],
  [str(1n, x, { order: "release" }), "store-release", "plain store"],
];

const onArm64: readonly (readonly [Instruction, what: string, instead: string])[] = [
  [mfence(), "MFENCE", "dmb()"],
  [sfence(), "SFENCE", "dmb()"],
  [lfence(), "LFENCE", "dsb()"],
  [clflush(x), "CLFLUSH", "civac"],
  [clflushopt(x), "CLFLUSHOPT", "civac"],
  [clwb(x), "CLWB", "cvac"],
  [wbinvd(), "WBINVD", "civac"],
];

describe("a PE runs what its architecture has", () => {
  test.each(onX86)("x86 refuses what only arm64 has: $kernel", (instruction, what, instead) => {
    const message = refusal({ architecture: "x86" }, instruction);
    expect(message).toContain(`PE P0, ${instruction.kernel}`);
    expect(message).toContain(`an x86 PE has no ${what}`);
    expect(message).toContain(instead);
  });

  test.each(onArm64)("arm64 refuses what only x86 has: $kernel", (instruction, what, instead) => {
    const message = refusal({}, instruction);
    expect(message).toContain(`PE P0, ${instruction.kernel}`);
    expect(message).toContain("an arm64 PE has no");
    expect(message).toContain(what);
    expect(message).toContain(instead);
    expect(() => build({ architecture: "x86" }, instruction)).not.toThrow();
  });

  test("x86 has what the kernel writes for both: waits, and atomics of any order", () => {
    const order = { order: "acquire" } as const;
    const atomics = [rmw("add", "r1", 1n, x, order), cas("r1", 0n, 1n, x, order)];
    expect(() => build({ architecture: "x86" }, awaitValue(x, 0n), ...atomics)).not.toThrow();
  });

  test("an x86 walker sets the accessed flag, and makes nothing writable", () => {
    expect(refusal({ architecture: "x86", ha: false })).toContain("ha is false on an x86 PE");
    expect(refusal({ architecture: "x86", hd: true })).toContain("hd is true on an x86 PE");
    expect(() => build({ architecture: "x86", ha: true, hd: false })).not.toThrow();
  });
});
