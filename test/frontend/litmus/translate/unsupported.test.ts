import { describe, expect, test } from "vitest";
import { mnemonics } from "../../../../frontend/litmus/translate/assembly/assemble.ts";
import { complaintAbout, litmus, thread } from "../texts.ts";

describe("what walkcheck does not run is told with its place and with what there is", () => {
  test.each([
    [
      "LDRR X0,[X1]",
      `4:1: LDRR X0,[X1]: the instruction LDRR is not supported\n  did you mean LDAR? there is: ${mnemonics().join(", ")}`,
    ],
    ["HVC #0", "4:1: HVC #0: the instruction HVC is not supported"],
    ["SVC", "4:1: SVC: a number is missing"],
    ["SVC #65536", "4:1: SVC #65536: SVC has no immediate 65536\n  there is: 0 to 65535"],
    ["STADDA X0,[X1]", "4:1: STADDA X0,[X1]: the instruction STADDA is not supported\n  did you mean STADD?"],
    ["DMB FOO", "4:1: DMB FOO: the barrier option FOO is not supported\n  there is: SY, ST, LD, ISH"],
    ["ISB LD", "4:1: ISB LD: ISB has no other option than SY"],
    ["TLBI ALLE2", "4:1: TLBI ALLE2: TLBI ALLE2 is not supported\n  there is: VAE1IS"],
    [
      "TLBI VAE1IS",
      "4:1: TLBI VAE1IS: TLBI VAE1IS without a register\n  it takes the address shifted right by 12",
    ],
    ["CSET X0,AL", "4:1: CSET X0,AL: the condition AL is not supported"],
    [
      "MSR TTBR0_EL1,X0",
      "4:1: MSR TTBR0_EL1,X0: the system register TTBR0_EL1 is not supported\n  there is: ELR_EL1",
    ],
    ["LDAR X0,[X1,#8]", "4:1: LDAR X0,[X1,#8]: LDAR takes its address from one register"],
    [
      "LDR X1,[X1],#8",
      "4:1: LDR X1,[X1],#8: what a load into its own base register leaves there is unpredictable",
    ],
    ["MOV X0", "4:1: MOV X0: a register or a number is missing"],
    ["LDR X0,X1", "4:8: LDR X0,X1: operand 2 is a register, where only an address in brackets is supported"],
    ["NOP X0", "4:5: NOP X0: NOP with operand 1 is not supported\n  it takes 0 operands here"],
  ])("%s", async (text, expected) => {
    expect(await complaintAbout(thread([text]))).toContain(`unsupported: test.litmus:${expected}`);
  });

  test("a label that does not exist is a mistake", async () => {
    expect(await complaintAbout(thread(["B L1", "L0: NOP"]))).toBe(
      "invalid: test.litmus:4:3: the label L1 does not exist in this thread\n  did you mean L0? there is: L0",
    );
  });

  test("a handler that branches into the thread", async () => {
    const text = litmus({
      columns: [
        ["P0", "L0: NOP"],
        ["P0.F", "B L0"],
      ],
    });
    expect(await complaintAbout(text)).toContain(
      "B L0: the label L0 stands in another column\n  a handler goes back by ERET",
    );
  });

  test("a register of a thread that does not exist", async () => {
    expect(await complaintAbout(thread(["NOP"], { init: "1:X0=1;" }))).toBe(
      "invalid: test.litmus:2:3: there is no thread P1\n  there is: P0",
    );
  });

  test("accesses to a part of a place, or to two", async () => {
    const init = "0:X1=x; 0:X2=PTE(x); int a[2]={1,2}; 0:X3=a;";
    expect(await complaintAbout(thread(["STR W0,[X1]", "LDR X0,[X1]"], { init }))).toBe("nothing");
    expect(await complaintAbout(thread(["STR W0,[X2]"], { init }))).toContain(
      "test.litmus: P0: STR W0,[X2]: it stores 32 bits to pte(x)",
    );
    expect(await complaintAbout(thread(["LDR X0,[X3]"], { init }))).toBe(
      "unsupported: test.litmus:4: LDR X0,[X3]: an access to two elements of an array at once is not supported\n  PA(a) is an array of 32-bit words\n  access its elements with W registers",
    );
    expect(await complaintAbout(thread(["LDR W0,[X2]", "LDR X0,[X1]"], { init }))).toBe("nothing");
  });

  test("variables of a byte, and code as data", async () => {
    expect(await complaintAbout(thread(["NOP"], { init: "int8_t x=1;" }))).toBe(
      "unsupported: test.litmus:2:3: a variable of type int8_t is not supported\n  there are variables of 4 and of 8 bytes: int, int64_t, pteval_t",
    );
    expect(await complaintAbout(thread(["NOP"], { init: 'x=instr:"NOP";' }))).toContain(
      'instr:"NOP" is not supported: code is not memory here',
    );
  });
});
