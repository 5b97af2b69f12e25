import { describe, expect, it } from "vitest";
import { fixture, walkcheck } from "./walkcheck.ts";

const check = (variant: string, ...more: string[]) =>
  walkcheck(["check", fixture("verdicts"), "--variant", variant, ...more]);

describe("the exit code of a check", () => {
  it("is 0 when everything is PROVED", async () => {
    const { code, stderr } = await check("proved");
    expect([code, stderr]).toEqual([0, ""]);
  });

  it("is 1 when a property is REFUTED, and the run says how to repeat it", async () => {
    const { code, stdout } = await check("refuted");
    expect(code).toBe(1);
    const command = `reproduce    walkcheck check ${fixture("verdicts")} --variant refuted`;
    expect(stdout.trimEnd().split("\n").at(-1)).toBe(command);
  });

  it("is 1 even when REFUTED is what the spec expects, and when a dead end is", async () => {
    expect((await check("deadlock")).code).toBe(1);
    expect((await check("deadlock", "--deadlock", "off")).code).toBe(0);
    expect((await check("livelock", "--property", "settles")).code).toBe(1);
  });

  it("is 3 when a bound was hit first, whichever it is", async () => {
    for (const bound of [
      ["--depth", "3"],
      ["--states", "3"],
      ["--memory", "1K"],
      ["--time", "0s"],
    ]) {
      const { code, stdout, stderr } = await check("proved", ...bound);
      expect([code, stderr]).toEqual([3, ""]);
      expect(stdout).toContain(`${bound[0]?.slice(2) ?? ""} bound`);
    }
  });

  it("is 4 when it holds vacuously", async () => {
    expect((await check("vacuous", "--property", "bounded")).code).toBe(4);
  });

  it("is that of the worst property", async () => {
    expect((await check("vacuous")).code).toBe(1);
    expect((await check("refuted", "--depth", "6")).code).toBe(1);
    expect((await check("refuted", "--property", "settles", "--property", "reached")).code).toBe(0);
  });

  it("is 2, with one message, when the spec is at fault", async () => {
    const messages: Readonly<Record<string, RegExp>> = {
      domain: /rule "increment".*count.*10/s,
      throws: /property "reached".*three is unlucky/s,
      unbuildable: /variant unbuildable.*no such register: x99.*verdicts\.ts:\d+/s,
      garbage: /`model` returns an object instead of a model/,
      incomplete: /its model lacks bounded, reached/,
    };
    for (const [variant, message] of Object.entries(messages)) {
      const { code, stdout, stderr } = await check(variant);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toMatch(message);
      expect(stderr).not.toContain("\n    at ");
    }
  });
});

describe("Ctrl-C", () => {
  it("ends a check as UNDECIDED with what is known", async () => {
    const words = ["check", fixture("big")];
    const { code, stdout, stderr } = await walkcheck(words, { interruptAfter: 4000 });
    expect(code).toBe(3);
    expect(stdout).toMatch(/interrupted: [\d,]+ states, depth \d+ visited/);
    expect(stderr).toContain("interrupted");
  });

  it("ends the suite with the rows so far", async () => {
    const words = ["suite", fixture("fixmap"), fixture("big")];
    const { code, stdout } = await walkcheck(words, { interruptAfter: 4000 });
    expect(code).toBe(3);
    expect(stdout).toContain("toy-fixmap");
    expect(stdout).toContain("interrupted after 3 of 4 runs");
  });
});

describe("the exit code of the suite", () => {
  it("is 0 when every verdict is the expected one, whatever it is", async () => {
    const { code, stdout } = await walkcheck(["suite", fixture("fixmap")]);
    expect(code).toBe(0);
    expect(stdout).toContain("9 verdicts: 9 as expected, 0 unexpected; 1 pending; 1 not applicable");
  });

  it("is 1 when one is not, and the run is named", async () => {
    const { code, stdout } = await walkcheck(["suite", fixture("verdicts"), "--only", "*/unexpected"]);
    expect(code).toBe(1);
    expect(stdout).toContain("<-- unexpected");
    expect(stdout).toContain(`reproduce  walkcheck check ${fixture("verdicts")} --variant unexpected`);
  });
});

describe("a fault that no spec is to blame for", () => {
  it("is 70, asks for a report, and shows no stack unless debugging", async () => {
    const words = ["check", fixture("stray-rejection"), "--time", "1s"];
    const { code, stderr } = await walkcheck(words);
    expect(code).toBe(70);
    expect(stderr).toContain("Please report it");
    expect(stderr).not.toContain("    at ");
    expect((await walkcheck(words, { env: { WALKCHECK_DEBUG: "1" } })).stderr).toContain("    at ");
  });
});
