import { Diagnostic } from "../checker/diagnostic.ts";
import { InternalFault } from "../checker/internal-fault.ts";
import type { Model } from "../checker/model.ts";
import { noDeadlock } from "../checker/search/plan.ts";
import { describeValue, isRecord } from "./narrow.ts";
import type { AnyModel, Setting, Spec } from "./spec.ts";

/** Builds the model of a variant. Whatever goes wrong inside the spec becomes a diagnostic that names the variant. */
export function buildModel(spec: Spec, variant: string, setting: Setting): AnyModel {
  const where = `spec ${spec.name}, variant ${variant}`;
  const model = callSpec(spec, variant, setting, where);
  // A spec file is untyped input: its `model` may return anything.
  if (!isRecord(model) || typeof model.open !== "function") {
    throw new Diagnostic({
      kind: "spec",
      where,
      what: `\`model\` returns ${describeValue(model)} instead of a model`,
      next: "Return anyModel(model), with anyModel from walkcheck/specs.",
    });
  }
  model.open((opened) => checkProperties(spec, opened, where));
  return model;
}

function callSpec(spec: Spec, variant: string, setting: Setting, where: string): AnyModel {
  try {
    return spec.model(variant, setting);
  } catch (error) {
    if (error instanceof InternalFault) throw error;
    if (error instanceof Diagnostic) throw within(where, error);
    throw new Diagnostic({
      kind: "spec",
      where,
      what: "building its model throws",
      why: error instanceof Error ? error.message : String(error),
      next: firstFrame(error) ?? "`model` must return for every variant and setting.",
    });
  }
}

/** The same diagnostic, placed in the variant that brought it about. */
function within(where: string, { details }: Diagnostic): Diagnostic {
  return new Diagnostic({
    ...details,
    where: details.where === undefined ? where : `${where}, ${details.where}`,
  });
}

/** The place in the source where something was thrown, as the stack tells it. */
function firstFrame(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const frame = error.stack?.split("\n").find((line) => /^\s+at .*:\d+:\d+\)?$/.test(line));
  return frame?.trim() ?? null;
}

function checkProperties<S>(spec: Spec, model: Model<S>, where: string): void {
  const built = model.properties.map(({ name }) => name);
  const listed = Object.keys(spec.properties).filter((name) => name !== noDeadlock);
  const missing = listed.filter((name) => !built.includes(name));
  const extra = built.filter((name) => !listed.includes(name));
  if (missing.length === 0 && extra.length === 0) return;
  const parts = [
    ...(missing.length === 0 ? [] : [`its model lacks ${missing.join(", ")}`]),
    ...(extra.length === 0 ? [] : [`its model has ${extra.join(", ")}, which the spec does not list`]),
  ];
  throw new Diagnostic({
    kind: "spec",
    where,
    what: "the properties of the model are not those of the spec",
    why: parts.join("; "),
    next: "Every variant's model has exactly the properties of the spec; say notApplicable in `expected` instead.",
  });
}
