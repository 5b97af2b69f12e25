import { describe, expect, it } from "vitest";
import { modes, type Mode } from "../../bench/fixmap/mode.ts";
import { fixmapModel } from "../../bench/fixmap/model.ts";
import { sizeNamed, sizes, type SizeName } from "../../bench/fixmap/sizes.ts";
import { check, type EngineName } from "../../checker/index.ts";

const run = (size: SizeName, engine: EngineName, mode: Mode = "correct") =>
  check(fixmapModel(sizes[size], mode), { engine });

describe("the protocol of the benchmark", () => {
  it.each([
    ["XS", "flyweight"],
    ["XS", "reference"],
    ["S", "flyweight"],
  ] as const)(
    "at %s has as many states and firings on %s as in other model checkers",
    async (size, engine) => {
      const { verdict, exhausted, statistics } = await run(size, engine);
      const { states, rulesFired } = statistics;
      expect({ verdict, exhausted, states, rulesFired }).toEqual({
        verdict: "PROVED",
        exhausted: true,
        ...sizes[size].expected,
      });
    },
  );

  it.each(["flyweight", "reference"] as const)(
    "is refuted in 12 steps on %s when it is got wrong in one of two ways",
    async (engine) => {
      for (const mode of modes.slice(1)) {
        const { verdict, properties } = await run("XS", engine, mode);
        const revoked = properties.filter(({ property }) => property.startsWith("no-use-after-revoke"));
        expect([mode, verdict]).toEqual([mode, "REFUTED"]);
        // The pages are alike, so what goes wrong with one goes wrong with the other.
        expect(revoked.map((result) => [result.verdict, result.trace?.steps.length])).toEqual([
          ["REFUTED", 12],
          ["REFUTED", 12],
        ]);
        const lengths = properties.flatMap((result) =>
          result.verdict === "REFUTED" && result.trace !== null ? [result.trace.steps.length] : [],
        );
        expect(Math.min(...lengths)).toBe(12);
      }
    },
  );

  it("tells its counterexample in the words of the protocol", async () => {
    const { properties } = await run("XS", "flyweight", "local-tlbi");
    const steps = properties[0]?.trace?.steps.map(({ step }) => `${step.lane}: ${step.text}`) ?? [];
    expect(steps[0]).toBe("PE0: lock(page0)");
    expect(steps).toContain("PE1: walk: page0 -> frame0");
    expect(steps.at(-1)).toBe("PE0: dsb after the TLBI");
    expect(properties[0]?.witness?.facts).toEqual({ pe: "PE1", page: 0, frame: 0 });
  });

  it("names its sizes when asked for another", () => {
    expect(sizeNamed("3321")).toBe("3321");
    expect(() => sizeNamed("XXL")).toThrow("sizes: XS, S, M, L, 3321");
  });
});
