import { describe, expect, it } from "vitest";
import { walkcheck, walkcheckJson } from "./walkcheck.ts";

describe("the mail of the first spec", () => {
  const words = ["check", "pkvm-fixmap", "--property", "break-before-make", "--variant"];

  it("is explained by a trace: PE1 walks before the unmap and keeps page A after it", async () => {
    const { code, stdout } = await walkcheck([...words, "v4-as-posted"]);
    expect(code).toBe(1);
    const [walk = 0, tlbi = 0, use = 0] = [/~ speculative walk/, /vale2, addr/, /~ a speculative access/].map(
      (text) => stdout.search(text),
    );
    expect(walk).toBeGreaterThan(0);
    expect(tlbi).toBeGreaterThan(walk);
    expect(use).toBeGreaterThan(tlbi);
    expect(stdout).toMatch(/REFUTED break-before-make: pe = PE1.*V\(A\).*V\(B\)/);
  });

  it("is answered by what was merged", async () => {
    expect((await walkcheck([...words, "merged"])).code).toBe(0);
  });
});

describe("the catalogue", () => {
  it("lists every spec with what can be given for it", async () => {
    const specs = await walkcheckJson(["list"]);
    expect(specs).toContainEqual({
      name: "pkvm-fixmap",
      about: expect.any(String),
      variants: expect.arrayContaining([expect.objectContaining({ name: "v4-as-posted" })]),
      parameters: expect.arrayContaining([expect.objectContaining({ name: "ets2", default: "no" })]),
      properties: expect.arrayContaining([expect.objectContaining({ name: "break-before-make" })]),
    });
    expect((await walkcheck(["list"])).stdout).toContain("v4-as-posted");
  });

  it("gives the row that a check gives", async () => {
    const rows = await walkcheckJson(["suite", "--only", "pkvm-fixmap/v4-as-posted"]);
    const found = await walkcheckJson(["check", "pkvm-fixmap", "--variant", "v4-as-posted"]);
    if (!Array.isArray(rows)) throw new Error("not an array");
    const { seconds: _, ...row } = rows[0];
    expect(found).toMatchObject(row);
  });
});
