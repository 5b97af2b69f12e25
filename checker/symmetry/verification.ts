import type { Instances } from "../engine/instances.ts";
import type { Model } from "../model.ts";
import type { Group } from "./group.ts";
import type { JointRun } from "./joint-run.ts";
import type { Probe, QuestionName } from "./probe.ts";

/** What a verifier works with. */
export interface Verification<S> {
  readonly model: Model<S>;
  readonly instances: Instances;
  readonly group: Group;
  readonly probes: readonly Probe<S>[];
  readonly questions: ReadonlyMap<QuestionName, Probe<S>>;
  readonly joint: JointRun<S>;
}
