import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { walkcheck } from "./walkcheck.ts";

/** A directory that knows nothing of walkcheck: no package.json, no node_modules. */
const elsewhere = mkdtempSync(join(tmpdir(), "walkcheck-"));
afterAll(() => rmSync(elsewhere, { recursive: true }));

const valid = `
import { bool, record, schemaOf } from "walkcheck/checker";
import { anyModel, defineSpec } from "walkcheck/specs";
import { name } from "./name.ts";

interface Lamp { on: boolean }
const why: string = "It is what a lamp is for.";
export default defineSpec({
  name, about: "A lamp.", sources: [], parameters: {},
  variants: { only: { about: "one lamp" } },
  properties: { lit: why },
  expected: { only: { lit: "PROVED" } },
  model: () => anyModel<Lamp>({
    name,
    schema: schemaOf(record({ on: bool() })),
    initial: [{ on: false }],
    rules: [{
      name: "switch", instances: [[]], when: ({ on }) => !on, then: (lamp) => { lamp.on = true; },
      label: () => ({ lane: "PE0", actor: "program", text: "switch" }),
    }],
    properties: [{ name: "lit", kind: "sometimes", because: why, reachedBy: ({ on }) => (on ? { facts: {} } : null) }],
  }),
});
`;

function check(file: string, text: string) {
  writeFileSync(join(elsewhere, file), text);
  return walkcheck(["check", `./${file}`], { cwd: elsewhere });
}

describe("a spec in a file of its own", () => {
  it("is checked wherever it lives, as .ts and as .mts", async () => {
    writeFileSync(join(elsewhere, "name.ts"), 'export const name: string = "lamp";\n');
    for (const file of ["lamp.ts", "lamp.mts"]) {
      const { code, stdout, stderr } = await check(file, valid);
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toContain("lamp / only");
    }
  });

  it("is found by whoever forgets the extension", async () => {
    writeFileSync(join(elsewhere, "torch.ts"), valid);
    const { code, stderr } = await walkcheck(["check", "torch"], { cwd: elsewhere });
    expect(code).toBe(2);
    expect(stderr).toContain("walkcheck check ./torch.ts");
  });

  it("may stand in a project with other TypeScript settings", async () => {
    writeFileSync(
      join(elsewhere, "tsconfig.json"),
      '{ "compilerOptions": { "paths": { "*": ["./nowhere/*"] } } }',
    );
    expect((await check("lamp.ts", valid)).code).toBe(0);
    rmSync(join(elsewhere, "tsconfig.json"));
  });
});

describe("a broken spec file", () => {
  const broken: Readonly<Record<string, readonly [string, RegExp]>> = {
    "has a syntax error": ["export default {,}", /cannot be loaded.*broken\.ts:1:\d+/s],
    "has no default export": ["export const spec = 1;", /has no default export.*it exports spec/s],
    "exports something else": ["export default 7;", /not a valid spec.*it is 7/s],
    "exports half a spec": [
      'export default { name: "x" };',
      /for 7 reasons.*about must be.*variants must be/s,
    ],
    "imports what walkcheck lacks": ['import "walkcheck/tlb";', /there is no "walkcheck\/tlb"/],
    "imports a name that is not there": ['import { nope } from "walkcheck/specs"; nope();', /nope/],
    "imports a missing file": ['import "./missing.ts";', /missing\.ts/],
    throws: ["throw new Error('out of coffee');", /cannot be loaded.*out of coffee/s],
    "never finishes loading": [
      "await new Promise(() => undefined); export default 1;",
      /never finishes loading/,
    ],
    "misspells a verdict": [
      valid.replace('"PROVED"', '"PROVEN"').replace('"./name.ts"', '"./name.ts"'),
      /expected\.only\.lit: "PROVEN" is no verdict; did you mean "PROVED"/,
    ],
    "leaves a cell empty": [valid.replace('lit: "PROVED"', ""), /expected\.only\.lit is missing/],
  };

  it.each(Object.entries(broken))("%s", async (_, [text, message]) => {
    writeFileSync(join(elsewhere, "name.ts"), 'export const name: string = "lamp";\n');
    const { code, stdout, stderr } = await check("broken.ts", text);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/node:internal|    at /);
  });

  it("is a directory", async () => {
    const { code, stderr } = await walkcheck(["check", "./"], { cwd: elsewhere });
    expect([code, stderr]).toEqual([2, expect.stringContaining("not a file")]);
  });
});
