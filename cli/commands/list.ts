import { jsonText } from "../../report/json/value.ts";
import { listJson } from "../../report/json/list.ts";
import { listText } from "../../report/terminal/list.ts";
import { catalogue } from "../../specs/catalogue.ts";
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
    output.print(args.get(options.json) ? jsonText(listJson(catalogue)) : listText(catalogue, canvas));
    return exitCode.ok;
  },
};
