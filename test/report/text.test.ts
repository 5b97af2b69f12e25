import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wantsColour } from "../../report/colour.ts";
import { reproduceCommand } from "../../report/reproduce.ts";
import { sourceNames } from "../../report/source-names.ts";
import { statusLine } from "../../report/terminal/status-line.ts";
import { bytes, count, counted, seconds } from "../../report/text/quantity.ts";
import { wrap } from "../../report/text/wrap.ts";

describe("wrap", () => {
  it("keeps every letter and never exceeds the width", () => {
    const texts = fc.string({ unit: fc.constantFrom("a", "b", " ", "(") });
    fc.assert(
      fc.property(texts, fc.integer({ min: 4, max: 40 }), fc.nat(6), (text, width, hang) => {
        const lines = wrap(text.trim(), width, hang);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
        expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
      }),
    );
  });

  it("breaks long names of the kernel's between their parts", () => {
    expect(wrap("tlb.c:__kvm_tlb_flush_vmid_ipa()", 24)).toEqual(["tlb.c:__kvm_tlb_flush_", "vmid_ipa()"]);
    expect(wrap("abcdefgh", 4)).toEqual(["abcd", "efgh"]);
    expect(wrap("a_bcdefgh", 6)).toEqual(["a_bcde", "fgh"]);
  });

  it("breaks at blanks and hangs what follows", () => {
    expect(wrap("str pte(slot0) := V(A)", 15, 4)).toEqual(["str pte(slot0)", "   := V(A)"]);
  });

  it("keeps the indentation of a text", () => {
    expect(wrap("  a b", 4)).toEqual(["  a", "b"]);
  });
});

describe("quantities", () => {
  it("are written for people", () => {
    expect(count(1234567)).toBe("1,234,567");
    expect([counted(1, "state"), counted(2, "state")]).toEqual(["1 state", "2 states"]);
    expect([bytes(512), bytes(1536), bytes(300 * 2 ** 20)]).toEqual(["512 B", "1.5 kB", "300 MB"]);
    expect([seconds(0.004), seconds(12.34), seconds(185)]).toEqual(["0.00 s", "12.3 s", "3 min 5 s"]);
    expect(seconds(179.7)).toBe("3 min 0 s");
  });
});

describe("colour", () => {
  const decide = (isTerminal: boolean, env: Record<string, string>) => wantsColour({ isTerminal, env });

  it("is for terminals", () => {
    expect([decide(true, {}), decide(false, {}), decide(true, { TERM: "dumb" })]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("is never forced on someone who said no", () => {
    expect(decide(true, { NO_COLOR: "1" })).toBe(false);
    expect(decide(true, { NO_COLOR: "1", FORCE_COLOR: "1" })).toBe(false);
    expect(decide(true, { NO_COLOR: "" })).toBe(true);
    expect([decide(false, { FORCE_COLOR: "1" }), decide(true, { FORCE_COLOR: "0" })]).toEqual([true, false]);
  });
});

describe("the command that reproduces a run", () => {
  it("is quoted for a shell", () => {
    const command = reproduceCommand({
      spec: "./my spec.ts",
      variant: "v4",
      parameters: { ets2: "no" },
      properties: ["it's"],
      options: [["depth", "20"]],
    });
    expect(command).toBe(
      `walkcheck check './my spec.ts' --variant v4 --param ets2=no --property 'it'\\''s' --depth 20`,
    );
  });
});

describe("source names", () => {
  it("are short where that is unambiguous", () => {
    const names = sourceNames(["a/mm.c:1", "b/mm.c:2", "kvm/mmu.c:7-9", "mail:51", "Arm ARM D8.17 / x"]);
    expect(names.short("a/mm.c:1")).toBe("a/mm.c:1");
    expect(names.short("kvm/mmu.c:7-9")).toBe("mmu.c:7-9");
    expect(names.short("mail:51")).toBe("mail:51");
    expect(names.short("Arm ARM D8.17 / x")).toBe("Arm ARM D8.17 / x");
    expect(names.legend).toEqual(["mmu.c = kvm/mmu.c"]);
  });
});

describe("the status line", () => {
  it("fits the terminal", () => {
    const progress = { states: 1e6, rulesFired: 3e6, depth: 12, frontier: 500, bytes: 1e8, seconds: 2 };
    expect(statusLine("v4", progress, 200)).toBe(
      "v4: 1,000,000 states, 500,000 states/s, depth 12, queue 500, 95.4 MB, 2.00 s",
    );
    expect(statusLine("v4", progress, 20)).toHaveLength(19);
  });
});
