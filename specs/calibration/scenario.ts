import {
  binary,
  constant,
  descriptor,
  dmb,
  dsb,
  features,
  isb,
  ldr,
  program,
  register,
  str,
  tlbi,
  type Instruction,
  type Scenario,
} from "../../model/index.ts";
import type { LitmusStep, LitmusTest } from "./litmus-test.ts";
import { calibrationProperties, labels } from "./properties.ts";

const x = { name: "x", va: 0xffff_8000_0000_0000n };
const flag = { name: "flag", va: 0xffff_8000_0000_1000n };
/** Where their descriptors are. */
const pte = { x: 0xffff_0000_0000_1000n, flag: 0xffff_0000_0000_1008n };

const oldPage = { name: "old", pa: 0x1000_0000n };
const newPage = { name: "new", pa: 0x2000_0000n };
const flagPage = { name: "flag", pa: 0x3000_0000n };

const none = 0n;
const oldEntry = descriptor({ oa: oldPage.pa });
const newEntry = descriptor({ oa: newPage.pa });

/** The smallest machine a test needs: one table, one PTE that changes, one page for the message. */
export function litmusScenario(name: string, test: LitmusTest, ets2: boolean): Scenario {
  const threads = [
    { name: "P0", steps: test.writer },
    { name: "P1", steps: test.reader },
  ].filter(({ steps }) => steps.length > 0);
  const messages = threads.some(({ steps }) => steps.includes("send"));
  return {
    name,
    features: features({ ets2 }),
    physical: [oldPage, newPage, ...(messages ? [flagPage] : [])],
    virtual: messages ? [x, flag] : [x],
    tables: [
      {
        name: "table",
        ptes: [
          { page: x.name, address: pte.x, initial: test.initially === "valid" ? oldEntry : none },
          ...(messages
            ? [{ page: flag.name, address: pte.flag, initial: descriptor({ oa: flagPage.pa }) }]
            : []),
        ],
      },
    ],
    pes: threads.map((thread) => ({
      name: thread.name,
      program: program(...thread.steps.map(instructionOf)),
      table: "table",
      regime: "el1",
    })),
    words: {
      Inv: none,
      "V(old)": oldEntry,
      "V(new)": newEntry,
      "V(flag)": descriptor({ oa: flagPage.pa }),
    },
    properties: calibrationProperties(test.outcome, oldEntry),
  };
}

function instructionOf(step: LitmusStep): Instruction {
  switch (step) {
    case "map":
      return str(newEntry, pte.x, { kernel: "str V(new), [pte(x)]" });
    case "unmap":
      return str(none, pte.x, { kernel: "str Inv, [pte(x)]" });
    case "dmb":
      return dmb("sy");
    case "dsb":
      return dsb("sy");
    case "isb":
      return isb();
    case "tlbi":
      return tlbi("vae1", x.va, null, { kernel: "tlbi vae1, x" });
    case "tlbiis":
      return tlbi("vae1is", x.va, null, { kernel: "tlbi vae1is, x" });
    case "send":
      return str(1n, flag.va, { kernel: "str 1, [flag]" });
    case "receive":
      return ldr("x0", flag.va, { label: labels.receive, kernel: "ldr x0, [flag]" });
    case "use":
      return ldr("x1", x.va, { label: labels.use, kernel: "ldr x1, [x]" });
    case "use-addr":
      return ldr("x1", binary("add", constant(x.va), zeroFrom("x0")), {
        label: labels.use,
        kernel: "ldr x1, [x + (x0 ^ x0)]",
      });
  }
}

/** 0, but only once the register has its value: an address dependency. */
const zeroFrom = (name: string) => binary("xor", register(name), register(name));
