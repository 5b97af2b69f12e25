import { spawn, spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { fixture, walkcheck } from "./walkcheck.ts";

const words = ["check", fixture("fixmap"), "--variant", "v4"];
const escape = String.fromCharCode(27);

describe("on a pipe", () => {
  it("there are no escape codes and no status line", async () => {
    const { stdout, stderr } = await walkcheck(words);
    expect(stdout).not.toContain(escape);
    expect(stderr).toBe("");
  });

  it("colour can be forced, and NO_COLOR wins", async () => {
    expect((await walkcheck(words, { env: { FORCE_COLOR: "1" } })).stdout).toContain(escape);
    expect((await walkcheck(words, { env: { FORCE_COLOR: "1", NO_COLOR: "1" } })).stdout).not.toContain(
      escape,
    );
  });

  it("no line is wider than 100 columns", async () => {
    const { stdout } = await walkcheck([...words, "--trace", "full"]);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("a reader that goes away early is no crash", async () => {
    const command = `node bin/walkcheck.mjs list --json | true; node bin/walkcheck.mjs ${words.join(" ")} | head -1`;
    const shell = spawn("sh", ["-c", command]);
    const text: string[] = [];
    shell.stdout.on("data", (chunk) => text.push(String(chunk)));
    shell.stderr.on("data", (chunk) => text.push(String(chunk)));
    await new Promise((resolve) => shell.on("close", resolve));
    expect(text.join("")).toBe("toy-fixmap / v4\n");
  });
});

describe("the trace", () => {
  it("shows how PE1 keeps page A after it was unmapped", async () => {
    const { stdout } = await walkcheck(words);
    const trace = stdout.split("\n").filter((line) => /^ {5}\d /.test(line));
    expect(trace.map((line) => line.trim().replaceAll(/ {2,}/g, "  "))).toEqual([
      "1  str pte(slot0) := V(A)  mm.c:226",
      "2  dsb(nshst)  mm.c:227",
      "3  ~ walk slot0, may cache V(A)",
      "4  str pte(slot0) := Inv  mm.c:237",
      "5  tlbi vale2, slot0  mm.c:239",
      "6  dsb(nsh)  mm.c:240",
      "7  str pte(slot0) := V(B)  mm.c:226",
    ]);
    expect(stdout).toContain("REFUTED break-before-make: pe = PE1, may use = V(A), the PTE holds = V(B)");
  });

  it("can be left out, with what changed, or with whole states", async () => {
    const [off, diff, full] = await Promise.all(
      ["off", "diff", "full"].map((mode) => walkcheck([...words, "--trace", mode])),
    );
    expect(off?.stdout).not.toContain("~ walk");
    expect(diff?.stdout).toContain("! cached[1]: {} -> {V(A)}");
    expect(full?.stdout).toContain("! cached[1] = {V(A)}");
  });
});

describe("help and version", () => {
  it("are printed on standard output", async () => {
    for (const line of ["--help", "help", "-h"]) {
      const { code, stdout } = await walkcheck([line]);
      expect(code).toBe(0);
      expect(stdout).toContain("walkcheck check SPEC|FILE.ts");
    }
    expect((await walkcheck(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("exist for every command, and name every option", async () => {
    const { stdout } = await walkcheck(["check", "--help"]);
    const options =
      "variant property param depth states memory time keep-going simulate seed engine trace deadlock stats json";
    for (const option of options.split(" ")) expect(stdout).toContain(`  --${option}`);
    expect((await walkcheck(["help", "suite"])).stdout).toContain("--only PATTERN");
  });
});

describe("on a terminal", () => {
  /** Runs a command under a pseudo-terminal of that many columns. */
  async function onTerminal(columns: number, command: string): Promise<string> {
    const shell = spawn("script", ["-qec", `stty cols ${columns}; ${command}`, "/dev/null"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const text: string[] = [];
    shell.stdout.on("data", (chunk) => text.push(String(chunk)));
    await new Promise((resolve, reject) => shell.on("close", resolve).on("error", reject));
    return text.join("");
  }

  const hasScript = spawnSync("script", ["--version"]).status === 0;
  const big = `node bin/walkcheck.mjs check ${fixture("big")} --time 1s`;

  it.runIf(hasScript)("long work shows one status line, and takes it away", async () => {
    const text = await onTerminal(120, big);
    expect(text).toMatch(/only: [\d,]+ states, [\d,]+ states\/s, depth \d+, queue [\d,]+, [\d.]+ [kM]B/);
    expect(text.lastIndexOf("states/s")).toBeLessThan(text.indexOf("toy-big / only"));
  });

  it.runIf(hasScript)("a terminal without columns is no crash", async () => {
    expect(await onTerminal(0, big)).toContain("time bound 1.00 s hit");
  });
});
