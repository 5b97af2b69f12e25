import { describe, expect, test } from "vitest";
import { cbz, ldr, str, type SwitchableRule } from "../../../model/index.ts";
import { bar0, bar1, ram, reaches, type Board, type View } from "./board.ts";

/** For each rule, what the machine reaches only with it (a freedom), or only without it (an order). */
const shown: readonly (readonly [
  rule: SwitchableRule,
  kind: "order" | "freedom",
  board: Board,
  wanted: (view: View) => boolean,
])[] = [
  [
    "peripheral-order",
    "order",
    { bar: "Device-nGnRE", pes: { P0: [str(1n, bar0), str(1n, bar1)] } },
    ({ BAR0, BAR1 }) => BAR0 === 0n && BAR1 === 1n,
  ],
  [
    "device-reads-are-certain",
    "order",
    {
      bar: "Device-nGRE",
      registers: { BAR0: { readLeaves: 0n } },
      initial: { BAR0: 1n },
      pes: { P0: [ldr("r1", ram), cbz("r1", "end"), ldr("r2", bar0)] },
    },
    ({ BAR0 }) => BAR0 === 0n,
  ],
  [
    "writes-gather",
    "freedom",
    {
      bar: "Normal-NC",
      registers: { BAR0: { commands: [{ value: 1n, does: "begin reset" }] } },
      pes: { P0: [str(1n, bar0), str(2n, bar0)] },
    },
    ({ BAR0, device }) => BAR0 === 2n && device.resetting === 0,
  ],
  [
    "speculative-reads",
    "freedom",
    { bar: "Normal-NC", pes: { P0: [] } },
    ({ device }) => device.readSpeculatively === 1,
  ],
];

describe("the rules of the interconnect", () => {
  test.each(shown)("%s is what an outcome depends on", (rule, kind, board, wanted) => {
    expect(reaches(board, wanted)).toBe(kind === "freedom");
    expect(reaches({ ...board, scenario: { without: [rule] } }, wanted)).toBe(kind === "order");
  });
});
