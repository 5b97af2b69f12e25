import { appendFileSync, copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { check } from "../../../checker/check.ts";
import type { CheckOptions } from "../../../checker/check-options.ts";
import type { Model } from "../../../checker/model.ts";
import { int, record } from "../../../checker/schema/constructors.ts";
import { schemaOf } from "../../../checker/schema/schema.ts";
import { messageOf } from "../results.ts";
import { counter, never, reaches, type Count } from "../toys/counter.ts";
import { rule } from "../toys/rule.ts";
import { testFolder } from "./folder.ts";

const model = counter(30, { properties: [never(29), reaches(25)] });
let folder = "";
let file = "";

/** A checkpoint of three sessions' worth: several segments, heads and both seals. */
beforeEach(async () => {
  folder = testFolder();
  file = join(folder, "run");
  await check(model, { checkpoint: { file, seconds: 0 }, bounds: { depth: 9 } });
});

const resume = (changed: Model<Count> = model, more: CheckOptions = {}) =>
  messageOf(check(changed, { ...more, resume: file }));

describe("a damaged checkpoint is refused", () => {
  test("whichever bit of it is flipped", async () => {
    const whole = readFileSync(file);
    const damaged = /is damaged|is no checkpoint|it has format \d+/;
    for (const at of whole.keys()) {
      // Of the zeros between the parts of the file every 31st byte, of the data every seventh.
      if (at % (at >= 12_288 ? 7 : whole[at] === 0 ? 31 : 1) !== 0) continue;
      const flipped = Buffer.from(whole);
      flipped[at]! ^= 1 << (at % 8);
      writeFileSync(file, flipped);
      expect(await resume(), `byte ${at}`).toMatch(damaged);
    }
    writeFileSync(file, whole);
    expect((await check(model, { resume: file })).verdict).toBe("REFUTED");
  });

  test("wherever it is cut off", async () => {
    const whole = readFileSync(file);
    for (let size = 0; size < whole.length; size += size < 12_288 ? 97 : 17) {
      writeFileSync(file, whole.subarray(0, size));
      expect(await resume(), `${size} bytes`).toMatch(/is damaged|is no checkpoint/);
    }
  });

  test("with a message that says what it is, and what to do", async () => {
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, whole.length - 5));
    expect(await resume()).toBe(
      [
        `Diagnostic: checkpoint ${file}: it is damaged: its last 5 bytes are missing`,
        "  Counts and verdicts that rest on it could be wrong, so nothing of it is used.",
        "  Resume from a copy that is whole, or start anew without it.",
      ].join("\n"),
    );
  });

  test("unless the rest of it was never finished: a killed run leaves such bytes behind the data", async () => {
    appendFileSync(file, "the beginning of something");
    expect((await check(model, { resume: file })).verdict).toBe("REFUTED");
  });
});

describe("a file that is no checkpoint is refused", () => {
  test("when there is none", async () => {
    file = join(folder, "nowhere");
    expect(await resume()).toMatch(/nowhere: it cannot be opened\n {2}ENOENT/);
  });

  test("when it is a text, a directory or empty", async () => {
    writeFileSync(file, "export const notes = [];\n");
    expect(await resume()).toContain("this is no checkpoint of walkcheck");
    writeFileSync(file, "");
    expect(await resume()).toContain("this is no checkpoint of walkcheck");
    file = folder;
    expect(await resume()).toContain("this is no checkpoint of walkcheck");
  });

  test("when it has the format of another walkcheck, naming both", async () => {
    const other = readFileSync(file);
    other.write("walkcheck checkpoint, format 7\n", "latin1");
    writeFileSync(file, other);
    expect(await resume()).toBe(
      [
        `Diagnostic: checkpoint ${file}: it has format 7, and this walkcheck reads and writes format 1`,
        "  Resume it with the walkcheck that wrote it, or start anew.",
      ].join("\n"),
    );
  });
});

describe("a checkpoint of another check is refused, naming what differs", () => {
  const up = (name: string, by: number) =>
    rule<Count>(
      name,
      (state) => {
        state.count += by;
      },
      { when: (state) => state.count < 30 },
    );
  const others: Readonly<Record<string, readonly [Partial<Model<Count>>, string]>> = {
    name: [{ name: "meter" }, "model: counter in the file, meter here"],
    field: [
      { schema: schemaOf(record({ count: int(0, 99) })) },
      "field: count, 31 values in the file, count, 100 values here",
    ],
    "initial state": [{ initial: [{ count: 1 }] }, "initial state: 0 in the file, 1 here"],
    "number of initial states": [
      { initial: [{ count: 0 }, { count: 3 }] },
      "initial state number 1: nothing in the file, 3 here",
    ],
    rule: [{ rules: [up("add", 1)] }, "rule: increment [[]] in the file, add [[]] here"],
    property: [
      { properties: [never(28), reaches(25)] },
      "property number 0: always never 29 in the file, always never 28 here",
    ],
    code: [{ rules: [up("increment", 1)] }, "code number 0: rule increment, "],
  };
  for (const [what, [changes, message]] of Object.entries(others)) {
    test(`another ${what}`, async () => {
      const text = await resume({ ...model, ...changes });
      expect(text).toContain(`checkpoint ${file}: it is of another check\n  ${message}`);
      expect(text).toContain("Resume it with the model and the options it was written with, or start anew.");
    });
  }

  const settings: Readonly<Record<string, readonly [CheckOptions, string]>> = {
    "eager rules": [{ eager: "off" }, 'setting `eager`: "fold" in the file, "off" here'],
    "dead ends": [{ deadlock: "stuck" }, 'setting `deadlock`: "off" in the file, "stuck" here'],
    "judged properties": [
      { properties: ["reaches 25"] },
      'setting `judge`: ["never 29","reaches 25"] in the file, ["reaches 25"] here',
    ],
  };
  for (const [what, [options, message]] of Object.entries(settings)) {
    test(`other ${what}`, async () => {
      expect(await resume(model, options)).toContain(`it is of another check\n  ${message}`);
    });
  }

  test("another table from which the same code reads", async () => {
    const jumping = (steps: readonly number[]): Model<Count> => ({
      ...model,
      rules: [
        rule<Count>(
          "jump",
          (state) => {
            state.count += steps[state.count] ?? 0;
          },
          { when: (state) => state.count < 10 },
        ),
      ],
    });
    const ones = Array.from({ length: 30 }, () => 1);
    await check(jumping(ones), { checkpoint: { file }, bounds: { depth: 5 } });
    expect((await check(jumping(ones), { resume: file })).statistics.states).toBe(11);
    expect(await resume(jumping(ones.with(2, 2)))).toContain(
      "one of states 0 to 5: the model does something else in it, or a property says something else about it, than",
    );
  });

  test("another limit with which the same property compares", async () => {
    const below = (limit: number): Model<Count> => ({
      ...model,
      properties: [{ ...never(limit), name: "never" }],
    });
    await check(below(29), { checkpoint: { file }, bounds: { depth: 5 } });
    expect(await resume(below(3))).toContain("it is of another check");
  });

  test("another origin", async () => {
    const origin = { variant: "merged", "parameter `ets2`": "yes" };
    await check(model, { checkpoint: { file }, origin });
    expect(await resume(model, { origin: { ...origin, "parameter `ets2`": "no" } })).toContain(
      "parameter `ets2`: yes in the file, no here",
    );
    expect(await resume()).toContain("variant: merged in the file, nothing here");
  });
});

test("engine, threads and bounds may be others", async () => {
  const { verdict } = await check(model, {
    resume: file,
    engine: "reference",
    workers: 1,
    bounds: { depth: 99 },
  });
  expect(verdict).toBe("REFUTED");
  await check(model, { checkpoint: { file }, engine: "observed", workers: 2, bounds: { depth: 3 } });
  expect((await check(model, { resume: file, workers: 1 })).verdict).toBe("REFUTED");
});

describe("a checkpoint that cannot be written is refused before the search", () => {
  const write = (name: string) => {
    const untouched: Model<Count> = {
      ...model,
      rules: model.rules.map((each) => ({
        ...each,
        when: () => {
          throw new Error("searched");
        },
      })),
    };
    return messageOf(check(untouched, { checkpoint: { file: name } }));
  };

  test("when its directory is missing", async () => {
    const name = join(folder, "missing", "run");
    expect(await write(name)).toMatch(
      new RegExp(`checkpoint ${name}: it cannot be written\n {2}ENOENT.*\n {2}Name a file`),
    );
  });

  test("when something else has that name", async () => {
    const notes = join(folder, "notes.ts");
    writeFileSync(notes, "export const notes = [];\n");
    expect(await write(notes)).toContain("there is something else of that name, which it would replace");
    expect(readFileSync(notes, "utf8")).toBe("export const notes = [];\n");
    mkdirSync(join(folder, "directory"));
    expect(await write(join(folder, "directory"))).toContain("there is something else of that name");
  });

  test("but an earlier checkpoint is replaced", async () => {
    await check(counter(5), { checkpoint: { file } });
    expect((await check(counter(5), { resume: file })).statistics.states).toBe(6);
  });
});

test("a checkpoint that another run replaced is not written to any more", async () => {
  const copy = join(folder, "copy");
  copyFileSync(file, copy);
  let chunks = 0;
  const meddled: Model<Count> = {
    ...model,
    rules: model.rules.map((each) => ({
      ...each,
      when: (state: Readonly<Count>) => {
        if (++chunks === 5) {
          copyFileSync(copy, `${file}.other`);
          renameSync(`${file}.other`, file);
        }
        return state.count < 30;
      },
    })),
  };
  const message = await messageOf(check(meddled, { checkpoint: { file, seconds: 0 } }));
  expect(message).toContain(`checkpoint ${file}: it was replaced during the search`);
});

test("options that make no sense are refused", async () => {
  const wanted = /`checkpoint` is .*\n {2}It must be \{ file, seconds\? \}/;
  const options: Record<string, unknown>[] = [
    { checkpoint: "run" },
    { checkpoint: {} },
    { checkpoint: { file: "" } },
    { checkpoint: { file, seconds: -1 } },
    { checkpoint: { file, seconds: NaN } },
  ];
  for (const each of options) expect(await messageOf(check(model, each))).toMatch(wanted);
  expect(await messageOf(check(model, { resume: "" }))).toContain("`resume`");
  const walks = { simulate: { walks: 1, seed: 1 } };
  expect(await messageOf(check(model, { ...walks, resume: file }))).toContain(
    "`simulate` and `resume` exclude each other",
  );
  expect(await messageOf(check(model, { ...walks, checkpoint: { file } }))).toContain(
    "`simulate` and `checkpoint`",
  );
});
