import type { Model } from "../../../checker/model.ts";
import type { Infer } from "../../../checker/schema/domain.ts";
import { at } from "../../../checker/schema/access.ts";
import { array, bool, int, oneOf, record } from "../../../checker/schema/constructors.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { rule } from "./rule.ts";

const mutex = record({
  pc: array(2, oneOf("idle", "flagged", "waiting", "critical")),
  flag: array(2, bool()),
  turn: int(0, 1),
});
type Mutex = Infer<typeof mutex>;

const both = [[0], [1]] as const;
const other = (process: number) => 1 - process;
const isAt = (pc: Mutex["pc"][number]) => (state: Readonly<Mutex>, process: number) =>
  at(state.pc, process) === pc;

/** Peterson's mutual exclusion; `broken` forgets to look at the other's flag and turn. */
export function peterson({ broken = false, fair = true } = {}): Model<Mutex> {
  const fairness = fair ? ({ fairness: "weak" } as const) : {};
  return {
    name: "peterson",
    schema: schemaOf(mutex),
    initial: [{ pc: ["idle", "idle"], flag: [false, false], turn: 0 }],
    rules: [
      rule<Mutex, readonly [number]>(
        "raise flag",
        (state, process) => {
          state.flag[process] = true;
          state.pc[process] = "flagged";
        },
        { instances: both, when: isAt("idle") },
      ),
      rule<Mutex, readonly [number]>(
        "give way",
        (state, process) => {
          state.turn = other(process);
          state.pc[process] = "waiting";
        },
        { instances: both, when: isAt("flagged"), ...fairness },
      ),
      rule<Mutex, readonly [number]>(
        "enter",
        (state, process) => {
          state.pc[process] = "critical";
        },
        {
          instances: both,
          when: (state, process) =>
            isAt("waiting")(state, process) &&
            (broken || !at(state.flag, other(process)) || state.turn === process),
          ...fairness,
        },
      ),
      rule<Mutex, readonly [number]>(
        "leave",
        (state, process) => {
          state.flag[process] = false;
          state.pc[process] = "idle";
        },
        { instances: both, when: isAt("critical"), ...fairness },
      ),
    ],
    properties: [
      {
        name: "mutual exclusion",
        kind: "always",
        because: "two writers at once corrupt the data",
        goals: ["PE0 is critical"],
        violatedBy: ({ pc }) => (pc.every((each) => each === "critical") ? { facts: { both: true } } : null),
      },
      {
        name: "PE0 is critical",
        kind: "sometimes",
        because: "a lock that nobody gets excludes everybody",
        reachedBy: ({ pc }) => (at(pc, 0) === "critical" ? { facts: { pe: 0 } } : null),
      },
    ],
  };
}

/** The same with process 0 already waiting, and a process that has other things to do while it is idle. */
export function petersonWaiting({ fair = true } = {}): Model<Mutex> {
  const model = peterson({ fair });
  const elsewhere = rule<Mutex, readonly [number]>("work elsewhere", () => {}, {
    instances: both,
    when: isAt("idle"),
  });
  return {
    ...model,
    rules: [...model.rules, elsewhere],
    initial: [{ pc: ["waiting", "idle"], flag: [true, false], turn: 1 }],
    properties: [
      {
        name: "PE0 gets in",
        kind: "eventually",
        because: "a waiting process must not starve",
        reachedBy: ({ pc }) => (at(pc, 0) === "critical" ? { facts: { pe: 0 } } : null),
      },
    ],
  };
}
