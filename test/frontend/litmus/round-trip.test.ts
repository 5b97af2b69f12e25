import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseLitmus } from "../../../frontend/litmus/parse.ts";
import { printLitmus } from "../../../frontend/litmus/print.ts";
import { litmusFile } from "./arbitrary-file.ts";
import { withoutPlaces } from "./without-places.ts";

test("a printed file is parsed to the same file", () => {
  fc.assert(
    fc.property(litmusFile, (file) => {
      const text = printLitmus(file);
      expect(withoutPlaces(parseLitmus(text, "printed")), text).toEqual(withoutPlaces(file));
    }),
    { numRuns: 1000 },
  );
});
