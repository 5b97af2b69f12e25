import { describe, expect, it } from "vitest";
import { run } from "./run.ts";
import { isShared, litmusAt, settings } from "./shared.ts";

/** Tests for rules that no verdict of the catalogue depends on; herd7 says the same of them in both settings. */
const expected = [
  ["fwd", "Allowed"],
  ["fwdcas", "Allowed"],
  ["fwdstxr", "Allowed"],
  ["fwdldadd", "Forbidden"],
  ["lowbits", "Allowed"],
  ["lowbits0", "Forbidden"],
] as const;

describe.skipIf(!isShared)("what the catalogue does not see", () => {
  describe.each(settings)("(%s)", (setting) => {
    it.each(expected)("%s is %s, as herd7 says", async (name, verdict) => {
      const outcome = await run(litmusAt(`blindspots/${name}.litmus`), setting);
      expect([outcome.verdict, outcome.noVerdict]).toEqual([verdict, null]);
    });
  });
});
