/** The public surface for those who write a spec, inside the repository or in a file of their own. */
export type { AnyModel, Expected, Parameter, Parameters, Setting, Spec, Variant } from "./spec.ts";
export { anyModel } from "./spec.ts";
export { defineSpec } from "./validate.ts";
