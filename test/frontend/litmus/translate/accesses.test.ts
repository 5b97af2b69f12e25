import { describe, expect, test } from "vitest";
import { register } from "../../../../model/index.ts";
import { finalStatesOf, machineCode, thread } from "../texts.ts";

const [x0, x1, x2] = [register("X0"), register("X1"), register("X2")];
const low = (value: typeof x0) => ({ op: "and", left: value, right: { op: "const", value: 0xffffffffn } });

describe("loads and stores", () => {
  test.each([
    ["LDR X0,[X1]", { order: "plain" }],
    ["LDUR X0,[X1]", { order: "plain" }],
    ["LDAR X0,[X1]", { order: "acquire" }],
    ["LDAPR X0,[X1]", { order: "acquirePC" }],
    ["LDAPUR X0,[X1]", { order: "acquirePC" }],
    ["LDXR X0,[X1]", { order: "plain", exclusive: true }],
    ["LDAXR X0,[X1]", { order: "acquire", exclusive: true }],
    ["LDR W0,[X1]", { order: "plain", bits: 32 }],
    ["LDAXR W0,[X1]", { order: "acquire", exclusive: true, bits: 32 }],
  ])("%s", (text, expected) => {
    expect(machineCode([text])).toEqual([{ kind: "load", register: "X0", address: x1, ...expected }]);
  });

  test.each([
    ["STR X0,[X1]", { value: x0, order: "plain" }],
    ["STUR X0,[X1]", { value: x0, order: "plain" }],
    ["STLR X0,[X1]", { value: x0, order: "release" }],
    ["STR W0,[X1]", { value: low(x0), order: "plain", bits: 32 }],
    ["STLR WZR,[X1]", { value: { op: "const", value: 0n }, order: "release", bits: 32 }],
  ])("%s", (text, expected) => {
    expect(machineCode([text])).toEqual([{ kind: "store", address: x1, ...expected }]);
  });

  test.each([
    ["STXR W2,X0,[X1]", { value: x0, order: "plain" }],
    ["STLXR W2,X0,[X1]", { value: x0, order: "release" }],
    ["STXR W2,W0,[X1]", { value: low(x0), order: "plain", bits: 32 }],
  ])("%s", (text, expected) => {
    expect(machineCode([text])).toEqual([
      { kind: "store-exclusive", status: "X2", address: x1, ...expected },
    ]);
  });

  test("a load into the zero register writes what nobody reads", () => {
    expect(machineCode(["LDAR WZR,[X1]"])).toEqual([
      { kind: "load", register: "XZR", address: x1, order: "acquire", bits: 32 },
    ]);
  });
});

describe("addressing modes", () => {
  const init = "int a[4]={10,11,12,13}; 0:X1=a; 0:X2=1; 0:X3=-4; 0:X5=0xffffffff;";
  const observe = "locations [0:X0; 0:X1; 0:X4;]";

  test.each([
    ["LDR W0,[X1,#8]", "0:X0=12; 0:X1=a; 0:X4=0;"],
    ["LDR W0,[X1,X2,LSL #2]", "0:X0=11; 0:X1=a; 0:X4=0;"],
    ["LDR W0,[X1,W2,UXTW #2]", "0:X0=11; 0:X1=a; 0:X4=0;"],
    ["LDR W0,[X1,#4]!", "0:X0=11; 0:X1=a+4; 0:X4=0;"],
    ["LDR W0,[X1],#4", "0:X0=10; 0:X1=a+4; 0:X4=0;"],
    ["LDR W4,[X1,#12]! ; LDR W0,[X1,X3]", "0:X0=12; 0:X1=a+12; 0:X4=13;"],
    ["LDR W4,[X1,#12]! ; LDR W0,[X1,W3,SXTW]", "0:X0=12; 0:X1=a+12; 0:X4=13;"],
    ["LDR W4,[X1,#12]! ; LDR W0,[X1,W5,SXTW #2]", "0:X0=12; 0:X1=a+12; 0:X4=13;"],
  ])("%s", async (text, expected) => {
    expect(
      await finalStatesOf(thread(text.split(" ; "), { init, final: `${observe} exists (true)` })),
    ).toEqual([expected]);
  });

  test("a store moves its base register after it", async () => {
    const text = thread(["MOV W0,#7", "STR W0,[X1],#4", "STR W0,[X1,#4]!"], {
      init: "int a[4]; 0:X1=a;",
      final: "locations [0:X1; a;] exists (true)",
    });
    expect(await finalStatesOf(text)).toEqual(["0:X1=a+8; a={7,0,7,0};"]);
  });

  test("an access that faults leaves its base register as it is", async () => {
    const text = thread(["L0: LDR W0,[X1],#4"], {
      init: "[PTE(a)]=(valid:0); 0:X1=a;",
      final: "locations [0:X1;] exists (fault(P0:L0,a))",
    });
    expect(await finalStatesOf(text)).toEqual(["0:X1=a; Fault(P0:L0,a,D-MMU:Translation);"]);
  });
});

describe("atomics", () => {
  const orders = [
    ["", false, false],
    ["A", true, false],
    ["L", false, true],
    ["AL", true, true],
  ] as const;

  test.each(orders)("SWP%s", (suffix, acquire, release) => {
    expect(machineCode([`SWP${suffix} X0,X2,[X1]`])).toEqual([
      { kind: "rmw", operation: "swap", register: "X2", value: x0, address: x1, acquire, release },
    ]);
  });

  test.each(orders)("CAS%s", (suffix, acquire, release) => {
    expect(machineCode([`CAS${suffix} X0,X2,[X1]`])).toEqual([
      {
        kind: "rmw",
        operation: "cas",
        register: "X0",
        compare: x0,
        value: x2,
        address: x1,
        acquire,
        release,
      },
    ]);
  });

  test.each(
    orders.flatMap((order) =>
      (
        [
          ["ADD", "add"],
          ["SET", "set"],
          ["CLR", "clear"],
          ["EOR", "xor"],
        ] as const
      ).map((op) => [...op, ...order] as const),
    ),
  )("LD%s is %s, with the ordering %j", (name, operation, suffix, acquire, release) => {
    expect(machineCode([`LD${name}${suffix} X0,X2,[X1]`])).toEqual([
      { kind: "rmw", operation, register: "X2", value: x0, address: x1, acquire, release },
    ]);
  });

  test("ST<op> reads for nobody", () => {
    for (const [text, release] of [
      ["STCLR X0,[X1]", false],
      ["STCLRL X0,[X1]", true],
    ] as const)
      expect(machineCode([text])).toEqual([
        { kind: "rmw", operation: "clear", register: null, value: x0, address: x1, acquire: false, release },
      ]);
  });

  test("the zero register is no destination of SWP and LD<op>, which the machine takes for no acquire, but of CAS", () => {
    expect(machineCode(["SWPAL X0,XZR,[X1]"])).toMatchObject([
      { register: null, acquire: true, release: true },
    ]);
    expect(machineCode(["LDADDA X0,XZR,[X1]"])).toMatchObject([{ register: null, acquire: true }]);
    expect(machineCode(["CASA XZR,X0,[X1]"])).toMatchObject([{ register: "XZR", acquire: true }]);
  });

  test("W registers move 32 bits", () => {
    expect(machineCode(["SWP W0,W2,[X1]"])).toMatchObject([{ bits: 32, value: low(x0) }]);
    expect(machineCode(["CAS W0,W2,[X1]"])).toMatchObject([{ bits: 32, compare: low(x0), value: low(x2) }]);
  });

  test("what they leave behind", async () => {
    const init = "x=12; 0:X1=x; 0:X0=10; 0:X2=12;";
    const end = async (text: string) =>
      (await finalStatesOf(thread([text], { init, final: "locations [x; 0:X3; 0:X2;] exists (true)" })))[0];
    expect(await end("SWP W0,W3,[X1]")).toBe("0:X2=12; 0:X3=12; [x]=10;");
    expect(await end("LDADD W0,W3,[X1]")).toBe("0:X2=12; 0:X3=12; [x]=22;");
    expect(await end("LDSET W0,W3,[X1]")).toBe("0:X2=12; 0:X3=12; [x]=14;");
    expect(await end("LDCLR W0,W3,[X1]")).toBe("0:X2=12; 0:X3=12; [x]=4;");
    expect(await end("LDEOR W0,W3,[X1]")).toBe("0:X2=12; 0:X3=12; [x]=6;");
    expect(await end("STADD W0,[X1]")).toBe("0:X2=12; 0:X3=0; [x]=22;");
    expect(await end("CAS W2,W0,[X1]")).toBe("0:X2=12; 0:X3=0; [x]=10;");
    expect(await end("CAS W0,W2,[X1]")).toBe("0:X2=12; 0:X3=0; [x]=12;");
  });
});
