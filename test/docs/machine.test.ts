import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { accessRules } from "../../model/machine-rules/accesses.ts";
import { barrierRules } from "../../model/machine-rules/barriers.ts";
import { cacheLineRules } from "../../model/machine-rules/caches.ts";
import { dependencyRules } from "../../model/machine-rules/dependencies.ts";
import { faultRules } from "../../model/machine-rules/faults.ts";
import { updateRules } from "../../model/machine-rules/hardware-updates.ts";
import { interconnectRules } from "../../model/machine-rules/interconnect.ts";
import { machineRules } from "../../model/machine-rules/machine-rules.ts";
import type { MachineRule } from "../../model/machine-rules/rule.ts";
import { stage2Rules } from "../../model/machine-rules/two-stages.ts";
import { tlbiRules } from "../../model/machine-rules/tlbi.ts";
import { walkRules } from "../../model/machine-rules/walks.ts";
import { root } from "./reader.ts";
import { documentText } from "./renewed.ts";
import { tableOf } from "./table.ts";

const name = "docs/machine.md";
const machine = documentText(name);

/** By the name of the table in the document. */
const groups: Readonly<Record<string, Readonly<Record<string, MachineRule>>>> = {
  dependencies: dependencyRules,
  walks: walkRules,
  barriers: barrierRules,
  accesses: accessRules,
  "hardware-updates": updateRules,
  tlbi: tlbiRules,
  faults: faultRules,
  "two-stages": stage2Rules,
  interconnect: interconnectRules,
  caches: cacheLineRules,
};

function tableOfRules(rules: Readonly<Record<string, MachineRule>>): string {
  const rows = Object.entries(rules).map(([rule, { kind, says, architecture, fixed }]) => [
    `\`${rule}\``,
    fixed === undefined ? kind : `${kind}, built in`,
    says,
    architecture.replace(/^Arm ARM DDI 0487, /, "").replaceAll('"', ""),
  ]);
  return tableOf(["rule", "kind", "says", "architecture"], rows, () => false);
}

function withTable(document: string, group: string, table: string): string {
  const [begin, end] = [`<!-- rules: ${group} begin -->\n`, `<!-- rules: ${group} end -->`];
  const [before, rest] = document.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || rest === undefined || after === undefined)
    throw new Error(`${name} has no place for the rules of ${group}`);
  return `${before}${begin}\n${table}\n\n${end}${after}`;
}

/** The files of rooms whose comments cite sections. */
const rooms = ["checker", "model", "frontend", "report", "cli", "specs", "test"];

const sources = (): readonly { readonly file: string; readonly text: string }[] =>
  rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => ({ file: `${room}/${file}`, text: readFileSync(join(root, room, file), "utf8") })),
  );

describe("docs/machine.md", () => {
  it("lists every rule of the machine, in its words", async () => {
    const listed = Object.values(groups).flatMap((rules) => Object.keys(rules));
    expect(listed.toSorted()).toEqual(Object.keys(machineRules).toSorted());
    const renewed = Object.entries(groups).reduce(
      (document, [group, rules]) => withTable(document, group, tableOfRules(rules)),
      machine,
    );
    await expect(renewed).toMatchFileSnapshot(join(root, name));
  });

  it("has every section that a comment cites", () => {
    const sections = new Set([...machine.matchAll(/^## (\d+)\. /gm)].map(([, number]) => number));
    const cited = sources().flatMap(({ file, text }) =>
      [...text.matchAll(/machine-semantics (\d+)/g)].map(([, number]) => ({ file, number })),
    );
    expect(cited.length).toBeGreaterThan(100);
    expect(cited.filter(({ number }) => !sections.has(number))).toEqual([]);
  });

  it("says what every other citation means", () => {
    const other = /\b(vmsa-semantics|litmus-format|kernel-primitives) ?(?:\d+(?:, ([RWT]\d))?|(T\d))/g;
    const cited = sources().flatMap(({ text }) => [...text.matchAll(other)]);
    expect(cited.length).toBeGreaterThan(10);
    const unknown = cited.filter(([, what = "", of, alone]) => {
      const lines = machine.split("\n").filter((line) => line.startsWith(`| \`${what}`));
      return !lines.some((line) => line.includes(of ?? alone ?? what));
    });
    expect(unknown.map(([citation]) => citation)).toEqual([]);
  });

  it("names a test for every rule that is not built in", () => {
    const directory = join(root, "test/conformance/rules");
    if (!existsSync(directory)) return;
    const missing = Object.entries<MachineRule>(machineRules).filter(
      ([rule, { fixed, scenario }]) =>
        fixed === undefined && scenario === undefined && !existsSync(join(directory, `rule-${rule}.litmus`)),
    );
    expect(missing.map(([rule]) => rule)).toEqual([]);
  });

  it("names a scenario for what litmus tests cannot say", () => {
    const shown = Object.entries<MachineRule>(machineRules).filter(
      ([, { scenario }]) => scenario !== undefined,
    );
    expect(shown.length).toBeGreaterThan(0);
    for (const [rule, { scenario = "" }] of shown)
      expect(readFileSync(join(root, scenario), "utf8")).toContain(`"${rule}"`);
  });

  it("names files of the reductions that exist", () => {
    const named = [...machine.matchAll(/\| `([\w-]+\.ts)` +\|$/gm)].map(([, file = ""]) => file);
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((file) => !existsSync(join(root, "model/pe", file)))).toEqual([]);
  });
});
