import { calibration } from "./calibration/index.ts";
import { kvmNormalNcReset } from "./kvm-normal-nc-reset/index.ts";
import { pkvmFixmap } from "./pkvm-fixmap/index.ts";
import type { Spec } from "./spec.ts";
import { vfioNoSnoop } from "./vfio-nosnoop/index.ts";

/** The specs that `walkcheck suite` runs, in the order of its table. One folder each. */
export const catalogue: readonly Spec[] = [calibration, pkvmFixmap, kvmNormalNcReset, vfioNoSnoop];
