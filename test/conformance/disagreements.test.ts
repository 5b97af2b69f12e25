import { describe, expect, it } from "vitest";
import { documentText } from "../docs/renewed.ts";
import { disagreements } from "./disagreements.ts";
import { catalogue, isShared, randomTests } from "./shared.ts";

describe("the record of disagreements", () => {
  it("has a reason for each, and docs/warts.md names it", () => {
    const warts = documentText("docs/warts.md");
    const unnamed = disagreements.filter(({ test }) => !warts.includes(`\`${test}\``));
    expect(unnamed).toEqual([]);
    expect(disagreements.filter(({ reason }) => reason.length < 20)).toEqual([]);
  });

  it("has none twice", () => {
    const keys = disagreements.map(({ test, setting, subject }) => `${test} ${setting} ${subject}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.skipIf(!isShared)("is about tests that exist", () => {
    const known = new Set([...catalogue(), ...randomTests()].map(({ id }) => id));
    expect(disagreements.filter(({ test }) => !known.has(test))).toEqual([]);
  });
});
