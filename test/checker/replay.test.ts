import { describe, expect, test } from "vitest";
import { PlainSemantics } from "../../checker/engine/plain-semantics.ts";
import { Paths } from "../../checker/search/path.ts";
import { Replayer } from "../../checker/search/replay.ts";
import { counter, type Count } from "./toys/counter.ts";
import { rule } from "./toys/rule.ts";

const [once, twice] = [0, 1] as const;

/** Counts by one and by two; `fired` notes every firing that is replayed. */
function replayer(stored: readonly number[], fired: number[] = []) {
  const by = (step: number) =>
    rule<Count>(
      `by ${step}`,
      (state) => {
        fired.push(step);
        state.count += step;
      },
      { when: ({ count }) => count + step <= 9 },
    );
  const model = counter(9, { rules: [by(1), by(2)] });
  const state = (id: number) => ({ count: stored[id] ?? -1 });
  return new Replayer(model, new PlainSemantics(model, "fold"), { state });
}

function path(states: readonly number[], firings: readonly number[]) {
  return { states, firings, loop: null };
}

const counts = ({ steps }: ReturnType<ReturnType<typeof replayer>["replay"]>) =>
  steps.map(({ state }) => state.count);

describe("paths that begin alike", () => {
  test("have their beginning replayed once", () => {
    const fired: number[] = [];
    const replays = replayer([0, 1, 3, 2, 4], fired);
    expect(counts(replays.replay(path([0, 1, 2], [once, twice])))).toEqual([1, 3]);
    expect(counts(replays.replay(path([0, 1, 2, 4], [once, twice, once])))).toEqual([1, 3, 4]);
    expect(counts(replays.replay(path([0, 1, 3], [once, once])))).toEqual([1, 2]);
    expect(fired).toEqual([1, 2, 1, 1]);
  });

  test("are checked where they part: a wrong state is found there", () => {
    const replays = replayer([0, 1, 3, 7]);
    replays.replay(path([0, 1, 2], [once, twice]));
    expect(() => replays.replay(path([0, 1, 3], [once, once]))).toThrow(
      'step 2 of 2, rule "by 1": it leads to another state when replayed',
    );
  });

  test("cannot lead to two states by the same firings", () => {
    const replays = replayer([0, 1, 3, 4]);
    replays.replay(path([0, 1, 2], [once, twice]));
    expect(() => replays.replay(path([0, 1, 3], [once, twice]))).toThrow(
      'step 2 of 2, rule "by 2": it leads to another state when replayed',
    );
  });
});

test("a start that is not initial is found", () => {
  expect(() => replayer([8, 9]).replay(path([0, 1], [once]))).toThrow(
    "step 0: the trace starts in a state that is not initial when replayed",
  );
});

test("a guard that does not hold is found", () => {
  const far = replayer([0, 2, 4, 6, 8, 10]);
  expect(() => far.replay(path([0, 1, 2, 3, 4, 5], [twice, twice, twice, twice, twice]))).toThrow(
    'step 5 of 5, rule "by 2": its guard does not hold when replayed',
  );
});

test("the way to a state is asked of the engine once", () => {
  const asked: number[] = [];
  const predecessor = (state: number) => {
    asked.push(state);
    return state === 0 ? null : { state: state - 1, rule: 0, instance: 0 };
  };
  const model = counter(9);
  const paths = new Paths({ predecessor }, new PlainSemantics(model, "fold").instances);
  expect(paths.to(3)).toEqual({ states: [0, 1, 2, 3], firings: [0, 0, 0], loop: null });
  expect(paths.to(4)).toEqual({ states: [0, 1, 2, 3, 4], firings: [0, 0, 0, 0], loop: null });
  expect(asked).toEqual([3, 2, 1, 0, 4]);
});
