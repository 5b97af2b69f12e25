import { describe, expect, it } from "vitest";
import { isRecord } from "../../specs/narrow.ts";
import { walkcheck, walkcheckJson, type Ended } from "./walkcheck.ts";

const directory = "test/cli/litmus";
const file = (name: string): string => `${directory}/${name}`;
const judged = file("@judged");
const kinds = ["--kinds", file("kinds.txt")];

const litmus = (...words: readonly string[]): Promise<Ended> => walkcheck(["litmus", ...words]);

/** Without what differs from run to run, and how many states it takes to find out. */
const timeless = (text: string): string => text.replaceAll(/ *\b[\d,]+ +\d+\.\d\d s\b/g, "  #  # s");

async function rows(...words: readonly string[]): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const json = await walkcheckJson(["litmus", ...words]);
  if (!Array.isArray(json)) throw new Error("not an array");
  return json.filter(isRecord);
}

const columnOf = (key: string, table: readonly Readonly<Record<string, unknown>>[]) =>
  table.map((row) => row[key]);

describe("walkcheck litmus", () => {
  it("gives a verdict for every test, in the order given", async () => {
    const { code, stdout, stderr } = await litmus(judged);
    expect([code, stderr]).toEqual([0, ""]);
    await expect(timeless(stdout)).toMatchFileSnapshot("litmus/golden/judged.txt");
  });

  it("compares with a kinds file, and says how many of its tests were not given", async () => {
    const { code, stdout } = await litmus(...kinds, judged);
    expect(code).toBe(0);
    expect(stdout).toContain("3 tests: 3 agree, 0 too weak, 0 unsound\n");
    expect(stdout).toContain("kinds.txt names 1 other test that was not given");
  });

  it("exits with 1 where a verdict is wrong, and says how to look closer", async () => {
    const { code, stdout } = await litmus("--kinds", file("wrong-kinds.txt"), judged);
    expect(code).toBe(1);
    await expect(timeless(stdout)).toMatchFileSnapshot("litmus/golden/wrong.txt");
    const [, reproduce = ""] = /^reproduce +walkcheck (.*)$/m.exec(stdout) ?? [];
    const again = await walkcheck(reproduce.split(" "));
    expect(again.code).toBe(1);
    expect(again.stdout).toContain("step  P0");
  });

  it("judges on a machine without a rule, and says so beside the verdict", async () => {
    const { code, stdout } = await litmus("--without", "dmb-ld", file("MP+dmbs.litmus"));
    expect(code).toBe(0);
    expect(stdout).toContain("1 test: 1 Allowed, 0 Forbidden, 0 Required\n");
    expect(stdout).toMatch(/^assumption +the machine lacks the rule dmb-ld: /m);
    const [row] = await rows("--without", "dmb-ld", file("MP+dmbs.litmus"));
    expect(JSON.stringify(row)).toContain("the machine lacks the rule dmb-ld");
  });

  it("lists the rules there are for one that does not exist, and says why one cannot be left out", async () => {
    const unknown = await litmus("--without", "dmbs", judged);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('unknown value "dmbs" of --without\n  did you mean "dmb"?');
    expect(unknown.stderr).toContain("isb, isb-waits, ");
    const fixed = await litmus("--without", "operands-first", judged);
    expect(fixed.code).toBe(2);
    expect(fixed.stderr).toContain("without operands there is nothing to translate or to write");
  });

  it("lists what it does not run with place and construct, beside the verdicts of the others", async () => {
    const { code, stdout } = await litmus(
      ...kinds,
      judged,
      file("unsupported.litmus"),
      file("broken.litmus"),
    );
    expect(code).toBe(2);
    expect(stdout).toContain("5 tests: 3 agree, 0 too weak, 0 unsound; 1 unsupported, 1 invalid\n");
    expect(stdout).toMatch(/^unsupported +test\/cli\/litmus\/unsupported\.litmus:7:2: .*FADD/m);
    expect(stdout).toMatch(/^invalid +test\/cli\/litmus\/broken\.litmus:6:/m);
  });

  it("reads all tests of a directory", async () => {
    const { stdout } = await litmus("--states", "2000", directory);
    expect(stdout).toContain(
      "6 tests: 1 Allowed, 1 Forbidden, 1 Required; 1 unsupported, 1 undecided, 1 invalid",
    );
  });

  it("shows a shortest way to what a test allows, in any of the trace modes", async () => {
    const { stdout } = await litmus("--witness", file("MP.litmus"));
    expect(stdout).toMatch(/a shortest way to an end that satisfies it takes \d+ steps/);
    expect(stdout).toMatch(/step +P0 +P1/);
    const diff = await litmus("--witness", "--trace", "diff", file("MP.litmus"));
    expect(diff.stdout).toMatch(/memory\[.*: .* -> /);
    const off = await litmus("--witness", "--trace", "off", file("MP.litmus"));
    expect(off.stdout).not.toContain("step");
    expect((await litmus("--witness", file("MP+dmbs.litmus"))).stdout).not.toContain("step ");
  });

  it("knows no test without one that was given", async () => {
    for (const words of [["no-such.litmus"], ["@no-such"], ["--kinds", "no-such.txt", judged]]) {
      const { code, stdout, stderr } = await litmus(...words);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toContain("no-such");
      expect(stderr).not.toContain("    at ");
    }
  });
});

describe("the exit code of litmus tests", () => {
  it("is 3 when a bound came first, and the bound is named", async () => {
    const { code, stdout } = await litmus("--states", "5", file("MP.litmus"));
    expect(code).toBe(3);
    expect(stdout).toMatch(/^undecided +.*the bound of 5 states was met/m);
    expect(stdout).toContain("reproduce    walkcheck litmus --states 5 --witness test/cli/litmus/MP.litmus");
    expect((await litmus("--time", "0s", file("MP.litmus"))).code).toBe(3);
  });

  it("is that of the worst test: a wrong verdict, then bad input, then none", async () => {
    const refused = file("unsupported.litmus");
    expect((await litmus("--states", "5", file("MP.litmus"), refused)).code).toBe(2);
    expect((await litmus("--kinds", file("wrong-kinds.txt"), refused, file("MP.litmus"))).code).toBe(1);
  });
});

describe("litmus tests as JSON", () => {
  it("have the agreed keys, and nothing else is on standard output", async () => {
    const [row] = await rows(...kinds, "--witness", file("MP.litmus"));
    expect(row).toMatchObject({
      file: file("MP.litmus"),
      name: "MP",
      verdict: "Allowed",
      expected: "Allowed",
      status: "agree",
      message: null,
      satisfying: 1,
      flags: [],
      assumptions: [],
    });
    expect(row?.["finalStates"]).toHaveLength(4);
    expect(row?.["states"]).toBeGreaterThan(4);
    expect(row?.["seconds"]).toBeGreaterThan(0);
    expect(row).toHaveProperty("witness.steps.0.lane");
  });

  it("keep the order of the command line, with and without threads", async () => {
    const files = ["access-flag", "broken", "MP+dmbs", "unsupported", "MP"].map((name) =>
      file(`${name}.litmus`),
    );
    const words = [...kinds, "--witness", "--feature", "ets3", ...files];
    const timed = await Promise.all(["1", "2", "5"].map((number) => rows("--workers", number, ...words)));
    const [alone, ...threads] = timed.map((table) => table.map((row) => ({ ...row, seconds: null })));
    expect(columnOf("file", alone ?? [])).toEqual(files);
    expect(columnOf("status", alone ?? [])).toEqual(["agree", "invalid", "agree", "unsupported", "agree"]);
    for (const table of threads) expect(table).toEqual(alone);
  });
});

describe("Ctrl-C", () => {
  it.each(["1", "2"])("ends litmus tests with what is known (%s threads)", async (workers) => {
    const files = ["MP.litmus", "big.litmus", "MP+dmbs.litmus", "access-flag.litmus"].map(file);
    const words = ["litmus", "--workers", workers, ...files];
    const { code, stdout, stderr } = await walkcheck(words, { interruptAfter: 5000 });
    expect(code).toBe(3);
    expect(stderr).toContain("interrupted, ending with what is known");
    expect(stdout).toMatch(/^MP +Allowed/m);
    expect(stdout).toMatch(/interrupted after [23] of 4 tests/);
  });
});
