import type { Command } from "../command.ts";
import { exitCode } from "../exit-code.ts";
import { options } from "../options.ts";

/** `walkcheck list`. */
export const list: Command = {
  name: "list",
  about: "the specs of the catalogue: variants, parameters, properties",
  operands: null,
  options: [options.json],
  examples: ["walkcheck list", "walkcheck list --json"],
  run: async (args, { output, canvas }) => {
    const { catalogue } = await import("../../specs/catalogue.ts");
    if (args.get(options.json)) {
      const { listJson } = await import("../../report/json/list.ts");
      const { jsonText } = await import("../../report/json/value.ts");
      output.print(jsonText(listJson(catalogue)));
    } else {
      const { listText } = await import("../../report/terminal/list.ts");
      output.print(listText(catalogue, canvas));
    }
    return exitCode.ok;
  },
};
