import { at } from "../../checker/index.ts";
import type { Cpu, Write } from "./state.ts";

/** Whether a store of this kind, to this page, combines with the buffered one. */
function combines(write: Readonly<Write>, kind: Write["kind"], page: number | null): boolean {
  return write.kind === kind && write.va === page;
}

/** Whether the buffer can take the store: it combines with one, or a slot is free. */
export function hasRoom({ buf, page }: Readonly<Cpu>, kind: Write["kind"]): boolean {
  const first = at(buf, 0);
  if (first.kind === "empty" || combines(first, kind, page)) return true;
  const second = at(buf, 1);
  return second.kind === "empty" || combines(second, kind, page);
}

/** Buffers a store to the PTE or the lock of the PE's page, in the slot it combines with or the first free one. */
export function put({ buf, page }: Cpu, kind: Write["kind"], pa: number | null): void {
  const first = at(buf, 0);
  const second = at(buf, 1);
  const inFirst = combines(first, kind, page) || (!combines(second, kind, page) && first.kind === "empty");
  const write = inFirst ? first : second;
  write.kind = kind;
  write.va = page;
  write.pa = pa;
}

/** Whether every buffered store has reached memory. */
export function isDrained({ buf }: Readonly<Cpu>): boolean {
  return at(buf, 0).kind === "empty" && at(buf, 1).kind === "empty";
}
