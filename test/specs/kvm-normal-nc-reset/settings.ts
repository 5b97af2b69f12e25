import { kvmNormalNcReset } from "../../../specs/kvm-normal-nc-reset/index.ts";
import type { ResetSetting } from "../../../specs/kvm-normal-nc-reset/parameters.ts";
import { variants, type ResetVariant } from "../../../specs/kvm-normal-nc-reset/variants.ts";
import { settingFrom } from "../../../specs/setting.ts";
import { isResetSetting } from "../../../specs/kvm-normal-nc-reset/parameters.ts";

/** The names of the variants, typed. */
export const variantNames = Object.keys(kvmNormalNcReset.variants).filter(
  (name): name is ResetVariant => name in variants,
);

/** A variant's own setting, with changes. */
export function settingOf(
  variant: ResetVariant,
  changes: Readonly<Record<string, string>> = {},
): ResetSetting {
  const setting = settingFrom(kvmNormalNcReset, variant, changes);
  if (isResetSetting(setting)) return setting;
  throw new Error(`${variant}: no setting of the spec`);
}
