import { describe, expect, test } from "vitest";
import { Diagnostic } from "../../../checker/diagnostic.ts";
import { dmb, dsb, ldr, str, tlbi, tlbiOperations } from "../../../model/index.ts";

const messageOf = (call: () => unknown): string => {
  try {
    call();
  } catch (error) {
    if (error instanceof Diagnostic) return error.message;
    throw error;
  }
  throw new Error("it was expected to fail");
};

describe("TLBI operations", () => {
  const decoded = (op: string, va: bigint | null = null) => {
    const { scope, regime, lastLevel, va: operand } = tlbi(op, va);
    return `${scope} ${regime}${lastLevel ? " last" : ""}${operand === null ? " all" : ""}`;
  };

  test("scope, regime and reach are in the name", () => {
    expect(decoded("vae1", 0n)).toBe("nsh el1");
    expect(decoded("vae1is", 0n)).toBe("ish el1");
    expect(decoded("vae1os", 0n)).toBe("osh el1");
    expect(decoded("vale1is", 0n)).toBe("ish el1 last");
    expect(decoded("vaae1is", 0n)).toBe("ish el1");
    expect(decoded("vaale1is", 0n)).toBe("ish el1 last");
    expect(decoded("vmalle1")).toBe("nsh el1 all");
    expect(decoded("vmalle1is")).toBe("ish el1 all");
    expect(decoded("alle1is")).toBe("ish el1 all");
    expect(decoded("vae2is", 0n)).toBe("ish el2");
    expect(decoded("vale2", 0n)).toBe("nsh el2 last");
    expect(decoded("alle2os")).toBe("osh el2 all");
  });

  test("so are the stages that it is about", () => {
    const stages = (op: string, address: bigint | null = null) => tlbi(op, address).stages;
    for (const op of ["vae1is", "vale1", "vaae1os", "vaale1is", "vae2is"])
      expect(stages(op, 0n)).toBe("stage 1");
    for (const op of ["vmalle1is", "vmalle1", "alle2is"]) expect(stages(op)).toBe("stage 1");
    for (const op of ["vmalls12e1", "vmalls12e1is", "vmalls12e1os", "alle1is"])
      expect(stages(op)).toBe("stages 1 and 2");
    for (const op of ["ipas2e1", "ipas2e1is", "ipas2e1os", "ipas2le1is"])
      expect(stages(op, 0n)).toBe("stage 2");
    expect(decoded("ipas2e1is", 0n)).toBe("ish el1");
    expect(decoded("ipas2le1os", 0n)).toBe("osh el1 last");
    expect(decoded("vmalls12e1is")).toBe("ish el1 all");
    expect(messageOf(() => tlbi("ipas2e1is"))).toContain("needs an intermediate physical address");
    expect(messageOf(() => tlbi("vmalls12e1is", 0n))).toContain("takes no address");
  });

  test("every operation that is listed can be made, and says how the kernel writes it", () => {
    for (const op of tlbiOperations) {
      const byAddress = /^(va|ipa)/.test(op);
      expect(tlbi(op, byAddress ? 0n : null).kernel).toBe(`tlbi ${op}`);
    }
    expect(new Set(tlbiOperations).size).toBe(36);
  });

  test("an unknown name is an error that suggests the nearest and lists what exists", () => {
    const message = messageOf(() => tlbi("vale2si", 0n));
    expect(message).toContain("there is no TLBI operation vale2si");
    expect(message).toContain("did you mean vale2is?");
    expect(message).toContain("vmalle1is");
    expect(messageOf(() => tlbi("flush"))).not.toContain("did you mean");
    // It matches the pattern of a name, and does not exist all the same.
    expect(messageOf(() => tlbi("vmalle2is"))).toContain("there is no TLBI operation vmalle2is");
    expect(messageOf(() => tlbi("vaae2is", 0n))).toContain("there is no TLBI operation vaae2is");
  });

  test("an operand is given where there is one, and only there", () => {
    expect(messageOf(() => tlbi("vae1is"))).toContain("needs an address");
    expect(messageOf(() => tlbi("vmalle1is", 0n))).toContain("takes no address");
  });

  test("the level hint is kept", () => {
    expect(tlbi("vale2is", 0n, 3).level).toBe(3);
    expect(tlbi("vale2is", 0n).level).toBeNull();
  });
});

describe("barriers", () => {
  test("an option is a domain and the accesses it is about", () => {
    const decoded = (option: Parameters<typeof dsb>[0]) => `${dsb(option).domain} ${dsb(option).accesses}`;
    expect(decoded("sy")).toBe("sy all");
    expect(decoded("st")).toBe("sy st");
    expect(decoded("ld")).toBe("sy ld");
    expect(decoded("ish")).toBe("ish all");
    expect(decoded("ishst")).toBe("ish st");
    expect(decoded("ishld")).toBe("ish ld");
    expect(decoded("nsh")).toBe("nsh all");
    expect(decoded("nshst")).toBe("nsh st");
    expect(decoded("nshld")).toBe("nsh ld");
    expect(decoded("osh")).toBe("osh all");
    expect(decoded("oshst")).toBe("osh st");
    expect(decoded("oshld")).toBe("osh ld");
  });

  test("dmb and dsb read options alike, and are spelled as in the kernel", () => {
    expect(dmb("oshld")).toMatchObject({ kind: "dmb", domain: "osh", accesses: "ld", kernel: "dmb(oshld)" });
    expect(dsb("nshst").kernel).toBe("dsb(nshst)");
  });
});

describe("loads and stores", () => {
  test("where an instruction stands and what it is called can be given, and its order is plain unless it is", () => {
    expect(ldr("x0", "x1", { label: "use", source: "mm.c:7" })).toMatchObject({
      register: "x0",
      address: { op: "register", register: "x1" },
      order: "plain",
      label: "use",
      source: "mm.c:7",
    });
    expect(ldr("x0", 0n, { order: "acquire" }).order).toBe("acquire");
    expect(str("x2", 8n, { order: "release", kernel: "smp_store_release()" })).toMatchObject({
      value: { op: "register", register: "x2" },
      address: { op: "const", value: 8n },
      order: "release",
      kernel: "smp_store_release()",
    });
  });
});
