import { describe, expect, test } from "vitest";
import { litmus, outcomeOf, thread } from "./texts.ts";

const storeBuffering = litmus({
  init: "0:X1=x; 0:X3=y; 1:X1=y; 1:X3=x;",
  columns: [
    ["P0", "MOV W0,#1", "STR W0,[X1]", "LDR W2,[X3]"],
    ["P1", "MOV W0,#1", "STR W0,[X1]", "LDR W2,[X3]"],
  ],
  final: "exists (0:X2=0 /\\ 1:X2=0)",
});
const withBarriers = storeBuffering.replace(
  "LDR W2,[X3] | LDR W2,[X3]",
  "DMB SY | DMB SY ;\nLDR W2,[X3] | LDR W2,[X3]",
);

describe("the verdict of a test", () => {
  test("some end satisfies the proposition", async () => {
    const outcome = await outcomeOf(storeBuffering);
    expect(outcome).toMatchObject({
      name: "test",
      verdict: "Allowed",
      noVerdict: null,
      assumptions: [],
      flags: [],
    });
    expect(outcome.finalStates).toEqual([
      "0:X2=0; 1:X2=0;",
      "0:X2=0; 1:X2=1;",
      "0:X2=1; 1:X2=0;",
      "0:X2=1; 1:X2=1;",
    ]);
    expect(outcome.satisfying).toEqual(["0:X2=0; 1:X2=0;"]);
  });

  test("no end does", async () => {
    const { verdict, finalStates, satisfying } = await outcomeOf(withBarriers);
    expect([verdict, finalStates.length, satisfying]).toEqual(["Forbidden", 3, []]);
  });

  test("every end does", async () => {
    const text = withBarriers.replace(/exists .*/, "~exists (0:X2=1 \\/ 1:X2=1)");
    expect((await outcomeOf(text)).verdict).toBe("Required");
  });

  test("the quantifier does not matter", async () => {
    for (const quantifier of ["exists", "~exists", "forall", "final"])
      expect((await outcomeOf(storeBuffering.replace("exists", quantifier))).verdict).toBe("Allowed");
  });

  test("only ends within the filter count, and without any the proposition is Forbidden", async () => {
    const filtered = (filter: string) =>
      outcomeOf(storeBuffering.replace("exists", `filter (${filter}) exists`));
    expect((await filtered("0:X2=0 /\\ 1:X2=0")).verdict).toBe("Required");
    expect(await filtered("0:X2=5")).toMatchObject({ verdict: "Forbidden", finalStates: [] });
  });

  test("a file without a proposition claims nothing", async () => {
    expect((await outcomeOf(thread(["NOP"], { final: "" }))).verdict).toBe("Required");
  });

  test("FEAT_ETS2 is an option", async () => {
    const text = litmus({
      init: "[PTE(x)]=(valid:0); 0:X1=x; 0:X2=PTE(x); 0:X3=(oa:PA(x)); 0:X4=y; 1:X1=x; 1:X4=y;",
      columns: [
        ["P0", "STR X3,[X2]", "DMB SY", "MOV W0,#1", "STR W0,[X4]"],
        ["P1", "LDR W0,[X4]", "DMB SY", "L0: LDR W5,[X1]"],
      ],
      final: "exists (1:X0=1 /\\ fault(P1:L0,x))",
    });
    expect((await outcomeOf(text)).verdict).toBe("Allowed");
    expect((await outcomeOf(text, { features: { ets2: true, ets3: false } })).verdict).toBe("Forbidden");
  });
});

describe("a test in which nothing can happen", () => {
  test("is Forbidden: its first fault is followed by one that must not be", async () => {
    const text = litmus({
      init: "[PTE(z)]=(valid:0); 0:X1=z;",
      columns: [
        ["P0", "LDR W0,[X1]"],
        ["P0.F", "LDR W0,[X1]"],
      ],
      final: "exists (true)",
    });
    expect(await outcomeOf(text)).toMatchObject({ verdict: "Forbidden", noVerdict: null, finalStates: [] });
  });

  test("as an access is that always faults, where it is tried again", async () => {
    const text = thread(["LDR W0,[X1]"], {
      info: "Variant=handled",
      init: "[PTE(z)]=(valid:0); 0:X1=z;",
      final: "exists (true)",
    });
    expect(await outcomeOf(text)).toMatchObject({ verdict: "Forbidden", noVerdict: null, finalStates: [] });
  });
});

describe("the witness of a test", () => {
  test("leads to an end that satisfies the proposition, where it is asked for", async () => {
    expect((await outcomeOf(storeBuffering)).witness).toBeNull();
    const { witness } = await outcomeOf(storeBuffering, { witness: true });
    expect(witness?.steps.some(({ step }) => step.text.startsWith("LDR W2"))).toBe(true);
    expect(witness?.steps[0]?.step.source).toMatch(/^test\.litmus:\d+$/);
    expect((await outcomeOf(withBarriers, { witness: true })).witness).toBeNull();
  });

  test("never leads to where a bound cut the path", async () => {
    // Only a path that is cut leaves the loop's register at 0; it is much shorter than one to an end.
    const text = litmus({
      init: "0:X1=x; 0:X3=y; 1:X1=x; 1:X3=y;",
      columns: [
        ["P0", "L0: LDR W0,[X1]", "CBZ W0,L0", "DMB SY", "LDR W4,[X3]", "DMB SY", "LDR W5,[X3]"],
        ["P1", "MOV W0,#1", "STR W0,[X1]", "DMB SY", "STR W0,[X3]"],
      ],
      final: "exists (0:X0=0 \\/ 0:X4=1)",
    });
    const { witness, verdict } = await outcomeOf(text, { witness: true, bound: 0 });
    expect(verdict).toBe("Allowed");
    const texts = witness?.steps.flatMap(({ step, folded }) => [step, ...folded].map(({ text }) => text));
    expect(texts?.some((text) => text.includes("W5"))).toBe(true);
  });

  test("what is claimed for all has a counterexample", async () => {
    const claimed = storeBuffering.replace("exists", "forall");
    expect((await outcomeOf(claimed, { witness: true })).counterexample?.steps.length).toBeGreaterThan(0);
    expect((await outcomeOf(storeBuffering, { witness: true })).counterexample).toBeNull();
  });
});

describe("a test without a verdict", () => {
  test("a bound that ends the search leaves it undecided, with what is known", async () => {
    const outcome = await outcomeOf(storeBuffering, { limits: { states: 2 } });
    expect(outcome.verdict).toBeNull();
    expect(outcome.noVerdict).toEqual({
      kind: "undecided",
      message:
        "the bound of 2 states was met before every state was visited; of 0 final states so far, no end that satisfies the proposition was found",
    });
  });

  test("an interrupt does, too", async () => {
    const { noVerdict } = await outcomeOf(storeBuffering, { signal: AbortSignal.abort() });
    expect(noVerdict?.message).toContain("the search was interrupted before every state was visited");
  });
});

describe("the break-before-make flag", () => {
  const change = (...code: readonly string[]) =>
    litmus({
      init: "0:X1=x; 0:X2=PTE(x); 0:X3=(oa:PA(y)); 0:X4=(oa:PA(y), db:0); 0:X5=(valid:0); 0:X6=(oa:PA(x), db:0); 0:X7=(oa:PA(x), attrs:(Normal,NC)); y=0;",
      columns: [["P0", ...code]],
      final: "locations [x;] exists (true)",
    });
  const flagsOf = async (text: string) => (await outcomeOf(text)).flags;

  test("a new output address while the old one may be in use", async () => {
    expect(await flagsOf(change("STR X3,[X2]"))).toEqual(["Warning-BBM-expected"]);
  });

  test("a new memory type, too", async () => {
    expect(await flagsOf(change("STR X7,[X2]"))).toEqual(["Warning-BBM-expected"]);
  });

  test("none after break-before-make", async () => {
    const text = change(
      "STR X5,[X2]",
      "DSB ISH",
      "LSR X9,X1,#12",
      "TLBI VAAE1IS,X9",
      "DSB ISH",
      "STR X3,[X2]",
    );
    expect(await flagsOf(text)).toEqual([]);
  });

  test("nor for a change of permissions, nor between read-only pages of equal contents", async () => {
    expect(await flagsOf(change("STR X6,[X2]"))).toEqual([]);
    const readOnly = change("STR X4,[X2]").replace("{", "{ [PTE(x)]=(db:0);");
    expect(await flagsOf(readOnly)).toEqual([]);
    expect(await flagsOf(readOnly.replace("y=0", "y=1"))).toEqual(["Warning-BBM-expected"]);
  });

  test("nothing is flagged of what never ends", async () => {
    const text = litmus({
      init: "[PTE(z)]=(valid:0); 0:X2=PTE(x); 0:X3=(oa:PA(y)); 0:X1=z;",
      columns: [
        ["P0", "STR X3,[X2]", "LDR W0,[X1]"],
        ["P0.F", "LDR W0,[X1]"],
      ],
      final: "exists (true)",
    });
    expect(await outcomeOf(text)).toMatchObject({ finalStates: [], flags: [] });
  });
});
