import { count } from "../../report/text/quantity.ts";
import { sizeNames, sizes } from "../fixmap/sizes.ts";
import { left, right, type Table } from "../table.ts";

const numbers = ["PEs", "pages", "frames", "rounds", "states", "rules fired"];

/** The sizes of the protocol, and what every engine must count at them. */
export function sizesTable(): Table {
  return {
    columns: [left("size"), ...numbers.map(right), right("states, symmetric"), right("fired, symmetric")],
    rows: sizeNames.map((name) => {
      const { pes, pages, frames, rounds, expected, symmetric } = sizes[name];
      const counts = [expected.states, expected.rulesFired, symmetric.states, symmetric.rulesFired];
      return [`\`${name}\``, ...[pes, pages, frames, rounds].map(String), ...counts.map(count)];
    }),
  };
}
