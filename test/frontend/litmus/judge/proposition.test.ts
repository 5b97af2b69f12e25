import { describe, expect, test } from "vitest";
import { finalStatesOf, litmus, outcomeOf, thread } from "../texts.ts";

/** The verdict of a proposition over one final state, which leaves no choice but Required and Forbidden. */
const verdictOf = async (proposition: string, init: string, code: readonly string[] = ["NOP"]) =>
  (await outcomeOf(thread(code, { init, final: `exists (${proposition})` }))).verdict;

describe("propositions", () => {
  const init = "x=1; 0:X1=1; 0:X2=2; 0:X3=x; 0:X4=PTE(x); 0:X5=(oa:PA(x), db:0); 0:W6=-1;";

  test.each<readonly [string, boolean]>([
    ["true", true],
    ["false", false],
    ["0:X1=1", true],
    ["0:W1=1", true],
    ["P0:X1=0x1", true],
    ["0:X1=2", false],
    ["0:X1!=2", true],
    ["0:X1<>1", false],
    ["0:X1==1", true],
    ["0:W6=-1", true],
    ["0:X6=0xffffffff", true],
    ["0:X3=x", true],
    ["0:X4=PTE(x)", true],
    ["0:X4=pte_x", true],
    ["0:X3=PTE(x)", false],
    ["0:X5=(oa:PA(x), db:0)", true],
    ["0:X5=(db:0)", false],
    ["0:X5=(oa:PA(x))", false],
    ["x=1", true],
    ["[x]=1", true],
    ["[PTE(x)]=(oa:PA(x))", true],
    ["PTE(x)=()", true],
    ["pte_x=(valid:1)", true],
    ["[PTE(x)]=(af:0)", false],
    ["0:X1=0:X2", false],
    ["0:X1=[x]", true],
    ["~0:X1=1", false],
    ["not (0:X1=2)", true],
    ["0:X1=1 /\\ 0:X2=2", true],
    ["0:X1=1 /\\ 0:X2=1", false],
    ["0:X1=2 \\/ 0:X2=2", true],
    ["0:X1=2 => 0:X2=1", true],
    ["0:X1=1 => 0:X2=1", false],
    ["0:X1=2 /\\ false \\/ true", true],
    ["fault(P0)", false],
    ["~fault(P0:L0,x)", true],
  ])("%s", async (proposition, holds) => {
    expect(await verdictOf(proposition, init)).toBe(holds ? "Required" : "Forbidden");
  });

  test.each<readonly [string, boolean]>([
    ["fault(P0)", true],
    ["fault(P0,x)", true],
    ["fault(P0:L0)", true],
    ["fault(P0:K0)", true],
    ["Fault(P0:L0,x)", true],
    ["fault(P0:L0,x,MMU:AccessFlag)", true],
    ["fault(P0:L0,x,D-MMU:AccessFlag)", true],
    ["fault(P0:L0,MMU:AccessFlag)", true],
    ["fault(P0:L0,x,MMU:Translation)", false],
    ["fault(P0:L1,x)", false],
    ["fault(P0:L0,y)", false],
    ["fault(P0,PTE(x))", false],
  ])("%s, after an access-flag fault", async (proposition, holds) => {
    const verdict = await verdictOf(proposition, "[PTE(x)]=(af:0); 0:X1=x;", [
      "L0: K0: LDR W0,[X1]",
      "L1: NOP",
    ]);
    expect(verdict).toBe(holds ? "Required" : "Forbidden");
  });

  test.each<readonly [string, boolean]>([
    ["fault(P0)", true],
    ["fault(P0:L0)", true],
    ["fault(P0,SupervisorCall)", true],
    ["Fault(P0:L0,SupervisorCall)", true],
    ["fault(P0:L0,x)", false],
    ["fault(P0,x)", false],
    ["fault(P0:L0,x,SupervisorCall)", false],
    ["fault(P0:L0,MMU:Translation)", false],
    ["fault(P0:L1)", false],
    ["fault(P1)", false],
  ])("%s, after a supervisor call", async (proposition, holds) => {
    const verdict = await verdictOf(proposition, "0:X1=x;", ["L0: SVC #0", "L1: LDR W0,[X1]"]);
    expect(verdict).toBe(holds ? "Required" : "Forbidden");
  });

  test("a variable is what is at its own physical address, whatever maps it", async () => {
    const text = thread(["STR W0,[X1]"], {
      init: "[PTE(x)]=(oa:PA(y)); 0:X1=x; 0:X0=5;",
      final: "locations [x; y;] exists (x=0 /\\ y=5)",
    });
    const { finalStates, verdict } = await outcomeOf(text);
    expect([finalStates, verdict]).toEqual([["[x]=0; [y]=5;"], "Required"]);
  });

  test("an access that faults writes no register", async () => {
    const text = thread(["MOV W0,#3", "LDR W0,[X1]", "MOV W0,#4"], {
      init: "[PTE(x)]=(valid:0); 0:X1=x;",
      final: "locations [0:X0;] exists (fault(P0,x))",
    });
    expect(await finalStatesOf(text)).toEqual(["0:X0=3; Fault(P0,x,D-MMU:Translation);"]);
  });

  test("a handler writes the registers of its thread", async () => {
    const text = litmus({
      init: "[PTE(x)]=(valid:0); 0:X1=x; 0:X2=2;",
      columns: [
        ["P0", "MOV W0,#3", "LDR W0,[X1]", "MOV W0,#4"],
        ["P0.F", "ADD W0,W0,W2"],
      ],
      final: "locations [0:X0;] exists (true)",
    });
    expect(await finalStatesOf(text)).toEqual(["0:X0=5;"]);
  });
});
