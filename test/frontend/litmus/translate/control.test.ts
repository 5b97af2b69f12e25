import { describe, expect, test } from "vitest";
import { finalStatesOf, litmus, machineCode, outcomeOf, thread, translationOf } from "../texts.ts";

describe("selects", () => {
  test.each<readonly [string, string, number]>([
    ["CSEL X0,X1,X2,EQ", "#3", 3],
    ["CSEL X0,X1,X2,EQ", "#4", 12],
    ["CSINC X0,X1,X2,EQ", "#4", 13],
    ["CSINV X0,X1,X2,EQ", "#4", -13],
    ["CSNEG X0,X1,X2,EQ", "#4", -12],
    ["CSINV W0,W1,W2,EQ", "#4", 0xfffffff3],
    ["CSET X0,NE", "#4", 1],
    ["CSET X0,NE", "#3", 0],
    ["CSETM X0,EQ", "#3", -1],
    ["CSETM W0,EQ", "#3", 0xffffffff],
    ["CINC X0,X2,EQ", "#3", 13],
    ["CINC X0,X2,EQ", "#4", 12],
    ["CSET X0,LT", "#4", 1],
    ["CSEL W11,WZR,WZR,EQ", "#4", 0],
  ])("%s after CMP X1,%s", async (select, compared, expected) => {
    const text = thread([`CMP X1,${compared}`, select], {
      init: "0:X1=3; 0:X2=12;",
      final: "locations [0:X0;] exists (true)",
    });
    expect(await finalStatesOf(text)).toEqual([`0:X0=${expected};`]);
  });
});

describe("branches", () => {
  test.each<readonly [string, boolean]>([
    ["B L", true],
    ["CBZ X1,L", false],
    ["CBZ X2,L", true],
    ["CBNZ X1,L", true],
    ["CBZ W3,L", true],
    ["TBZ X1,#1,L", false],
    ["TBZ X1,#2,L", true],
    ["TBNZ X1,#1,L", true],
    ["B.EQ L", false],
    ["BEQ L", false],
    ["B.NE L", true],
    ["BNE L", true],
    ["B.GT L", true],
    ["B.LO L", false],
  ])("%s", async (branch, taken) => {
    const text = thread(["CMP X1,#1", branch, "MOV W0,#1", "L: NOP"], {
      init: "0:X1=3; 0:X3=0x100000000;",
      final: "locations [0:X0;] exists (true)",
    });
    expect(await finalStatesOf(text)).toEqual([`0:X0=${taken ? 0 : 1};`]);
  });

  test("several labels stand at one instruction, and a branch may go to any of them", () => {
    for (const label of ["A", "B", "C"])
      expect(machineCode([`B ${label}`, "A: B:", "C: NOP"])).toMatchObject([{ to: "A" }, { label: "A" }]);
  });

  test("a label at the end of a column is the end of the thread", async () => {
    const text = thread(["B L0", "MOV W0,#1", "L0:"], { final: "locations [0:X0;] exists (true)" });
    expect(await finalStatesOf(text)).toEqual(["0:X0=0;"]);
  });

  test("a label called end is a label like any other", async () => {
    const text = thread(["B end", "MOV W0,#1", "end: MOV W1,#1"], {
      final: "locations [0:X0; 0:X1;] exists (true)",
    });
    expect(await finalStatesOf(text)).toEqual(["0:X0=0; 0:X1=1;"]);
  });

  test("a branch that goes backwards is bounded, and a path that needs more is named", async () => {
    const text = thread(["L0: ADD W0,W0,#1", "CMP W0,#3", "B.NE L0"], {
      final: "locations [0:X0;] exists (0:X0=3)",
    });
    const { finalStates, assumptions, verdict } = await outcomeOf(text);
    expect([finalStates, assumptions, verdict]).toEqual([["0:X0=3;"], [], "Required"]);
    const less = await outcomeOf(text, { bound: 1 });
    expect([less.finalStates, less.verdict]).toEqual([[], "Forbidden"]);
    expect(less.assumptions).toEqual(["P0: B.NE L0: paths that need more than 1 rounds are left out"]);
  });

  test("Unroll in the file says how often", async () => {
    const text = thread(["L0: ADD W0,W0,#1", "CMP W0,#5", "B.NE L0"], { info: "Unroll=4" });
    expect((await outcomeOf(text)).verdict).toBe("Required");
  });
});

describe("handlers", () => {
  const init = "[PTE(x)]=(valid:0); 0:X1=x;";

  test("a fault enters the handler, and an ERET goes on where ELR_EL1 says", async () => {
    const text = litmus({
      init,
      columns: [
        ["P0", "LDR W0,[X1]", "L0: MOV W2,#1"],
        ["P0.F", "MOV W3,#1", "ADR X9,L0", "MSR ELR_EL1,X9", "ERET"],
      ],
      final: 'locations [0:X2; 0:X3; 0:X9;] exists (0:X9=label:"P0:L0")',
    });
    const { finalStates, verdict } = await outcomeOf(text);
    expect([finalStates, verdict]).toEqual([['0:X2=1; 0:X3=1; 0:X9=label:"P0:L0";'], "Required"]);
  });

  test("without an ERET the thread ends", async () => {
    const text = litmus({
      init,
      columns: [
        ["P0", "L0: LDR W0,[X1]", "MOV W2,#1"],
        ["P0.F", "MRS X4,ELR_EL1"],
      ],
      final: "locations [0:X2; 0:X4;] exists (fault(P0:L0))",
    });
    expect(await finalStatesOf(text)).toEqual([
      '0:X2=0; 0:X4=label:"P0:L0"; Fault(P0:L0,x,D-MMU:Translation);',
    ]);
  });
});

describe("supervisor calls", () => {
  test("are to the handler, which returns to the next instruction", async () => {
    const text = litmus({
      columns: [
        ["P0", "SVC #0", "L0: MOV W2,#1"],
        ["P0.F", "MOV W3,#1", "MRS X4,ELR_EL1", "ERET"],
      ],
      final: "locations [0:X2; 0:X3; 0:X4;] exists (true)",
    });
    expect(await finalStatesOf(text)).toEqual(['0:X2=1; 0:X3=1; 0:X4=label:"P0:L0";']);
  });

  test("code at EL0 has its entries removed by the kernel, and synchronises context on the way back", async () => {
    const shoot = (...handler: readonly string[]) =>
      litmus({
        info: "EL0=P0",
        init: "0:X1=x; 0:X2=PTE(x); 0:X3=(valid:0, oa:PA(x)); 1:X1=x; 1:X8=z; 0:X8=z;",
        columns: [
          ["P0", "SVC #0", "MOV W7,#1", "STR W7,[X8]"],
          ["P0.F", "STR X3,[X2]", ...handler, "ERET"],
          ["P1", "LDR W7,[X8]", "DMB LD", "L0: LDR W4,[X1]"],
        ],
        final: "exists (1:X7=1 /\\ ~fault(P1:L0,x))",
      });
    const whole = ["DSB ISH", "LSR X9,X1,#12", "TLBI VAAE1IS,X9", "DSB ISH"];
    expect((await outcomeOf(shoot(...whole))).verdict).toBe("Forbidden");
    expect((await outcomeOf(shoot(...whole.slice(0, 3)))).verdict).toBe("Allowed");
  });

  test("come each in turn, however many there are; those that come again are bounded", async () => {
    const many = litmus({
      columns: [
        ["P0", "SVC #0", "SVC #1", "SVC #2", "SVC #3", "MOV W1,#1"],
        ["P0.F", "ADD W0,W0,#1", "ERET"],
      ],
      final: "locations [0:X0;] exists (0:X1=1)",
    });
    const { finalStates, assumptions } = await outcomeOf(many);
    expect([finalStates, assumptions]).toEqual([["0:X0=4; 0:X1=1;"], []]);
    const again = litmus({
      columns: [
        ["P0", "L0: SVC #0", "NOP"],
        ["P0.F", "ADR X9,L0", "MSR ELR_EL1,X9", "ERET"],
      ],
    });
    expect((await outcomeOf(again)).assumptions).toEqual([
      "P0: the fault of SVC #0: paths that need more than 2 rounds are left out",
    ]);
  });

  test.each<readonly [string, readonly string[]]>([
    ["", ["0:X0=0; Fault(P0:L0,SupervisorCall);"]],
    ["Variant=fatal", ["0:X0=0; Fault(P0:L0,SupervisorCall);"]],
    ["Variant=skip", ["0:X0=1; Fault(P0:L0,SupervisorCall);"]],
    ["Variant=handled", []],
  ])("without a handler, as the variant says: %s", async (info, expected) => {
    const text = thread(["L0: SVC #0", "MOV W0,#1"], {
      info,
      final: "locations [0:X0;] exists (fault(P0:L0))",
    });
    expect(await finalStatesOf(text)).toEqual(expected);
  });
});

describe("barriers and TLB maintenance", () => {
  test.each([
    ["DMB SY", { kind: "dmb", domain: "sy", accesses: "all" }],
    ["DMB LD", { kind: "dmb", domain: "sy", accesses: "ld" }],
    ["DMB ST", { kind: "dmb", domain: "sy", accesses: "st" }],
    ["DMB ISHLD", { kind: "dmb", domain: "ish", accesses: "ld" }],
    ["DSB ISH", { kind: "dsb", domain: "ish", accesses: "all" }],
    ["DSB OSHST", { kind: "dsb", domain: "osh", accesses: "st" }],
    ["DSB NSH", { kind: "dsb", domain: "nsh", accesses: "all" }],
    ["ISB", { kind: "isb" }],
    ["ISB SY", { kind: "isb" }],
  ])("%s", (text, expected) => {
    expect(machineCode([text])).toEqual([expected]);
  });

  const va = { op: "shl", left: { op: "register", register: "X1" }, right: { op: "const", value: 12n } };
  test.each([
    ["VAE1", va, false],
    ["VAAE1", va, false],
    ["VALE1", va, true],
    ["VAALE1", va, true],
    ["VMALLE1", null, false],
    ["ASIDE1", null, false],
  ])("TLBI %s, alone and to its domains", (name, address, lastLevel) => {
    for (const [suffix, scope] of [
      ["", "nsh"],
      ["IS", "ish"],
      ["OS", "osh"],
    ])
      expect(machineCode([`TLBI ${name}${suffix}${address === null ? "" : ",X1"}`])).toEqual([
        { kind: "tlbi", scope, regime: "el1", stages: "stage 1", va: address, lastLevel, level: null },
      ]);
  });

  test("only the address shifted right by 12 invalidates the entries of a variable", async () => {
    const shoot = (operand: string) =>
      thread(["STR X3,[X2]", "DSB ISH", operand, "TLBI VAAE1IS,X9", "DSB ISH", "ISB", "L0: LDR W0,[X1]"], {
        init: "0:X1=x; 0:X2=PTE(x); 0:X3=(valid:0);",
        final: "exists ~fault(P0:L0,x)",
      });
    expect((await outcomeOf(shoot("LSR X9,X1,#12"))).verdict).toBe("Forbidden");
    expect((await outcomeOf(shoot("LSR X9,X1,#11"))).verdict).toBe("Allowed");
    expect((await outcomeOf(shoot("LSR X9,X2,#12"))).verdict).toBe("Allowed");
  });
});

describe("what an instruction carries", () => {
  test("its text, its line, and its first label", () => {
    const text = litmus({ columns: [["P0", "A: B: LDR W0,[X1]"], ["P1"]] });
    const { scenario, labels } = translationOf(text);
    expect(scenario.pes[0]?.program.instructions).toMatchObject([
      { kernel: "LDR W0,[X1]", source: "test.litmus:4", label: "A" },
    ]);
    expect(labels[0]?.get("A")).toEqual(["A", "B"]);
  });
});
