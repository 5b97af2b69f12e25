import { describe, expect, test } from "vitest";
import { descriptor, decode } from "../../../../model/index.ts";
import { complaintAbout, finalStatesOf, outcomeOf, thread, translationOf } from "../texts.ts";

describe("variables", () => {
  test("each has a virtual page, a physical page and a descriptor of its own", () => {
    const { scenario, layout } = translationOf(thread(["NOP"], { init: "x=1; 0:X1=y; [PTE(z)]=(af:0);" }));
    expect(scenario.virtual.map(({ name }) => name)).toEqual(["x", "y", "z"]);
    expect(scenario.physical.map(({ name }) => name)).toEqual(["PA(x)", "PA(y)", "PA(z)"]);
    expect(scenario.physical[0]?.cells).toEqual([{ offset: 0, value: 1n }]);
    const ptes = scenario.tables[0]?.ptes ?? [];
    expect(ptes.map(({ page }) => page)).toEqual(["x", "y", "z"]);
    expect(ptes[0]?.initial).toBe(descriptor({ oa: layout.physical("x"), el0: true }));
    expect(ptes[2]?.initial).toBe(descriptor({ oa: layout.physical("z"), el0: true, accessFlag: false }));
  });

  test("a variable of a proposition, of a fault or of an output address has them too", () => {
    const { scenario } = translationOf(
      thread(["NOP"], {
        init: "0:X1=(oa:PA(a));",
        final: "locations [b; PTE(c);] filter (fault(P0,d)) exists (0:X1=e /\\ ~[f]=1 \\/ fault(P0,g))",
      }),
    );
    expect(scenario.virtual.map(({ name }) => name)).toEqual(["a", "b", "c", "d", "e", "f", "g"]);
  });

  test("without a value or a type a variable is 0, and 32 bits wide", async () => {
    const text = thread(["NOP"], {
      init: "x; int y; int64_t z=-1; int w=-1; uint64_t 0:X1;",
      final: "locations [x; y; z; w; 0:X1; 0:X2;] exists (w=-1 /\\ z=-1)",
    });
    const { finalStates, verdict } = await outcomeOf(text);
    expect([finalStates, verdict]).toEqual([["0:X1=0; 0:X2=0; [w]=-1; [x]=0; [y]=0; [z]=-1;"], "Required"]);
  });

  test("an array has elements of four bytes on one page", async () => {
    const text = thread(["LDR W0,[X1,#8]", "STR W0,[X1,#4]"], {
      init: "int a[4]={1,2,3,4}; 0:X1=a;",
      final: "locations [a;] exists (a[1]=3)",
    });
    expect((await outcomeOf(text)).finalStates).toEqual(["a={1,3,3,4}; a[1]=3;"]);
  });

  test("a pointer holds an address", async () => {
    const text = thread(["LDR X0,[X1]", "LDR W2,[X0]"], {
      init: "int *p=&x; x=7; 0:X1=p;",
      final: "locations [p; 0:X0; 0:X2;] exists (0:X0=x)",
    });
    expect(await finalStatesOf(text)).toEqual(["0:X0=x; 0:X2=7; [p]=x;"]);
  });
});

describe("descriptors", () => {
  const wordOf = (value: string, place = "[PTE(x)]") => {
    const { scenario, layout } = translationOf(thread(["NOP"], { init: `x=0; y=0; ${place}=${value};` }));
    const pte = scenario.tables[0]?.ptes.find(({ page }) => page === "x");
    const word = place.startsWith("0:") ? scenario.pes[0]?.registers?.["X1"] : pte?.initial;
    return { word: word ?? 0n, layout };
  };

  test("what is not given has its default, whatever the descriptor held", () => {
    const { word, layout } = wordOf("(af:0)");
    expect(word).toBe(descriptor({ oa: layout.physical("x"), el0: true, accessFlag: false }));
  });

  test.each([
    ["valid:0", { valid: false }],
    ["af:0", { accessFlag: false }],
    ["db:0", { writable: false }],
    ["dbm:1", { dbm: true }],
    ["el0:0", { el0: false }],
    ["x:0", { executeNever: true }],
    ["attrs:(Normal,ISH,iWB,oWB)", {}],
    ["attrs:(Normal,WB)", {}],
    ["attrs:(Normal,NC)", { attributes: 1 }],
    ["attrs:(Normal,OSH)", { shareability: 2 }],
    ["attrs:(Device,nGnRE,NSH)", { attributes: 1, shareability: 0 }],
  ])("%s", (field, expected) => {
    const { word, layout } = wordOf(`(oa:PA(y), ${field})`);
    expect(word).toBe(descriptor({ oa: layout.physical("y"), el0: true, ...expected }));
  });

  test("PA(y) is short for the default descriptor of that page", () => {
    const { word, layout } = wordOf("PA(y)");
    expect(word).toBe(layout.defaultDescriptor("y"));
    expect(wordOf("phy_y", "pte_x").word).toBe(word);
  });

  test("in a register a missing output address is an empty one, where nothing is", () => {
    const { word, layout } = wordOf("(valid:1)", "0:X1");
    expect(layout.variables.map((name) => layout.physical(name))).not.toContain(decode(word).oa);
    expect(layout.atPhysical(decode(word).oa)).toBe("");
  });

  test("fields are bits that instructions change", async () => {
    const text = thread(["BIC X2,X1,#1", "ORR X3,X1,#0x80", "AND X4,X1,#0x400", "BIC X5,X1,#0x440"], {
      init: "0:X1=(oa:PA(x));",
      final: "locations [0:X2; 0:X3; 0:X4; 0:X5;] exists (true)",
    });
    expect(await finalStatesOf(text)).toEqual([
      "0:X2=(oa:PA(x), valid:0); 0:X3=(oa:PA(x), db:0); 0:X4=1024; 0:X5=(oa:PA(x), af:0, el0:0);",
    ]);
  });

  test("memory attributes that are not as usual are printed as the test wrote them first", async () => {
    const text = thread(["NOP"], {
      init: "0:X1=(oa:PA(x), attrs:(Normal,NC)); 0:X2=(oa:PA(x), attrs:(NC,Normal,ISH)); 0:X3=(attrs:(Device)); 0:X4=(oa:PA(x), attrs:(WB));",
      final: "locations [0:X1; 0:X2; 0:X3; 0:X4;] exists (0:X1=0:X2)",
    });
    expect(await finalStatesOf(text)).toEqual([
      "0:X1=(oa:PA(x), attrs:(Normal, NC)); 0:X2=(oa:PA(x), attrs:(Normal, NC)); 0:X3=(oa:PA(), attrs:(Device)); 0:X4=(oa:PA(x));",
    ]);
  });

  test("a test with more memory types than MAIR has attributes is refused", async () => {
    const types = ["NC", "WT", "Device", "Device,nGnRE", "Device,nGRE", "Device,GRE", "iNC,oWB", "iWB,oNC"];
    const init = types.map((type, i) => `0:X${i + 1}=(attrs:(${type}));`).join(" ");
    expect(await complaintAbout(thread(["NOP"], { init }))).toContain("more than eight memory types");
  });

  test.each([
    ["(foo:1)", "unsupported: test.litmus:2:18: descriptors have no field foo\n  there is: oa, valid"],
    [
      "(oa:PTE(y))",
      "unsupported: test.litmus:2:18: oa:PTE(y) is not supported: no page holds descriptors here",
    ],
    ["(attrs:(Normal,MC))", "unsupported: test.litmus:2:18: the memory attribute MC is not supported"],
    ["(attrs:1)", "invalid: test.litmus:2:18: attrs is a list of words"],
    ["(valid:2)", "invalid: test.litmus:2:18: valid is 0 or 1"],
  ])("%s is refused", async (value, expected) => {
    expect(await complaintAbout(thread(["NOP"], { init: `x=0; [PTE(x)]=${value};` }))).toContain(expected);
  });
});

describe("info lines", () => {
  const pes = (info: string) => {
    const { scenario } = translationOf(
      ["AArch64 t", info, "{ x=0; }", "P0 | P1 ;", "NOP | NOP ;", "exists (x=0)"].join("\n"),
    );
    return scenario.pes.map(({ el, ha, hd, onFault }) => ({ el, ha, hd, onFault }));
  };
  const none = { el: "el1", ha: false, hd: false, onFault: "end" };

  test.each([
    ["Hash=1", [none, none]],
    [
      "TTHM=HA",
      [
        { ...none, ha: true },
        { ...none, ha: true },
      ],
    ],
    [
      "TTHM=HA HD",
      [
        { ...none, ha: true, hd: true },
        { ...none, ha: true, hd: true },
      ],
    ],
    ["TTHM=P1:HD P0:SW", [none, { ...none, hd: true }]],
    ["tthm=p0:ha", [{ ...none, ha: true }, none]],
    ["EL0=P1", [none, { ...none, el: "el0" }]],
    [
      "user=P0,P1",
      [
        { ...none, el: "el0" },
        { ...none, el: "el0" },
      ],
    ],
    ["Variant=vmsa,fatal", [none, none]],
    ["Variant=precise", [none, none]],
    [
      "Variant=Handled",
      [
        { ...none, onFault: "retry" },
        { ...none, onFault: "retry" },
      ],
    ],
    [
      "variant=imprecise",
      [
        { ...none, onFault: "retry" },
        { ...none, onFault: "retry" },
      ],
    ],
    [
      "Variant=faultToNext",
      [
        { ...none, onFault: "skip" },
        { ...none, onFault: "skip" },
      ],
    ],
    [
      "Variant=skip",
      [
        { ...none, onFault: "skip" },
        { ...none, onFault: "skip" },
      ],
    ],
  ])("%s", (info, expected) => {
    expect(pes(info)).toEqual(expected);
  });

  test("a variant may ask for FEAT_ETS2 or FEAT_ETS3", () => {
    const features = (info: string) => {
      const { ets2, ets3 } = translationOf(thread(["NOP"], { info })).scenario.features;
      return { ets2, ets3 };
    };
    expect(features("Variant=vmsa")).toEqual({ ets2: false, ets3: false });
    expect(features("Variant=ETS2")).toEqual({ ets2: true, ets3: false });
    expect(features("Variant=ETS3")).toEqual({ ets2: true, ets3: true });
  });

  test.each([
    [
      "Variant=vmsa,memtag",
      "unsupported: test.litmus:2:1: the variant memtag is not supported\n  there is: vmsa, kvm, fatal, precise, handled, imprecise, skip, faulttonext, ets2, ets3",
    ],
    [
      "TTHM=HX",
      "unsupported: test.litmus:2:1: TTHM=HX: HX is no way of hardware management\n  there is: HA, HD, SW, each also for one thread, P1:HA",
    ],
    ["EL0=all", "invalid: test.litmus:2:1: all is no thread\n  write the threads at EL0 as P0,P2"],
    ["Unroll=many", "invalid: test.litmus:2:1: Unroll=many is not a number of iterations"],
  ])("%s is refused", async (info, expected) => {
    expect(await complaintAbout(thread(["NOP"], { info }))).toBe(expected);
  });
});
