import { describe, expect, test } from "vitest";
import {
  dc,
  decode,
  descriptor,
  dmb,
  dsb,
  ldr,
  str,
  type Instruction,
  type SwitchableRule,
} from "../../../model/index.ts";
import { endings, nc, wb, WB } from "./lines.ts";

const readOnly = descriptor({ oa: decode(WB).oa, writable: false });

interface Shown {
  readonly rule: SwitchableRule;
  readonly kind: "order" | "freedom" | "effect";
  readonly code: readonly Instruction[];
  /** One that there is only with the rule (a freedom), or only without it (an order, an effect). */
  readonly ending: string;
  readonly pte?: bigint;
  /** What would lead to the same ending. */
  readonly without?: readonly SwitchableRule[];
}

const shown: readonly Shown[] = [
  {
    rule: "write-backs",
    kind: "freedom",
    code: [str(1n, wb), dsb("sy"), ldr("r1", nc)],
    ending: "P0:r1=1",
  },
  {
    rule: "maintenance-in-line-order",
    kind: "order",
    code: [str(1n, wb), dc("cvac", wb), dsb("sy"), ldr("r1", nc)],
    ending: "P0:r1=0",
  },
  {
    rule: "dmb-orders-maintenance",
    kind: "order",
    code: [str(1n, nc), dmb("sy"), dc("ivac", wb), dsb("sy"), ldr("r1", wb)],
    ending: "P0:r1=0",
  },
  {
    rule: "dsb-completes-maintenance",
    kind: "order",
    code: [str(1n, wb), dc("cvac", wb), dsb("sy"), ldr("r1", nc)],
    ending: "P0:r1=0",
  },
  {
    rule: "ivac-may-clean",
    kind: "freedom",
    code: [str(1n, wb), dsb("sy"), dc("ivac", wb), dsb("sy"), ldr("r1", nc)],
    ending: "P0:r1=1",
    without: ["write-backs"],
  },
  {
    rule: "ivac-needs-write-permission",
    kind: "effect",
    code: [dc("ivac", wb), ldr("r1", nc)],
    ending: "P0:r1=0",
    pte: readOnly,
  },
];

describe("the rules of caches", () => {
  test.each(shown)(
    "$rule is what an ending depends on",
    ({ rule, kind, code, ending, pte = WB, ...other }) => {
      const found = (...rules: readonly SwitchableRule[]) =>
        endings({ pes: { P0: code }, pte, scenario: { without: [...(other.without ?? []), ...rules] } });
      expect(found().includes(ending)).toBe(kind === "freedom");
      expect(found(rule).includes(ending)).toBe(kind !== "freedom");
    },
  );
});
