#!/usr/bin/env node
import { register as registerHooks } from "node:module";
import { register as registerTypeScript } from "tsx/esm/api";

// The settings of whatever project the user stands in must not change how walkcheck itself is compiled.
registerTypeScript({ tsconfig: false });
registerHooks("./resolve-hooks.mjs", import.meta.url);
await import("../cli/main.ts");
