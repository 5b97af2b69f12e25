import { expect, it } from "vitest";
import { checkJson } from "../../report/json/check.ts";
import { jsonText } from "../../report/json/value.ts";
import { reached, refuted, report, result } from "./fixtures.ts";

it("speaks of the property that decides the run at the top level", () => {
  const json = checkJson(report(result([reached, refuted], { verdict: "REFUTED" })));
  expect(json).toMatchObject({
    property: "bbm",
    verdict: "REFUTED",
    expected: "REFUTED",
    depth: 8,
    exitCode: 1,
  });
  expect(json["properties"]).toHaveLength(2);
});

it("has numbered steps with lanes, changes and states", async () => {
  const text = jsonText(checkJson(report(result([refuted]))));
  await expect(text).toMatchFileSnapshot("golden/check.json");
});

it("writes 64-bit words", () => {
  expect(jsonText({ word: 0xffff_ffff_ffff_ffffn })).toContain('"0xffffffffffffffff"');
});
