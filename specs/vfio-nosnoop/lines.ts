import { choose, ldr, register, type Instruction } from "../../model/index.ts";
import type { NoSnoopSetting } from "./parameters.ts";
import type { Place } from "./places.ts";

/** Where the lines of a page begin that stand for all of them. */
export const lineOffsets = ({ lines }: NoSnoopSetting): readonly number[] =>
  lines === "1" ? [0] : [0, 0x40];

/** What happens to each line of a page, one after the other, with nothing in between. */
export const perLine = (
  { name, va }: Pick<Place, "name" | "va">,
  setting: NoSnoopSetting,
  does: (line: { readonly name: string; readonly va: bigint }) => Instruction,
): readonly Instruction[] =>
  lineOffsets(setting).map((offset) =>
    does({ name: offset === 0 ? name : `${name}+0x${offset.toString(16)}`, va: va + BigInt(offset) }),
  );

/** A load to make, as `ldr` is told of it. */
export interface Load {
  readonly to: string;
  readonly label: string;
  readonly kernel: string;
}

/** Loads of one line of a page, whichever. */
export function loadLine(
  { va }: Pick<Place, "va">,
  setting: NoSnoopSetting,
  loads: readonly Load[],
): readonly Instruction[] {
  const [only, ...others] = lineOffsets(setting).map((offset) => va + BigInt(offset));
  const all = (address: Parameters<typeof ldr>[1]) => loads.map(({ to, ...at }) => ldr(to, address, at));
  if (only !== undefined && others.length === 0) return all(only);
  return [
    choose(
      "line",
      lineOffsets(setting).map((offset) => va + BigInt(offset)),
      { kernel: "one of its lines" },
    ),
    ...all(register("line")),
  ];
}
