import { describe, expect, it } from "vitest";
import { matrixRow } from "../../specs/matrix-row.ts";

const base = { safe: "PROVED", live: "REFUTED" } as const;
type Name = keyof typeof base;
type Knobs = { readonly knob: { readonly about: "a knob"; readonly values: readonly ["off", "on"] } };

describe("a row of the expected matrix", () => {
  it("has the answers of its base but for its own", () => {
    const row = matrixRow<Knobs, Name>(base, { answers: { live: "PROVED" } });
    expect(row).toEqual({ safe: { verdict: "PROVED", when: [] }, live: { verdict: "PROVED", when: [] } });
  });

  it("has for every setting that flips something an answer of every property", () => {
    const flip = { setting: { knob: "on" }, because: "it is on", answers: { safe: "REFUTED" } } as const;
    const row = matrixRow<Knobs, Name>(base, { answers: { live: "PROVED" }, flips: [flip] });
    const when = { setting: { knob: "on" }, because: "it is on" };
    expect(row).toEqual({
      safe: { verdict: "PROVED", when: [{ ...when, verdict: "REFUTED" }] },
      live: { verdict: "PROVED", when: [{ ...when, verdict: "PROVED" }] },
    });
  });

  it("gives reasons, for answers and for there being none", () => {
    const row = matrixRow<Knobs, Name>(base, {
      because: { safe: "it is" },
      notApplicable: { live: "nothing runs" },
    });
    expect(row).toEqual({
      safe: { verdict: "PROVED", when: [], because: "it is" },
      live: { notApplicable: "nothing runs" },
    });
  });
});
