import { describe, expect, test } from "vitest";
import { finalStatesOf, litmus, thread } from "../texts.ts";

describe("final states in herd7's notation", () => {
  test("registers come first, then variables, descriptors and faults, each in order", async () => {
    const text = litmus({
      init: "[PTE(y)]=(valid:0); 1:X1=y; x=1; 0:X10=4; 0:X9=3;",
      columns: [
        ["P0", "NOP"],
        ["P1", "L1: LDR W0,[X1]"],
      ],
      final: "locations [fault(P1:L1,y); PTE(y); y; x; 1:X0; 0:X10; 0:X9;] exists ([PTE(x)]=(oa:PA(x)))",
    });
    expect(await finalStatesOf(text)).toEqual([
      "0:X9=3; 0:X10=4; 1:X0=0; [x]=1; [y]=0; [PTE(x)]=(oa:PA(x)); [PTE(y)]=(oa:PA(y), valid:0); Fault(P1:L1,y,D-MMU:Translation);",
    ]);
  });

  test("what only the filter speaks of is not shown", async () => {
    const text = thread(["NOP"], { init: "0:X1=1;", final: "filter (0:X1=1) exists (0:X2=0)" });
    expect(await finalStatesOf(text)).toEqual(["0:X2=0;"]);
  });

  test("a fault that nothing asks for is not shown", async () => {
    const text = thread(["L0: LDR W0,[X1]"], { init: "[PTE(x)]=(valid:0); 0:X1=x;", final: "exists (x=0)" });
    expect(await finalStatesOf(text)).toEqual(["[x]=0;"]);
  });

  test.each([
    ["(oa:PA(x))", "(oa:PA(x))"],
    [
      "(oa:PA(x), valid:0, dbm:1, db:0, af:0, el0:0, x:0)",
      "(oa:PA(x), af:0, db:0, dbm:1, valid:0, el0:0, x:0)",
    ],
    ["(valid:1)", "(oa:PA())"],
    ["x", "x"],
    ["PTE(x)", "PTE(x)"],
    ["PA(x)", "PA(x)"],
    ["-3", "-3"],
    ["0x10", "16"],
  ])("the word %s is shown as %s", async (word, shown) => {
    const text = thread(["NOP"], { init: `x=0; 0:X1=${word};`, final: "locations [0:X1;] exists (true)" });
    expect(await finalStatesOf(text)).toEqual([`0:X1=${shown};`]);
  });

  test("the address of a descriptor that code at EL0 must not touch", async () => {
    const text = thread(["L0: LDR X0,[X1]"], {
      info: "EL0=P0",
      init: "x=0; 0:X1=PTE(x);",
      final: "exists (fault(P0:L0,PTE(x)))",
    });
    expect(await finalStatesOf(text)).toEqual(["Fault(P0:L0,PTE(x),D-MMU:Permission);"]);
  });

  test("a supervisor call has no address; with and without a label, in a thread that goes on and in one that does not", async () => {
    const text = litmus({
      columns: [
        ["P0", "L0: SVC #1", "SVC #2", "MOV W0,#1"],
        ["P1", "SVC #3", "MOV W0,#1"],
        ["P0.F", "ERET"],
      ],
      final: "locations [fault(P1); 0:X0; 1:X0;] exists (fault(P0,SupervisorCall))",
    });
    expect(await finalStatesOf(text)).toEqual([
      "0:X0=1; 1:X0=0; Fault(P0,SupervisorCall); Fault(P0:L0,SupervisorCall); Fault(P1,SupervisorCall);",
    ]);
  });

  test("an array is shown whole, and an element by its index", async () => {
    const text = thread(["NOP"], { init: "int a[3]={1,-2};", final: "locations [a;] exists (a[1]=-2)" });
    expect(await finalStatesOf(text)).toEqual(["a={1,-2,0}; a[1]=-2;"]);
  });
});
