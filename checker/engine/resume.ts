import { InternalFault } from "../internal-fault.ts";
import { unknownFiring, type Edge, type Exploration, type StoredStates } from "./engine.ts";

/** One state of a snapshot. */
export interface StoredState {
  readonly id: number;
  /** Its packed row; valid until the next state. */
  readonly row: Int32Array;
  readonly parent: number;
  readonly firing: number;
}

/** 32-bit words that are read at a time, about. */
const pieceWords = 1 << 18;

/** Ranges of states, each small enough to be read or written at a time. */
export function* pieces(from: number, to: number, words: number): Generator<readonly [number, number]> {
  const step = Math.max(1, Math.floor(pieceWords / words));
  for (let start = from; start < to; start += step) yield [start, Math.min(to, start + step)];
}

/**
 * Hands out the states of a snapshot in the order of their numbers.
 *
 * @param words 32-bit words of a row
 */
export function eachStored(states: StoredStates, words: number, take: (state: StoredState) => void): void {
  for (const [from, to] of pieces(0, states.size, words)) {
    const rows = states.rows(from, to);
    const parents = states.parents(from, to);
    const firings = states.withFirings ? states.firings(from, to) : null;
    for (let id = from; id < to; id++) {
      const at = id - from;
      const row = rows.subarray(at * words, (at + 1) * words);
      take({ id, row, parent: parents[at]!, firing: firings?.[at] ?? unknownFiring });
    }
  }
}

/**
 * The edge by which a state was reached, where its firing was not kept: instances are tried in order, so the first one
 * that leads there is the one that did.
 */
export function edgeTo<S>(exploration: Exploration<S>, parent: number, state: number): Edge {
  const edge = exploration.successors(parent).find((each) => each.state === state);
  if (edge === undefined) throw new InternalFault(`state ${state} does not follow from its parent ${parent}`);
  return { ...edge, state: parent };
}
