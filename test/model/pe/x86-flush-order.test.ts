import { describe, expect, test } from "vitest";
import { at } from "../../../checker/schema/access.ts";
import {
  clflush,
  clflushopt,
  clwb,
  lfence,
  mfence,
  movLoad,
  movStore,
  sfence,
  wbinvd,
  xchg,
  type Instruction,
} from "../../../model/index.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import { scenarioOf, withLine, x, y } from "../litmus.ts";
import { x86 } from "./x86-programs.ts";

type Order = "ordered" | "same line" | "not ordered";

/** What the younger of two instructions waits for of the older one, as its `Order` says. */
function order(
  older: (place: bigint) => Instruction,
  younger: (place: bigint) => Instruction,
  ...between: readonly Instruction[]
): Order {
  const waits = (place: bigint): boolean => {
    const program = [older(x), ...between, younger(place)];
    const { slots } = at(buildMachine(withLine(scenarioOf(x86({ P0: program })))).pes, 0);
    const { order } = at(slots, program.length - 1);
    const steps = younger(place).kind === "load" ? order.beforeRead : order.beforeWrite;
    const required = [...steps, ...order.beforeDsb].some(
      ({ slot, via }) => slot === 0 && (via === null || between.length > 0),
    );
    return required || [...order.interrupts, ...order.contextSync].includes(0);
  };
  if (waits(y)) return "ordered";
  return waits(x) ? "same line" : "not ordered";
}

const load = (place: bigint): Instruction => movLoad("r1", place);
const store = (place: bigint): Instruction => movStore(1n, place);
const locked = (place: bigint): Instruction => xchg("r1", 1n, place);
const clean = (): Instruction => wbinvd();

describe("x86: what orders cache flushes (SDM vol. 2: CLFLUSH, CLFLUSHOPT, CLWB)", () => {
  test("CLFLUSH: stores, locked instructions, and other CLFLUSHes, before and after it", () => {
    expect(order(store, clflush)).toBe("ordered");
    expect(order(clflush, store)).toBe("ordered");
    expect(order(clflush, clflush)).toBe("ordered");
    expect(order(locked, clflush)).toBe("ordered");
    expect(order(clflush, locked)).toBe("ordered");
    expect(order(clflush, load)).toBe("not ordered");
    expect(order(clflush, clflushopt)).toBe("not ordered");
    expect(order(clflushopt, clflush)).toBe("not ordered");
  });

  test.each([
    ["CLFLUSHOPT", clflushopt],
    ["CLWB", clwb],
  ] as const)("%s: locked instructions, and older stores to its line", (_, flush) => {
    expect(order(store, flush)).toBe("same line");
    expect(order(flush, store)).toBe("not ordered");
    expect(order(locked, flush)).toBe("ordered");
    expect(order(flush, locked)).toBe("ordered");
    expect(order(flush, flush)).toBe("not ordered");
    expect(order(flush, load)).toBe("not ordered");
  });

  test("all of them take effect after what is loaded before them", () => {
    for (const flush of [clflush, clflushopt, clwb]) expect(order(load, flush)).toBe("ordered");
  });

  test("SFENCE orders them with each other and with stores, LFENCE does not", () => {
    for (const flush of [clflushopt, clwb]) {
      expect(order(flush, store, sfence())).toBe("ordered");
      expect(order(store, flush, sfence())).toBe("ordered");
      expect(order(flush, flush, sfence())).toBe("ordered");
      expect(order(flush, load, sfence())).toBe("not ordered");
      expect(order(flush, store, lfence())).toBe("not ordered");
    }
  });

  test("MFENCE and WBINVD wait for them, and they for it", () => {
    const fence = (): Instruction => mfence();
    for (const flush of [clflush, clflushopt, clwb]) {
      expect(order(flush, fence)).toBe("ordered");
      expect(order(fence, flush)).toBe("ordered");
      expect(order(flush, clean)).toBe("ordered");
      expect(order(clean, flush)).toBe("ordered");
    }
    expect(order(store, clean)).toBe("ordered");
    expect(order(clean, load)).toBe("ordered");
  });
});
