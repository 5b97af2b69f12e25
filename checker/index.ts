/** The public surface of the model checker: everything else in this room is its own business. */
export { check } from "./check.ts";
export type { CheckOptions, Walks } from "./check-options.ts";
export { unbounded } from "./bounds.ts";
export type { BoundHit, Bounds } from "./bounds.ts";
export { Diagnostic } from "./diagnostic.ts";
export type { DiagnosticDetails, DiagnosticKind } from "./diagnostic.ts";
export type { EagerMode, Edge, Engine, EngineName, EngineOptions, Exploration } from "./engine/engine.ts";
export type { Findings, Snapshot, StoredStates, StoreMode, TrieStatistics } from "./engine/engine.ts";
export { flyweight } from "./engine/flyweight.ts";
export { observed } from "./engine/observed/observed.ts";
export { reference } from "./engine/reference.ts";
export { InternalFault } from "./internal-fault.ts";
export type { DeadlockMode, End, ImpliedStep, Model, NarrativeState } from "./model.ts";
export { nearest } from "./nearest.ts";
export type { Progress } from "./progress.ts";
export type { Always, Eventually, Property, Sometimes, Witness } from "./property.ts";
export type {
  Change,
  CheckResult,
  Counterexample,
  FieldStatistics,
  PropertyResult,
  Reductions,
  Reason,
  RuleStatistics,
  Simulation,
  Statistics,
  Trace,
  TraceStep,
  Verdict,
} from "./result.ts";
export type { Rule, Step } from "./rule.ts";
export { at } from "./schema/access.ts";
export { array, bool, int, oneOf, option, queue, record, setOf, word64 } from "./schema/constructors.ts";
export type { Domain, Fields, Infer, ScalarDomain, Scalarset } from "./schema/domain.ts";
export { DomainError } from "./schema/domain-error.ts";
export { FiniteSet } from "./schema/finite-set.ts";
export { schemaOf } from "./schema/schema.ts";
export type { Open, PartialOrderMode, Reducer } from "./partial-order/reducer.ts";
export type { Automorphism, RuleInstance } from "./symmetry/automorphism.ts";
export { compilePermutations } from "./symmetry/compiled-group.ts";
export type { CompiledGroup } from "./symmetry/compiled-group.ts";
export { arrayBy, elementOf, scalarset } from "./symmetry/scalarset.ts";
export type { Symmetry, SymmetryMode } from "./symmetry/symmetry.ts";
export type { Flyweight, Schema } from "./schema/schema.ts";
export { explosionOf } from "./search/explosion.ts";
export type { Explosion, Outlook, RuleShare } from "./search/explosion.ts";
export { noDeadlock } from "./search/plan.ts";
export { defaultWalkDepth } from "./simulate/simulate.ts";
export { worst } from "./search/verdict.ts";
