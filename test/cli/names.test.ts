import { expect, it } from "vitest";
import { fixture, walkcheck } from "./walkcheck.ts";

/** A command line and what its one message must contain. */
const mistakes: readonly (readonly [string, readonly string[]])[] = [
  ["chek", ['unknown command "chek"', 'did you mean "check"?', "suite, check, litmus, list"]],
  ["help chek", ['unknown command "chek"']],
  ["--verson", ["--version"]],
  ["check", ["SPEC|FILE.ts"]],
  ["check a.ts b.ts", ["b.ts"]],
  ["check ./no-such-file.ts", ["there is no file ./no-such-file.ts"]],
  ["check no-such-spec", ['unknown spec "no-such-spec"']],
  ["check FIXMAP --varaint v4", ['unknown option "--varaint"', 'did you mean "--variant"?']],
  ["check FIXMAP --variant v5", ['unknown variant "v5" of toy-fixmap', 'did you mean "v4"?', "v4, merged"]],
  ["check FIXMAP --variant --json", ["--variant needs a value"]],
  ["check FIXMAP --property remaped", ['unknown property "remaped"', 'did you mean "remapped"?']],
  ["check FIXMAP --param peer=no", ['unknown parameter "peer"', 'did you mean "peers"?']],
  ["check FIXMAP --param peers=maybe", ['unknown value "maybe"', "yes, no"]],
  ["check FIXMAP --param peers", ["--param needs a name and a value"]],
  ["check FIXMAP --param peers=no --param peers=yes", ["--param peers is given twice"]],
  ["check FIXMAP --depth ten", ["--depth needs a whole number"]],
  ["check FIXMAP --depth -1", ["--depth needs a whole number"]],
  ["check FIXMAP --depth 1.5", ["--depth needs a whole number"]],
  ["check FIXMAP --memory lots", ["--memory needs a size", "512M"]],
  ["check FIXMAP --time 5x", ["--time needs a time", "30s"]],
  ["check FIXMAP --engine flyweigth", ['unknown value "flyweigth"', 'did you mean "flyweight"?']],
  ["check FIXMAP --keep-going 0", ['--keep-going needs a whole number from 1, not "0"']],
  ["check FIXMAP --simulate 0", ['--simulate needs a whole number from 1, not "0"']],
  ["check FIXMAP --simulate 9 --seed -1", ['--seed needs a whole number, not "-1"']],
  ["check FIXMAP --seed 7", ["--seed is for random walks", "--simulate N"]],
  ["check FIXMAP --simulate 9 --checkpoint file", ["--simulate and --checkpoint exclude each other"]],
  ["check FIXMAP --trace lane", ['did you mean "lanes"?']],
  ["check FIXMAP --trace diff", ["--variant"]],
  [
    "check FIXMAP --checkpoint x.run",
    ["--checkpoint is for one variant: name it with --variant", "v4, merged"],
  ],
  ["check FIXMAP --resume x.run", ["--resume is for one variant: name it with --variant", "v4, merged"]],
  ["check FIXMAP --variant v4 --resume no-such.run", ["no-such.run: it cannot be opened", "ENOENT"]],
  ["check FIXMAP --variant v4 --checkpoint no-such/x.run", ["x.run: it cannot be written", "ENOENT"]],
  ["check FIXMAP --variant v4 --checkpoint-every 5s", ["not where", "--checkpoint"]],
  ["check FIXMAP --variant v4 --checkpoint-every 5x", ["--checkpoint-every needs a time", "30s"]],
  ["check FIXMAP --deadlock on", ["off, stuck, stuttering"]],
  ["check FIXMAP --json --json", ["--json is given twice"]],
  ["check FIXMAP --json=yes", ["--json takes no value"]],
  ["check FIXMAP --variant v4 --property locked", ["not applicable: one slot per CPU"]],
  ["check FIXMAP --variant v4 --property no-deadlock", ["no-deadlock", "--deadlock=stuck"]],
  ["check kvm-normal-nc-reset --variant B", ['unknown variant "B"', 'did you mean "separate-ecam"?']],
  [
    "check vfio-nosnoop --variant e",
    ['unknown variant "e"', 'did you mean "flush-before-zeroing" or "flush-before-pin"?'],
  ],
  ["suite FIXMAP --only toy-fixmpa", ['did you mean "toy-fixmap"?']],
  ["suite FIXMAP --only toy-fixmap/v5", ['did you mean "toy-fixmap/v4"?']],
  ["litmus", ["FILE|DIR|@INDEX"]],
  ["litmus x.litmus --feature ets4", ['unknown value "ets4" of --feature', "ets2, ets3"]],
  ["litmus x.litmus --bound two", ['--bound needs a whole number, not "two"']],
  ["litmus x.litmus --workers 0", ['--workers needs a whole number from 1, not "0"']],
  ["litmus x.litmus --trace diff", ["--trace says how to show a trace", "--witness"]],
  ["litmus x.litmus --variant v4", ['unknown option "--variant"']],
  ["list everything", ["everything"]],
];

it.each(mistakes)("walkcheck %s", async (line, parts) => {
  const words = line.split(" ").map((word) => (word === "FIXMAP" ? fixture("fixmap") : word));
  const { code, stdout, stderr } = await walkcheck(words);
  expect([code, stdout]).toEqual([2, ""]);
  for (const part of parts) expect(stderr).toContain(part);
  expect(stderr).toMatch(/^walkcheck: /);
  expect(stderr).not.toContain("    at ");
});
